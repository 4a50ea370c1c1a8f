import Foundation
import GRDB
import Models
import Pipeline
import Runtime

/// Keeps the index of persons in step with the requests, and asks staff whom a request may be about.
struct PersonDesk: Sendable {
    /// Under whose id key tokens are made.
    let identity: IdentityKey

    /// Who decided where nobody had to.
    static let rule = "rule"

    /// Takes the client of a request into the index; whom it may be as well becomes a proposal. Who the same publisher
    /// sent under the same reference with the same year of birth is the same person without anybody's decision, as far
    /// as staff did not tell apart whom this would join: then it is proposed. A correction of either takes that back.
    func note(_ submission: Submission, of request: IntakeRequest, _ transaction: Transaction) throws {
        let (database, id) = (transaction.database, request.state.requestId)
        let tokens = PersonTokens(of: PersonDescription(submission, from: request.publisher), under: identity)
        let known = try PersonTable.known(tokens, except: id, in: database)
        try PersonDecisions.join(id, with: known, by: PersonDesk.rule, at: transaction.now, in: database)
        let proposals = try PersonTable.proposals(for: tokens, of: id, in: database)
        try PersonProposalTable.replace(proposals, of: id, in: database)
        try PersonTable.put(tokens, of: id, in: database)
    }

    /// The request that stands for the client of a submission already: of the same publisher, under the same reference
    /// with the same year of birth, not ended without a case, and no closed case; what staff decided on persons is not
    /// asked, for this submission is none of them yet. `nil` where there is none.
    func standing(
        _ submission: Submission, of publisher: String, _ transaction: Transaction
    ) throws -> IntakeRequest? {
        let tokens = PersonTokens(of: PersonDescription(submission, from: publisher), under: identity)
        for id in try PersonTable.known(tokens, except: nil, in: transaction.database) {
            guard let request = try RequestTable.request(id, in: transaction.database) else { continue }
            switch request.state.status {
            case .parked, .waiting: return request
            case .admitted where try CaseLoad.isOpen(request.caseID, in: transaction.database): return request
            case .admitted, .advised, .redirected, .rejected, .withdrawn, nil: continue
            }
        }
        return nil
    }

    /// Whether a body is about the client of a request of the same publisher: under the same reference, with the same
    /// year of birth.
    func isClient(of request: IntakeRequest, _ submission: Submission, _ transaction: Transaction) throws -> Bool {
        let tokens = PersonTokens(of: PersonDescription(submission, from: request.publisher), under: identity)
        return try PersonTable.known(tokens, except: nil, in: transaction.database).contains(request.state.requestId)
    }

    /// Forgets the client of a request that is not kept any more.
    static func forget(_ requestID: String, in database: Database) throws {
        try PersonTable.remove(requestID, in: database)
        try PersonProposalTable.remove(requestID, in: database)
    }

    /// Remembers what staff decided on two requests; neither is proposed for the other again.
    ///
    /// - Parameters:
    ///   - seen: what the one who decides knows to be decided, and changes.
    ///   - municipalities: what the one who decides may see: both requests.
    /// - Throws: ``Problem`` where one of them is not there for them, or the decision cannot be.
    func decide(
        _ decision: PersonDecision, on one: String, _ other: String, over seen: PersonDecision?,
        within municipalities: Set<String>, by actor: String, _ transaction: Transaction
    ) throws {
        let database = transaction.database
        for id in [one, other] {
            guard try RequestTable.request(id, within: municipalities, in: database) != nil else {
                throw Problem.requestNotFound
            }
        }
        let pseudonym = identity.aggregate("principal", actor)
        do {
            try PersonDecisions.add(
                decision, on: one, other, over: seen, by: pseudonym, at: transaction.now, in: database)
        } catch let error as PersonDecisionError {
            throw Problem.refused(error)
        }
        try PersonProposalTable.settle(one, other, in: database)
    }
}

/// Whom staff have yet to look at because of a request. No personal data.
enum PersonProposalTable {
    /// Replaces what is proposed for a request, also what others were asked because of who it was about before.
    static func replace(_ proposals: [PersonProposal], of requestID: String, in database: Database) throws {
        try remove(requestID, in: database)
        for proposal in proposals {
            let evidence = proposal.evidence.map(\.rawValue).joined(separator: " ")
            try database.execute(
                sql: "INSERT INTO personProposal (requestId, other, kind, score, evidence) VALUES (?, ?, ?, ?, ?)",
                arguments: [requestID, proposal.personID, proposal.kind.rawValue, proposal.score, evidence])
        }
    }

    /// What is proposed for a request to who sees these municipalities, the likeliest first; whichever of the two came
    /// first. What was decided since, be it through others, is no question any more.
    static func proposals(
        for requestID: String, within municipalities: Set<String>, in database: Database
    ) throws -> [PersonProposal] {
        let settled = try PersonDecisions.settled(with: requestID, in: database)
        return try SQLRequest<Row>(
            """
            SELECT person, kind, score, evidence FROM (
                SELECT other AS person, kind, score, evidence FROM personProposal WHERE requestId = \(requestID)
                UNION ALL SELECT requestId, kind, score, evidence FROM personProposal WHERE other = \(requestID)
            ) JOIN request ON request.requestId = person
            WHERE municipality IN \(municipalities)
            ORDER BY score DESC, person
            """
        ).fetchAll(database).filter { !settled.contains($0["person"]) }.map { row in
            let (kind, evidence): (String, String) = (row["kind"], row["evidence"])
            return PersonProposal(
                personID: row["person"], kind: PersonProposal.Kind(rawValue: kind) ?? .samePerson, score: row["score"],
                evidence: evidence.split(separator: " ").compactMap { PersonProposal.Evidence(rawValue: String($0)) })
        }
    }

    /// Two requests are decided on.
    static func settle(_ one: String, _ other: String, in database: Database) throws {
        try database.execute(
            sql: """
                DELETE FROM personProposal WHERE (requestId = ?1 AND other = ?2) OR (requestId = ?2 AND other = ?1)
                """, arguments: [one, other])
    }

    /// Forgets a request.
    static func remove(_ requestID: String, in database: Database) throws {
        try database.execute(
            sql: "DELETE FROM personProposal WHERE requestId = ?1 OR other = ?1", arguments: [requestID])
    }
}
