import Foundation
import Models
import Pipeline

/// What is erased at once, and what is remembered of it: that it was, for a time.
extension RequestDesk {
    /// Erases a request: row, content and key, what was answered about it. Readers get a tombstone, every service and
    /// every restored backup the erasure.
    ///
    /// - Parameter rule: the rule that asks for it.
    func erase(_ request: IntakeRequest, because rule: String, _ transaction: Transaction) throws {
        try remove(request, because: rule, transaction)
        let erasure = Erasure(
            aggregate: .request, id: request.state.requestId, requestId: request.state.requestId,
            caseId: request.state.caseId, on: transaction.today, ruleId: rule)
        try transaction.emit(erasure, to: Topics.erasures, key: request.state.requestId)
    }

    /// Erases the request of a case that CaseHandling erased, which wrote the erasure.
    func eraseRequest(ofCase caseID: String, _ transaction: Transaction) throws {
        guard let request = try RequestTable.request(ofCase: caseID, in: transaction.database) else { return }
        try remove(request, because: ReasonCode.erased.deletionRule, transaction)
    }

    private func remove(_ request: IntakeRequest, because rule: String, _ transaction: Transaction) throws {
        let (database, requestID) = (transaction.database, request.state.requestId)
        try RequestTable.remove(requestID, in: database)
        // What was sent of the same person again, and not kept, must not become a request of hers now.
        for duplicate in try AnswerTable.duplicates(of: requestID, in: database) {
            let id = RequestDrafts.requestID(of: duplicate, under: keys.identity)
            try remember(id, as: .erased, for: WithdrawnRequestTable.erasedRetention, transaction)
        }
        try AnswerTable.remove(about: requestID, in: database)
        try ClearingTable.remove(requestID, in: database)
        try PersonDesk.forget(requestID, in: database)
        try retention.forget(requestID, transaction)
        try transaction.cancel(RequestDesk.urgencyTimer, for: requestID)
        try DeletionRecordTable.add(requestID, by: rule, on: transaction.today, in: database)
        // Of a client who was admitted the names stay as long as the erasure is remembered: it is answered as before.
        if request.state.caseId == nil { try ClientNameTable.remove(of: requestID, in: database) }
        try remember(requestID, as: .erased, for: WithdrawnRequestTable.erasedRetention, transaction)
        try transaction.emitTombstone(of: RequestState.self, to: Topics.requests, key: requestID)
    }

    /// Remembers a withdrawal whose submission has not come yet.
    func remember(_ requestID: String, because reason: Withdrawal.Reason, _ transaction: Transaction) throws {
        try remember(requestID, as: reason.code, for: WithdrawnRequestTable.overtakenRetention, transaction)
    }

    /// The submission that a withdrawal overtook has come, and is erased: that is remembered as long as if it had come
    /// first.
    func rememberErased(_ withdrawn: WithdrawnRequest, _ transaction: Transaction) throws {
        try transaction.schedule(
            WithdrawalDesk.timer, for: withdrawn.requestID, at: withdrawn.at + WithdrawnRequestTable.erasedRetention)
    }

    /// Erases what is kept of a duplicate, its answer. Who was rightly sent before stays: the request is hers.
    func eraseDuplicate(_ duplicate: SubmissionReference, _ transaction: Transaction) throws {
        try AnswerTable.remove(to: duplicate.source, duplicate.id, in: transaction.database)
        let id = RequestDrafts.requestID(of: duplicate, under: keys.identity)
        try remember(id, as: .erased, for: WithdrawnRequestTable.erasedRetention, transaction)
    }

    private func remember(
        _ requestID: String, as reason: ReasonCode, for time: TimeInterval, _ transaction: Transaction
    ) throws {
        try WithdrawnRequestTable.put(
            WithdrawnRequest(requestID: requestID, reason: reason, at: transaction.now), in: transaction.database)
        try transaction.schedule(WithdrawalDesk.timer, for: requestID, at: transaction.now + time)
    }

    /// Forgets a withdrawal that was heard, or the time of which is over.
    func forgetWithdrawn(_ requestID: String, _ transaction: Transaction) throws {
        try WithdrawnRequestTable.remove(requestID, in: transaction.database)
        try transaction.cancel(WithdrawalDesk.timer, for: requestID)
        guard try RequestTable.request(requestID, in: transaction.database) == nil else { return }
        try ClientNameTable.remove(of: requestID, in: transaction.database)
    }
}
