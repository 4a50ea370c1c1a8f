import Foundation
import Models
import Pipeline
import Runtime

/// Opens and changes cases, with everything that others learn of it.
struct CaseDesk: Sendable {
    /// The codelists that decide what may be published.
    let codelists: Codelists
    /// CaseHandling's own keys.
    let keys: ServiceKeys

    /// Opens the case of an admission, once.
    ///
    /// - Throws: ``SealError`` where the content does not open, ``MessageFault`` where it is no submission.
    func open(_ admission: Admission, _ transaction: Transaction) throws {
        guard try !CaseFileTable.holds(admission.caseId, in: transaction.database) else { return }
        let plain = try admission.sealed.opened(as: Admission.eventType, about: admission.caseId, with: keys)
        guard let submission = try? JSONDecoder().decode(Submission.self, from: plain) else {
            throw MessageFault(cause: .invalidBody, detail: "the sealed submission")
        }
        var state = CaseState(
            opening: admission, of: submission, on: transaction.today, at: transaction.now, codelists: codelists)
        state.version = try transaction.nextVersion(after: 0, on: Topics.cases, key: state.caseId)
        state.withholdSpecialCategories(on: transaction.today, codelists)
        let content = try StoredContent(
            sealing: plain, under: transaction.dataKey(for: admission.caseId), in: CaseFile.contentPlace,
            of: admission.caseId, with: keys)
        let file = CaseFile(requestID: admission.requestId, content: content, state: state)
        try CaseFileTable.add(file, in: transaction.database)
        try transaction.emit(state, to: Topics.cases, key: state.caseId)
    }

    /// Erases a case: row, content and key, and with them all that belongs to it. Readers get a tombstone, every
    /// service and every restored backup the erasure.
    ///
    /// - Parameter rule: the rule that asks for it.
    func erase(_ file: CaseFile, because rule: String, _ transaction: Transaction) throws {
        let caseID = file.state.caseId
        try CaseFileTable.remove(caseID, in: transaction.database)
        try transaction.emitTombstone(of: CaseState.self, to: Topics.cases, key: caseID)
        let erasure = Erasure(
            aggregate: .case, id: caseID, requestId: file.requestID, caseId: caseID, on: transaction.today,
            ruleId: rule)
        try transaction.emit(erasure, to: Topics.erasures, key: caseID)
    }

    /// Changes a case and raises its version by one.
    ///
    /// - Parameters:
    ///   - scope: what the one who asks may change.
    ///   - precondition: the version that the change was made for.
    ///   - name: the change's name in the state.
    /// - Throws: ``Problem`` where there is no such case within the scope, it has another version, or `change` refuses.
    func change(
        _ caseID: String, within scope: CaseScope, if precondition: VersionPrecondition, _ name: String,
        _ transaction: Transaction, by change: (inout CaseState) throws -> Void
    ) throws -> CaseState {
        guard var state = try CaseFileTable.file(caseID, within: scope, in: transaction.database)?.state else {
            throw Problem.caseNotFound
        }
        guard precondition.permits(state.version) else { throw Problem.versionConflict }
        try change(&state)
        state.withholdSpecialCategories(on: transaction.today, codelists)
        state.version = try transaction.nextVersion(after: state.version, on: Topics.cases, key: caseID)
        state.changes = [name]
        try CaseFileTable.update(state, in: transaction.database)
        try transaction.emit(state, to: Topics.cases, key: caseID)
        return state
    }
}
