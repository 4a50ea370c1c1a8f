import Models
import Pipeline
import Runtime

/// Carries out what clearing staff decide, and what becomes of requests that nobody decides.
struct ClearingDesk: Sendable {
    /// The Kreis, of which not every municipality offers KIM.
    let territory: Territory
    /// The codelists that decisions are checked against.
    let codelists: Codelists
    /// What moves requests.
    let requests: RequestDesk
    /// What remembers decisions on persons.
    let persons: PersonDesk

    /// Carries out a decision and tells the publisher.
    ///
    /// - Parameters:
    ///   - municipalities: what the one who decides may see.
    ///   - precondition: the version of the request that the decision is about.
    /// - Throws: ``Problem`` where there is no such request for them, it has another version, is decided, or the
    ///   decision is none.
    func decide(
        _ decision: ClearingDecision, on requestID: String, within municipalities: Set<String>,
        if precondition: VersionPrecondition, by actor: String, _ transaction: Transaction
    ) throws -> RequestState {
        let database = transaction.database
        guard let request = try RequestTable.request(requestID, within: municipalities, in: database) else {
            throw Problem.requestNotFound
        }
        // Whoever comes second to a decision is told of it, not to look again and decide.
        guard request.state.status?.isDecided == false else { throw Problem.requestDecided }
        guard precondition.permits(request.state.version) else { throw Problem.requestChanged }
        let offersKIM = territory.offersKIM(in: request.municipality, on: transaction.today)
        let faults = ClearingRules.faults(
            in: decision, on: transaction.today, offersKIM: offersKIM, codelists: codelists)
        guard faults.isEmpty else { throw Problem.refused(faults) }
        try ClearingTable.add(
            .init(at: Timestamp(transaction.now), by: actor, decision: decision), to: requestID, in: database)
        let decided = try requests.decide(decision, on: request, transaction)
        try FurtherReceipt.tell(of: decided, under: requests.keys.identity, transaction)
        return decided.state
    }

    /// The client was not asked in time: nothing of her is kept (contracts 3).
    func unanswered(_ requestID: String, _ transaction: Transaction) throws {
        guard let request = try RequestTable.request(requestID, in: transaction.database), request.isUnasked
        else { return }
        let ended = try requests.end(request, as: .rejected, because: .participationUnanswered, transaction)
        try FurtherReceipt.tell(of: ended, under: requests.keys.identity, transaction)
    }

    /// The time for questions about a request that became no case is over: who it was about is forgotten, that it was
    /// there is not.
    func retentionOver(_ requestID: String, _ transaction: Transaction) throws {
        guard let request = try RequestTable.request(requestID, in: transaction.database) else { return }
        try requests.dropContent(of: request, by: Territory.RetentionKind.request.rawValue, transaction)
    }
}
