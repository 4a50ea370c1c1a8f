import Models
import Pipeline

/// One more receipt for a submission whose outcome changed, with an id of its own.
enum FurtherReceipt {
    /// Tells how a request stands now.
    static func tell(of request: IntakeRequest, under identity: IdentityKey, _ transaction: Transaction) throws {
        try tell(request.source, request.eventID, Reply(request, warnings: [], under: identity), transaction)
    }

    /// Tells an outcome; the warnings of the submission stay.
    static func tell(_ source: String, _ eventID: String, _ reply: Reply, _ transaction: Transaction) throws {
        guard var answer = try AnswerTable.answer(to: source, eventID, in: transaction.database) else { return }
        answer.receipt = Receipt(
            event: answer.receipt.event, outcome: reply.outcome, reasons: reply.reasons,
            warnings: answer.receipt.warnings, handle: reply.handle, decidedAt: transaction.now)
        answer.receiptID = try transaction.emit(
            answer.receipt, to: answer.topic, key: answer.key, subject: answer.subject)
        try AnswerTable.replace(answer, in: transaction.database)
    }
}
