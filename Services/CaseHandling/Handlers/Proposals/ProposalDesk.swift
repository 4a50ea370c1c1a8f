import Foundation
import Models
import Pipeline

/// Takes in what Intake hands over after an admission. Proposals are nobody else's business: the state of the case
/// stays as it is. What is about a case that is no longer kept is dropped; the publisher does not learn of it
/// (contracts 4).
struct ProposalDesk: Sendable {
    /// What changes cases.
    let cases: CaseDesk

    /// Proposes a correction.
    ///
    /// - Throws: ``SealError`` where the content does not open, ``MessageFault`` where it is no correction.
    func propose(_ event: Event<CorrectionHandover>, _ transaction: Transaction) throws {
        let body = event.body
        guard let file = try CaseFileTable.file(body.caseId, in: transaction.database) else { return }
        let correction = try open(body.sealed, as: Correction.self, of: CorrectionHandover.self, about: body.caseId)
        let proposed = ProposedCorrection(
            from: body.publisher, kind: correction.kind, effectiveOn: correction.effectiveOn,
            submission: correction.data)
        let proposal = Proposal(
            proposalId: event.envelope.id, receivedOn: body.receivedOn, content: .correction(proposed))
        try put(proposal, file, transaction)
    }

    /// Proposes the change of a legal sphere, together with its other half where that is there.
    ///
    /// - Throws: ``SealError`` where the content does not open, ``MessageFault`` where it is no change.
    func propose(_ event: Event<LegalSphereChangeHandover>, _ transaction: Transaction) throws {
        let body = event.body
        guard let file = try CaseFileTable.file(body.caseId, in: transaction.database) else { return }
        let change = try open(
            body.sealed, as: LegalSphereChange.self, of: LegalSphereChangeHandover.self, about: body.caseId)
        var id = event.envelope.id
        var whole = SphereChange(of: change)
        for sealed in try ProposalTable.proposals(to: body.caseId, in: transaction.database) {
            let proposal = try sealed.opened(with: cases.keys)
            guard case .legalSphereChange(let known) = proposal.content, known.includes(change) else { continue }
            (id, whole) = (proposal.proposalId, known)
        }
        whole.add(change, from: body.publisher)
        try put(
            Proposal(proposalId: id, receivedOn: body.receivedOn, content: .legalSphereChange(whole)), file,
            transaction)
    }

    /// Proposes to close a case whose submission was taken back, or erases it where it should never have been.
    func withdraw(_ event: Event<WithdrawalHandover>, _ transaction: Transaction) throws {
        let body = event.body
        guard let file = try CaseFileTable.file(body.caseId, in: transaction.database) else { return }
        guard !body.reason.erases else {
            return try cases.erase(file, because: body.reason.rawValue, transaction)
        }
        guard file.state.closure == nil else { return }
        let proposed = ProposedClosure(from: body.publisher, reason: body.reason)
        let proposal = Proposal(
            proposalId: event.envelope.id, receivedOn: body.receivedOn, content: .closure(proposed))
        try put(proposal, file, transaction)
    }

    private func put(_ proposal: Proposal, _ file: CaseFile, _ transaction: Transaction) throws {
        try ProposalTable.put(
            proposal, to: file, at: transaction.now, with: cases.keys, in: transaction.database)
    }

    private func open<Body: EventBody>(
        _ sealed: SealedContent, as body: Body.Type, of handover: (some EventBody).Type, about caseID: String
    ) throws -> Body {
        let plain = try sealed.opened(as: handover.eventType, about: caseID, with: cases.keys)
        guard let opened = try? JSONDecoder().decode(Body.self, from: plain) else {
            throw MessageFault(cause: .invalidBody, detail: "the sealed \(Body.eventType)")
        }
        return opened
    }
}
