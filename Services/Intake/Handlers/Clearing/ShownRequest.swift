import GRDB
import Models
import Pipeline
import Runtime

/// A request with everything that clearing staff see of it.
struct ShownRequest: Sendable {
    /// The request.
    let request: IntakeRequest
    /// What clearing keeps of it.
    let record: ClearingRecord
    /// Other requests that count as about the same person: from each of them this one can be split.
    let samePerson: [String]
    /// What is decided of this request's person and others, whichever of their requests it was decided of.
    let decided: [Decided]
    /// Whose requests may be about the same person or household, the likeliest first.
    let proposals: [PersonProposal]

    /// A request that is decided not to be about the same person.
    struct Decided: Encodable, Sendable {
        /// Its id.
        let request: String
        /// What the two persons are to each other.
        let decision: PersonDecision
    }

    /// The request for who sees these municipalities; the look is written down.
    ///
    /// - Throws: ``Problem`` where there is none for them.
    static func read(
        _ id: String, within municipalities: Set<String>, by actor: String, _ entry: TransactionalEntry
    ) async throws -> ShownRequest {
        let found = try await entry.audited("request-shown", id, by: actor) { database in
            func isSeen(_ other: String) throws -> Bool {
                try other != id && RequestTable.request(other, within: municipalities, in: database) != nil
            }
            return try RequestTable.request(id, within: municipalities, in: database).map { request in
                ShownRequest(
                    request: request, record: try ClearingTable.record(of: id, in: database),
                    samePerson: try PersonDecisions.ids(sameAs: id, in: database).filter(isSeen).sorted(),
                    decided: try PersonDecisions.others(than: id, in: database)
                        .filter { try isSeen($0.key) }
                        .map { Decided(request: $0.key, decision: $0.value) }.sorted { $0.request < $1.request },
                    proposals: try PersonProposalTable.proposals(for: id, within: municipalities, in: database))
            }
        }
        guard let found else { throw Problem.requestNotFound }
        return found
    }

    /// Another request that is shown beside one, so that staff see whether both are about one person; the look is
    /// written down. `nil` where there is none for who sees these municipalities.
    static func compared(
        _ id: String, within municipalities: Set<String>, by actor: String, _ entry: TransactionalEntry
    ) async throws -> IntakeRequest? {
        try await entry.audited("request-compared", id, by: actor) { database in
            try RequestTable.request(id, within: municipalities, in: database)
        }
    }
}
