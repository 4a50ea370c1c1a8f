import Foundation
import Models
import Pipeline

/// Makes requests of submissions that fulfil their contract: pseudonyms, household keys, sealed content.
struct RequestDrafts: Sendable {
    /// Under whose id key pseudonyms are made, and under whose key data keys are wrapped.
    let keys: ServiceKeys

    /// The id of the request that a submission becomes.
    func requestID(of submission: SubmissionReference) -> String {
        RequestDrafts.requestID(of: submission, under: keys.identity)
    }

    /// The id of the request that a submission becomes under this id key.
    static func requestID(of submission: SubmissionReference, under identity: IdentityKey) -> String {
        identity.aggregate("request", submission.source, submission.id)
    }

    /// The publisher's own name for the client; `nil` where it gave none.
    func name(of submission: Submission, from publisher: String) -> ClientName? {
        submission.clientReference.map { ClientName(reference: $0, of: publisher, under: keys.identity) }
    }

    /// How many days before its end livelihood or residence makes a request urgent.
    let urgentDays: Territory.RuleHistory<Int>

    /// A request without a status yet.
    func draft(
        of submission: Submission, sentAs reference: SubmissionReference, from publisher: Territory.Publisher,
        keepsContent: Bool, _ transaction: Transaction
    ) throws -> IntakeRequest {
        let requestID = requestID(of: reference)
        let caseID = keys.identity.aggregate("case", reference.source, reference.id)
        let receivedOn = transaction.today
        var request = IntakeRequest(
            caseID: caseID, source: reference.source, eventID: reference.id, publisher: publisher.id,
            municipality: submission.municipality.description, receivedAt: transaction.now,
            household: household(of: submission, from: publisher.id, caseID: caseID, on: receivedOn),
            content: keepsContent
                ? try StoredContent(
                    sealing: JSONEncoder().encode(submission), under: transaction.dataKey(for: requestID),
                    in: IntakeRequest.contentPlace, of: requestID, with: keys)
                : nil,
            state: RequestState(requestId: requestID, version: 0, receivedOn: receivedOn))
        describe(&request, submission, on: receivedOn)
        request.assess(submission, on: receivedOn, within: urgentDays)
        return request
    }

    /// A request with another body, told on a day, in the place of the one that it came with.
    func corrected(
        _ request: IntakeRequest, by submission: Submission, on day: LocalDate
    ) throws -> IntakeRequest {
        let requestID = request.state.requestId
        let before = try request.submission(with: keys)
        var corrected = request
        corrected.municipality = submission.municipality.description
        corrected.household = household(
            of: submission, from: request.publisher, caseID: request.caseID, on: request.state.receivedOn)
        corrected.content = try request.content?.replaced(
            by: JSONEncoder().encode(submission), in: IntakeRequest.contentPlace, of: requestID, with: keys)
        // Staff who found out that she has yet to be asked knew what the body said; only what is new counts.
        if submission.participation == .agreed, before?.participation != .agreed { corrected.unaskedSince = nil }
        describe(&corrected, submission, on: request.state.receivedOn)
        corrected.assess(submission, on: day, within: urgentDays)
        return corrected
    }

    /// The household as keys. A publisher's references count within one household, so that a child whom both parents'
    /// submissions name is one person; without a reference the case is a household of its own.
    private func household(
        of submission: Submission, from publisher: String, caseID: String, on day: LocalDate
    ) -> Household {
        let identity = keys.identity
        let household = submission.household
        let key =
            household?.reference.map { identity.aggregate("household", publisher, $0) }
            ?? identity.aggregate("household", caseID)
        let client = Household.Member(
            key: submission.clientReference.map { identity.aggregate("member", key, $0) }
                ?? identity.aggregate("member", caseID),
            ageGroup: submission.ageGroup(on: day)?.rawValue)
        let members = (household?.members ?? []).map { member in
            Household.Member(
                key: identity.aggregate("member", key, member.memberReference),
                ageGroup: member.birthYear.flatMap(PartialDate.init(year:))
                    .map { AgeGroup(born: $0, on: day).rawValue },
                relation: member.relation)
        }
        return Household(key: key, members: [client] + members)
    }

    /// Takes over what others may know of a submission.
    private func describe(_ request: inout IntakeRequest, _ submission: Submission, on day: LocalDate) {
        request.state.municipality = submission.municipality.description
        request.state.accessRoute = submission.accessRoute
        request.state.ageGroup = submission.ageGroup(on: day)?.rawValue
        request.state.gender = submission.client.gender
    }
}
