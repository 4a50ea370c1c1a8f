import Foundation
import Models
import Pipeline

/// What CaseHandling is told: the person always sealed under the request's own key, which is wrapped for it.
extension RequestDesk {
    /// Hands a request over, of which a post makes a case.
    func handOver(_ request: IntakeRequest, to post: PostState, _ transaction: Transaction) throws {
        guard let content = request.content else { throw MissingContent() }
        let admission = Admission(
            requestId: request.state.requestId, caseId: request.caseID, receivedOn: request.state.receivedOn,
            municipality: request.municipality, provider: post.employer, post: post.postId,
            household: request.household,
            sealed: try content.handedOver(
                from: IntakeRequest.contentPlace, of: request.state.requestId, with: keys,
                as: Admission.eventType, about: request.caseID, to: recipient))
        try transaction.emit(admission, to: Topics.handover, key: request.caseID)
    }

    /// Tells what a publisher put right about a client who was admitted.
    func handOver(
        _ correction: Correction, of request: IntakeRequest, from publisher: String, _ transaction: Transaction
    ) throws {
        let body = CorrectionHandover(
            requestId: request.state.requestId, caseId: request.caseID, publisher: publisher,
            receivedOn: transaction.today, sealed: try seal(correction, of: request, transaction))
        try transaction.emit(body, to: Topics.handover, key: request.caseID)
    }

    /// Tells that a legal sphere of a client who was admitted changes.
    func handOver(
        _ change: LegalSphereChange, of request: IntakeRequest, from publisher: String, _ transaction: Transaction
    ) throws {
        let body = LegalSphereChangeHandover(
            requestId: request.state.requestId, caseId: request.caseID, publisher: publisher,
            receivedOn: transaction.today, sealed: try seal(change, of: request, transaction))
        try transaction.emit(body, to: Topics.handover, key: request.caseID)
    }

    /// Tells why a publisher takes a submission back that was admitted.
    func handOver(
        _ reason: Withdrawal.Reason, of request: IntakeRequest, from publisher: String, _ transaction: Transaction
    ) throws {
        let body = WithdrawalHandover(
            requestId: request.state.requestId, caseId: request.caseID, publisher: publisher,
            receivedOn: transaction.today, reason: reason)
        try transaction.emit(body, to: Topics.handover, key: request.caseID)
    }

    private func seal(
        _ body: some EventBody, of request: IntakeRequest, _ transaction: Transaction
    ) throws -> SealedContent {
        let requestID = request.state.requestId
        // Where the request keeps nothing any more, its key is destroyed.
        let key = try request.content?.key(of: requestID, with: keys) ?? transaction.dataKey(for: requestID)
        return try SealedContent(
            sealing: JSONEncoder().encode(body), under: key, as: Self.handoverType(of: body), about: request.caseID,
            to: recipient)
    }

    private static func handoverType(of body: some EventBody) -> String {
        body is Correction ? CorrectionHandover.eventType : LegalSphereChangeHandover.eventType
    }
}

/// A request whose content is not kept cannot be handed over; no way leads there but a fault of ours.
struct MissingContent: Error {}
