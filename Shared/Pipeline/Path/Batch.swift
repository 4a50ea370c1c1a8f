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
    }

    /// Handles records and moves the positions on. Throws only what fails the whole batch.
    static func handle(
        _ records: [ConsumedRecord], from before: [TopicPartition: Position], inputs: Inputs,
        scope: TransactionalEntry.Scope, logger: Logger
    ) throws -> Result {
        var result = Result()
        var last: [TopicPartition: ConsumedRecord] = [:]
        for record in records {
            guard let topic = inputs.topic(named: record.topicPartition.topic) else { continue }
            result.outcomes.append(try handle(record, of: topic, inputs: inputs, scope: scope, logger: logger))
            result.consumed[topic.name, default: 0] += 1
            last[record.topicPartition] = record
        }
        result.positions = last.mapValues(Position.init(behind:))
        for (partition, position) in result.positions {
            try Positions.advance(partition, from: before[partition], to: position, in: scope.database)
        }
        return result
    }

    private static func handle(
        _ record: ConsumedRecord, of topic: Topic, inputs: Inputs, scope: TransactionalEntry.Scope, logger: Logger
    ) throws -> Outcome {
        // A public topic's types are others' words: as labels they would be without bound.
        var type = topic.kind == .publicWayIn ? topic.name : "unreadable"
        do {
            let envelope = try Envelope.read(
                headers: record.headers.map { (name: $0.name, value: $0.value) }, body: record.value)
            guard let handler = inputs.handler(for: envelope.type, on: record.topicPartition.topic) else {
                guard topic.kind == .state else { throw MessageFault(cause: .unknownEventType) }
                return Outcome(type: "other", outcome: .ignored)
            }
            type = handler.eventType ?? type
            let cause = Cause(source: envelope.source, id: envelope.id, traceParent: envelope.traceParent)
            try scope.database.inSavepoint {
                let transaction = scope.transaction(because: cause, at: record.timestamp)
                try handler.run(envelope, RecordKey.text(record.key), transaction)
                return .commit
            }
            return Outcome(type: type, outcome: .handled)
        } catch {
            guard case .deadLetter(let cause, let detail) = FailurePolicy.action(for: error) else { throw error }
            try DeadLetters.add(
                record, from: topic, cause: cause, detail: detail, service: scope.service, at: record.timestamp,
                in: scope.database)
            logger.warning(
                "dead letter",
                metadata: [
                    "topic": .string(topic.name), "partition": "\(record.topicPartition.partition)",
                    "offset": "\(record.offset)", "cause": .string(cause.rawValue), "detail": .string(detail),
                ])
            return Outcome(type: type, outcome: .deadLetter, cause: cause)
        }
    }

    /// How many timers fire in one transaction.
    static let timerLimit = 500

    /// Fires the timers that are due at an instant; returns how many. One that fails is logged and set again, since
    /// nobody but us is at fault and nothing may be lost.
    static func fire(
        _ handlers: [String: TimerHandler], dueAt instant: Date, scope: TransactionalEntry.Scope, logger: Logger
    ) throws -> Int {
        let due = try Timers.takeDue(at: instant, limit: timerLimit, in: scope.database)
        for timer in due {
            guard let handler = handlers[timer.name] else { continue }
            let cause = Cause(
                source: "timer", id: "\(timer.name) \(timer.subject) \(Instant.text(timer.at))", traceParent: nil)
            do {
                try scope.database.inSavepoint {
                    try handler.run(timer.subject, scope.transaction(because: cause, at: timer.at))
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
        return due.count
    }
}
