import Foundation
import GRDB
import Kafka
import Logging
import Models

/// Messages or timers inside one transaction, each in a savepoint of its own: what fails alone is taken back alone.
enum Batch {
    struct Outcome: Sendable {
        let type: String
        let outcome: PipelineMeters.Outcome
        var cause: FailureCause?
    }

    struct Result: Sendable {
        var positions: [TopicPartition: Position] = [:]
        var outcomes: [Outcome] = []
        var consumed: [String: Int] = [:]

        mutating func add(_ later: Result) {
            positions.merge(later.positions) { $1 }
            outcomes += later.outcomes
            consumed.merge(later.consumed, uniquingKeysWith: +)
        }
    }

    /// Handles records and moves the positions on. Throws only what fails the whole batch.
    ///
    /// - Parameter haveCrashed: the records ended the process too often to be handled once more; they are set aside.
    static func handle(
        _ records: [ConsumedRecord], haveCrashed: Bool = false, from before: [TopicPartition: Position],
        inputs: Inputs, scope: TransactionalEntry.Scope, logger: Logger
    ) throws -> Result {
        var result = Result()
        var last: [TopicPartition: ConsumedRecord] = [:]
        var scope = scope
        for record in records {
            guard let topic = inputs.topic(named: record.topicPartition.topic) else { continue }
            scope.inHand[record.topicPartition] = record.offset + 1
            let outcome =
                haveCrashed
                ? try setAside(record, from: topic, cause: .crashed, scope: scope, inputs: inputs, logger: logger)
                : try handle(record, of: topic, inputs: inputs, scope: scope, logger: logger)
            result.outcomes.append(outcome)
            result.consumed[topic.name, default: 0] += 1
            last[record.topicPartition] = record
        }
        scope.crash.at(.positionsBefore)
        result.positions = last.mapValues(Position.init(behind:))
        for (partition, position) in result.positions {
            try Positions.advance(partition, from: before[partition], to: position, in: scope.database)
            scope.crash.at(.positionsAfter)
        }
        scope.crash.at(.batchUncommitted)
        return result
    }

    /// Handles records in their order, up to the first that comes later than a timer which an earlier one set; returns
    /// how many were handled too.
    static func handleUntilTimer(
        _ records: [ConsumedRecord], from before: [TopicPartition: Position], inputs: Inputs,
        scope: TransactionalEntry.Scope, logger: Logger
    ) throws -> (result: Result, handled: Int) {
        var (result, handled) = (Result(), 0)
        for record in records {
            if let due = try Timers.earliest(in: scope.database), due < record.timestamp { break }
            let from = before.merging(result.positions) { $1 }
            result.add(try handle([record], from: from, inputs: inputs, scope: scope, logger: logger))
            handled += 1
        }
        return (result, handled)
    }

    private static func handle(
        _ record: ConsumedRecord, of topic: Topic, inputs: Inputs, scope: TransactionalEntry.Scope, logger: Logger
    ) throws -> Outcome {
        if topic.kind == .directed, let key = record.key,
            try DeadLetters.holds(key, of: record.topicPartition.topic, in: scope.database)
        {
            return try setAside(record, from: topic, cause: .held, scope: scope, inputs: inputs, logger: logger)
        }
        do { return try run(record, of: topic, inputs: inputs, scope: scope) } catch {
            guard case .deadLetter(let cause, let detail) = FailurePolicy.action(for: error) else { throw error }
            return try setAside(
                record, from: topic, cause: cause, detail: detail, scope: scope, inputs: inputs, logger: logger)
        }
    }

    /// Reads a message and calls its handler in a savepoint. Throws what stands against it, with nothing of it left.
    static func run(
        _ record: ConsumedRecord, of topic: Topic, inputs: Inputs, scope: TransactionalEntry.Scope
    ) throws -> Outcome {
        scope.crash.at(.messagePolled)
        let envelope = try Envelope.read(
            headers: record.headers.map { (name: $0.name, value: $0.value) }, body: record.value)
        guard let handler = inputs.handler(for: envelope.type, on: record.topicPartition.topic) else {
            guard topic.kind == .state else { throw MessageFault(cause: .unknownEventType) }
            return Outcome(type: "other", outcome: .ignored)
        }
        scope.crash.at(.messageDecoded)
        let cause = Cause(source: envelope.source, id: envelope.id, traceParent: envelope.traceParent)
        try scope.database.inSavepoint {
            let transaction = scope.transaction(because: cause, at: record.timestamp)
            scope.crash.at(.handlerBefore)
            try handler.run(envelope, RecordKey.text(record.key), transaction)
            scope.crash.at(.handlerAfter)
            return .commit
        }
        scope.crash.at(.messageHandled)
        return Outcome(type: handler.eventType ?? topic.name, outcome: .handled)
    }

    private static func setAside(
        _ record: ConsumedRecord, from topic: Topic, cause: FailureCause, detail: String = "",
        scope: TransactionalEntry.Scope, inputs: Inputs, logger: Logger
    ) throws -> Outcome {
        scope.crash.at(.deadLetterBefore)
        try DeadLetters.add(record, from: topic, cause: cause, detail: detail, scope: scope)
        scope.crash.at(.deadLetterAfter)
        logger.warning(
            "dead letter",
            metadata: [
                "topic": .string(topic.name), "partition": "\(record.topicPartition.partition)",
                "offset": "\(record.offset)", "cause": .string(cause.rawValue), "detail": .string(detail),
            ])
        return Outcome(type: label(of: record, on: topic, inputs), outcome: .deadLetter, cause: cause)
    }

    /// The type of a message as a label. A public topic's types are others' words: as labels they would be without
    /// bound.
    private static func label(of record: ConsumedRecord, on topic: Topic, _ inputs: Inputs) -> String {
        guard topic.kind != .publicWayIn else { return topic.name }
        let envelope = try? Envelope.read(
            headers: record.headers.map { (name: $0.name, value: $0.value) }, body: record.value)
        return envelope.flatMap { inputs.handler(for: $0.type, on: record.topicPartition.topic)?.eventType }
            ?? "unreadable"
    }

    /// How many timers fire in one transaction.
    static let timerLimit = 500

    /// Fires the timers that are due at an instant; returns how many. One that fails is logged and set again, since
    /// nobody but us is at fault and nothing may be lost.
    static func fire(
        _ handlers: [String: TimerHandler], dueAt instant: Date, scope: TransactionalEntry.Scope, logger: Logger
    ) throws -> Int {
        let due = try Timers.takeDue(at: instant, limit: timerLimit, in: scope.database)
        scope.crash.at(.timersTaken)
        for timer in due {
            guard let handler = handlers[timer.name] else { continue }
            let cause = Cause(
                source: "timer", id: "\(timer.name) \(timer.subject) \(Instant.text(timer.at))", traceParent: nil)
            do {
                try scope.database.inSavepoint {
                    try handler.run(timer.subject, scope.transaction(because: cause, at: timer.at))
                    scope.crash.at(.timerHandled)
                    return .commit
                }
            } catch {
                guard case .deadLetter(_, let detail) = FailurePolicy.action(for: error) else { throw error }
                logger.error("timer failed", metadata: ["timer": .string(timer.name), "detail": .string(detail)])
                try Timers.set(
                    timer.name, subject: timer.subject, due: scope.performedAt.addingTimeInterval(60),
                    in: scope.database)
            }
        }
        scope.crash.at(.timersUncommitted)
        return due.count
    }
}
