import Models
import Pipeline

/// Decides on submissions: one that fulfils its contract becomes a request.
struct SubmissionDesk: Sendable {
    /// What submissions are judged by.
    let judge: SubmissionJudge
    /// What makes requests of submissions.
    let drafts: RequestDrafts
    /// What moves requests.
    let requests: RequestDesk
    /// What looks for the person among those of other requests.
    let persons: PersonDesk
    /// What takes requests back.
    let withdrawals: WithdrawalDesk

    /// Decides on a submission of a publisher. One that was taken back before it came is never admitted, and of one
    /// that was erased nothing is read again.
    func answer(
        _ incoming: Incoming, of publisher: Territory.Publisher, _ transaction: Transaction
    ) throws -> Reply {
        let reference = SubmissionReference(source: incoming.envelope.source, id: incoming.envelope.id)
        let requestID = drafts.requestID(of: reference)
        let withdrawn = try WithdrawnRequestTable.find(requestID, in: transaction.database)
        if let withdrawn, withdrawn.isErasure {
            try requests.rememberErased(withdrawn, transaction)
            return Reply(
                outcome: .withdrawn, reasons: [ValidationIssue(withdrawn.reason)], decidedBefore: withdrawn.at)
        }
        switch judge.judge(incoming, of: publisher, on: transaction.today) {
        case .refused(let errors, let warnings): return Reply(refused: errors, warnings: warnings)
        case .request(let submission, let judged, let warnings):
            if let first = try persons.standing(submission, of: publisher.id, transaction) {
                if let withdrawn, let reason = Withdrawal.Reason(rawValue: withdrawn.reason.rawValue) {
                    try withdrawals.withdraw(first, because: reason, from: publisher.id, transaction)
                    try requests.forgetWithdrawn(requestID, transaction)
                }
                return Reply(duplicateOf: first, warnings: warnings, under: drafts.keys.identity)
            }
            let course = withdrawn.map { Judgement.Course.withdrawn($0.reason) } ?? judged
            var draft = try drafts.draft(
                of: submission, sentAs: reference, from: publisher, keepsContent: course.keepsContent, transaction)
            draft.warnings = ReceiptLimits.bounded(warnings)
            let request = try requests.begin(draft, on: course, transaction)
            try ClientNameTable.replace(
                reference: drafts.name(of: submission, from: publisher.id), of: requestID, from: publisher.id,
                in: transaction.database)
            if request.content != nil { try persons.note(submission, of: request, transaction) }
            if withdrawn != nil { try requests.forgetWithdrawn(requestID, transaction) }
            return Reply(request, warnings: warnings, under: drafts.keys.identity)
        }
    }
}
