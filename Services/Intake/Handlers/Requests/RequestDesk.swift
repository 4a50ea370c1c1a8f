import Foundation
import Models
import Pipeline

/// Moves requests from one status to the next, with everything that others learn of it but the receipt.
struct RequestDesk: Sendable {
    /// Intake's own keys.
    let keys: ServiceKeys
    /// CaseHandling's public key.
    let recipient: PublicKey

    /// Admits a request to a post of its municipality, or lets it wait where none is occupied, and keeps it.
    func place(_ request: IntakeRequest, _ transaction: Transaction) throws -> IntakeRequest {
        let post = try PostChoice.post(
            for: request.municipality, on: transaction.today, in: transaction.database)
        guard let post else {
            return try open(request, .waiting, because: .postVacant, transaction)
        }
        var admitted = request
        try handOver(&admitted, to: post, transaction)
        return try open(admitted, .admitted, because: nil, transaction)
    }

    /// Keeps a new request in its first status.
    func open(
        _ request: IntakeRequest, _ status: RequestState.Status, because reason: ReasonCode?, _ transaction: Transaction
    ) throws -> IntakeRequest {
        var request = request
        try request.state.enter(status, because: reason, changes: ["received", status.rawValue], transaction)
        try RequestTable.add(request, in: transaction.database)
        try publish(request, transaction)
        return request
    }

    /// Admits a request that waited, if there is a post now; `nil` where it waits on.
    func admitWaiting(_ request: IntakeRequest, _ transaction: Transaction) throws -> IntakeRequest? {
        let post = try PostChoice.post(
            for: request.municipality, on: transaction.today, in: transaction.database)
        guard let post else { return nil }
        var request = request
        try handOver(&request, to: post, transaction)
        try request.state.enter(.admitted, because: nil, changes: [RequestState.Status.admitted.rawValue], transaction)
        try RequestTable.update(request.state, in: transaction.database)
        try publish(request, transaction)
        return request
    }

    private func publish(_ request: IntakeRequest, _ transaction: Transaction) throws {
        try transaction.emit(request.state, to: Topics.requests, key: request.state.requestId)
    }

    private func handOver(_ request: inout IntakeRequest, to post: PostState, _ transaction: Transaction) throws {
        guard let content = request.content else { throw MissingContent() }
        request.state.caseId = request.caseID
        try CaseLoad.admit(request.caseID, to: post.postId, in: transaction.database)
        let admission = Admission(
            requestId: request.state.requestId, caseId: request.caseID, receivedOn: request.state.receivedOn,
            municipality: request.municipality, provider: post.employer, post: post.postId,
            household: request.household,
            sealed: try content.handedOver(
                from: IntakeRequest.contentPlace, of: request.state.requestId, with: keys,
                as: Admission.eventType, about: request.caseID, to: recipient))
        try transaction.emit(admission, to: Topics.handover, key: request.caseID)
    }
}

/// A request whose content is not kept cannot be handed over; no way leads there but a fault of ours.
struct MissingContent: Error {}

extension RequestState {
    /// Appends a status and raises the version.
    fileprivate mutating func enter(
        _ status: Status, because reason: ReasonCode?, changes: [String], _ transaction: Transaction
    ) throws {
        version = try transaction.nextVersion(after: version, on: Topics.requests, key: requestId)
        self.changes = changes
        states.append(
            StateEntry(
                state: status, reasons: reason.map { [$0.rawValue] } ?? [], on: transaction.today,
                recordedAt: Timestamp(transaction.now)))
    }
}
