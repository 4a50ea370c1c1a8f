import Foundation
import GRDB
import Models

/// The one way to change a service's state or to emit an event, for messages, commands and timers alike.
public struct TransactionalEntry: Sendable {
    /// The store, for reading.
    public let store: Store
    let service: ServiceName
    let keys: ServiceKeys
    let clock: @Sendable () -> Date
    let marks = SentMarks()
    let outboxGrew = Signal()
    let meters: PipelineMeters

    init(
        store: Store, service: ServiceName, keys: ServiceKeys, clock: @Sendable @escaping () -> Date,
        meters: PipelineMeters
    ) {
        self.store = store
        self.service = service
        self.keys = keys
        self.clock = clock
        self.meters = meters
    }

    /// One SQLite transaction, committed with FULL before it returns; then the relay is woken.
    func write<Value: Sendable>(_ work: @Sendable @escaping (Scope) throws -> Value) async throws -> Value {
        let taken = marks.takeAll()
        let started = ContinuousClock.now
        do {
            let value = try await store.write { [service, keys, clock] database in
                try Outbox.mark(taken, in: database)
                return try work(Scope(database: database, service: service, keys: keys, performedAt: clock()))
            }
            meters.transaction.record(duration: ContinuousClock.now - started)
            outboxGrew.raise()
            return value
        } catch {
            marks.putBack(taken)
            throw error
        }
    }

    /// The open transaction, in which each message, command or timer gets a ``Transaction`` of its own.
    struct Scope {
        let database: Database
        let service: ServiceName
        let keys: ServiceKeys
        let performedAt: Date

        func transaction(because cause: Cause, at now: Date) -> Transaction {
            Transaction(database: database, now: now, performedAt: performedAt, service: service, cause: cause)
        }
    }

    /// Performs a command once: the same id with the same content gets the first answer again.
    ///
    /// - Throws: ``IdempotencyConflict`` for the same id with other content; what `work` throws, with nothing changed.
    public func perform<Answer: Codable & Sendable>(
        _ command: Command, _ work: @Sendable @escaping (Transaction) throws -> Answer
    ) async throws -> Answer {
        try await write { scope in
            if let known = try PerformedCommands.answer(to: command, in: scope.database) {
                return try JSONDecoder().decode(Answer.self, from: known)
            }
            let cause = Cause(source: "command", id: command.id, traceParent: command.traceParent)
            let answer = try work(scope.transaction(because: cause, at: command.instant))
            try PerformedCommands.remember(JSONEncoder().encode(answer), to: command, in: scope.database)
            return answer
        }
    }

    /// Takes in an event that came over HTTP instead of a topic: the ids it leads to are the same.
    public func accept<Answer: Sendable>(
        _ envelope: Envelope, _ work: @Sendable @escaping (Transaction) throws -> Answer
    ) async throws -> Answer {
        try await write { scope in
            let cause = Cause(source: envelope.source, id: envelope.id, traceParent: envelope.traceParent)
            return try work(scope.transaction(because: cause, at: scope.performedAt))
        }
    }
}
