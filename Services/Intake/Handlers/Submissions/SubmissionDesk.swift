import Foundation
import Models
import Pipeline

/// Answers events of the public way in, whether they came from a topic or over HTTP: every readable event gets one
/// receipt.
struct SubmissionDesk: Sendable {
    /// The Kreis and its publishers.
    let territory: Territory
    /// Under whose id key pseudonyms and digests are made.
    let keys: ServiceKeys
    /// What submissions are judged by.
    let judge: SubmissionJudge
    /// What makes requests of submissions.
    let drafts: RequestDrafts
    /// What moves requests.
    let requests: RequestDesk

    /// Answers one event and emits everything that follows from it.
    func answer(_ event: Event<Data?>, by way: WayIn, _ transaction: Transaction) throws -> Receipt {
        let incoming = Incoming(event, identity: keys.identity)
        let (source, id) = (incoming.envelope.source, incoming.envelope.id)
        guard let publisher = way.publisher(of: source, in: territory) else {
            return try refuseStranger(incoming, by: way, transaction)
        }
        let database = transaction.database
        if let known = try AnswerTable.answer(to: source, id, content: incoming.content, in: database) {
            return try repeatAnswer(known, transaction)
        }
        if try AnswerTable.answer(to: source, id, in: database) != nil {
            return try refuseReuse(incoming, by: way, transaction)
        }
        let receipt = try decide(incoming, of: publisher, transaction)
        let subject = ReceiptSubject.event(source, id, keys.identity)
        try answer(incoming, with: receipt, about: subject, reused: false, by: way, transaction)
        return receipt
    }

    // MARK: - Guards

    /// A source that may not come this way has no effect, not even on the id that it names: the receipt is about this
    /// content on this topic, and nothing is remembered.
    private func refuseStranger(
        _ incoming: Incoming, by way: WayIn, _ transaction: Transaction
    ) throws -> Receipt {
        let receipt = receipt(for: incoming, .rejected, [ValidationIssue(.sourceNotPermitted)], transaction)
        let subject = ReceiptSubject.content(
            incoming.content, of: incoming.envelope.source, incoming.envelope.id, on: way.submissions, keys.identity)
        try transaction.emit(receipt, to: way.receipts, key: incoming.receiptKey, subject: subject)
        return receipt
    }

    private func repeatAnswer(_ known: Answer, _ transaction: Transaction) throws -> Receipt {
        try transaction.emit(
            known.receipt, to: known.topic, key: known.key, subject: known.subject, id: known.receiptID)
        return known.receipt
    }

    private func refuseReuse(_ incoming: Incoming, by way: WayIn, _ transaction: Transaction) throws -> Receipt {
        let receipt = receipt(for: incoming, .rejected, [ValidationIssue(.idReused)], transaction)
        let subject = ReceiptSubject.content(
            incoming.content, of: incoming.envelope.source, incoming.envelope.id, on: way.submissions, keys.identity)
        try answer(incoming, with: receipt, about: subject, reused: true, by: way, transaction)
        return receipt
    }

    private func answer(
        _ incoming: Incoming, with receipt: Receipt, about subject: String, reused: Bool, by way: WayIn,
        _ transaction: Transaction
    ) throws {
        let key = incoming.receiptKey
        let id = try transaction.emit(receipt, to: way.receipts, key: key, subject: subject)
        try AnswerTable.add(
            Answer(topic: way.receipts, key: key, subject: subject, receiptID: id, receipt: receipt),
            content: incoming.content, reused: reused, in: transaction.database)
    }

    // MARK: - Decision

    private func decide(
        _ incoming: Incoming, of publisher: Territory.Publisher, _ transaction: Transaction
    ) throws -> Receipt {
        switch judge.judge(incoming, of: publisher, on: transaction.today) {
        case .refused(let errors, let warnings):
            return receipt(for: incoming, .rejected, errors, warnings: warnings, transaction)
        case .request(let submission, let course, let warnings):
            let draft = try drafts.draft(
                of: submission, as: incoming.envelope, from: publisher, keepsContent: course.keepsContent,
                transaction)
            let request =
                switch course {
                case .toPost: try requests.place(draft, transaction)
                case .parked(let reason): try requests.open(draft, .parked, because: reason, transaction)
                case .redirected(let reason): try requests.open(draft, .redirected, because: reason, transaction)
                }
            return receipt(
                for: incoming, request.outcome, request.reasons, warnings: warnings,
                handle: request.handle(under: keys.identity), transaction)
        }
    }

    private func receipt(
        for incoming: Incoming, _ outcome: Receipt.Outcome, _ reasons: [ValidationIssue],
        warnings: [ValidationIssue] = [], handle: String? = nil, _ transaction: Transaction
    ) -> Receipt {
        Receipt(
            event: .init(
                source: incoming.envelope.source, id: incoming.envelope.id, type: incoming.envelope.type),
            outcome: outcome, reasons: ReceiptLimits.bounded(reasons), warnings: ReceiptLimits.bounded(warnings),
            handle: handle, decidedAt: transaction.now)
    }
}
