import Foundation
import Models
import Pipeline

/// Answers events of the public way in, whether they came from a topic or over HTTP: every readable event gets one
/// receipt. What each type leads to is decided by a desk of its own.
struct EventDesk: Sendable {
    /// The Kreis and its publishers.
    let territory: Territory
    /// Under whose id key pseudonyms and digests are made.
    let keys: ServiceKeys
    /// What decides on submissions.
    let submissions: SubmissionDesk
    /// What decides on corrections.
    let corrections: CorrectionDesk
    /// What decides on withdrawals.
    let withdrawals: WithdrawalDesk
    /// What decides on changes of legal spheres.
    let changes: LegalSphereChangeDesk

    /// Answers one event and emits everything that follows from it.
    func answer(_ event: Event<Data?>, by way: WayIn, _ transaction: Transaction) throws -> Receipt {
        let incoming = Incoming(event, identity: keys.identity)
        let (source, id) = (incoming.envelope.source, incoming.envelope.id)
        guard let publisher = way.publisher(of: source, in: territory) else {
            let reply = Reply(refused: [ValidationIssue(.sourceNotPermitted)])
            // On the topic, whose source it is would read that an event of its own was refused.
            guard way.sender == nil else { return receipt(for: incoming, reply, transaction) }
            return try refuse(incoming, reply, by: way, transaction)
        }
        let database = transaction.database
        if let known = try AnswerTable.answer(to: source, id, content: incoming.content, in: database) {
            return try repeatAnswer(known, transaction)
        }
        if let first = try AnswerTable.answer(to: source, id, in: database) {
            let receipt = try refuseReuse(incoming, of: first, by: way, transaction)
            try PublisherTally.add(receipt, of: publisher.id, transaction)
            return receipt
        }
        let reply = try decide(incoming, of: publisher, transaction)
        guard !reply.isForgotten else { return try refuse(incoming, reply, by: way, transaction) }
        let receipt = receipt(for: incoming, reply, transaction)
        try PublisherTally.add(receipt, of: publisher.id, transaction)
        let subject = ReceiptSubject.event(source, id, keys.identity)
        try answer(
            incoming, with: receipt, about: subject, reused: false, requestID: reply.requestID, by: way, transaction)
        return receipt
    }

    private func decide(
        _ incoming: Incoming, of publisher: Territory.Publisher, _ transaction: Transaction
    ) throws -> Reply {
        guard let type = Territory.Publisher.EventType(rawValue: incoming.envelope.type) else {
            return Reply(refused: [ValidationIssue(.unknownEventType)])
        }
        guard publisher.eventTypes.contains(type) else {
            return Reply(refused: [ValidationIssue(.eventTypeNotPermitted)])
        }
        return switch type {
        case .submission: try submissions.answer(incoming, of: publisher, transaction)
        case .correction: try corrections.answer(incoming, of: publisher, transaction)
        case .withdrawal: try withdrawals.answer(incoming, of: publisher, transaction)
        case .legalSphereChange: try changes.answer(incoming, of: publisher, transaction)
        }
    }

    // MARK: - Guards

    /// What has no effect, not even on the id that it names: the receipt is about this content on this topic, and
    /// nothing is remembered.
    private func refuse(
        _ incoming: Incoming, _ reply: Reply, by way: WayIn, _ transaction: Transaction
    ) throws -> Receipt {
        let receipt = receipt(for: incoming, reply, transaction)
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

    private func refuseReuse(
        _ incoming: Incoming, of first: Answer, by way: WayIn, _ transaction: Transaction
    ) throws -> Receipt {
        let receipt = receipt(for: incoming, Reply(refused: [ValidationIssue(.idReused)]), transaction)
        let subject = ReceiptSubject.content(
            incoming.content, of: incoming.envelope.source, incoming.envelope.id, on: way.submissions, keys.identity)
        try answer(
            incoming, with: receipt, about: subject, reused: true, requestID: first.requestID, by: way, transaction)
        return receipt
    }

    private func answer(
        _ incoming: Incoming, with receipt: Receipt, about subject: String, reused: Bool, requestID: String?,
        by way: WayIn, _ transaction: Transaction
    ) throws {
        let key = incoming.receiptKey
        let id = try transaction.emit(receipt, to: way.receipts, key: key, subject: subject)
        try AnswerTable.add(
            Answer(
                topic: way.receipts, key: key, subject: subject, requestID: requestID, receiptID: id,
                receipt: receipt),
            content: incoming.content, reused: reused, in: transaction.database)
    }

    private func receipt(for incoming: Incoming, _ reply: Reply, _ transaction: Transaction) -> Receipt {
        Receipt(
            event: .init(
                source: incoming.envelope.source, id: incoming.envelope.id, type: incoming.envelope.type),
            outcome: reply.outcome, reasons: ReceiptLimits.bounded(reply.reasons),
            warnings: ReceiptLimits.bounded(reply.warnings), handle: reply.handle,
            decidedAt: reply.decidedBefore ?? transaction.now)
    }
}
