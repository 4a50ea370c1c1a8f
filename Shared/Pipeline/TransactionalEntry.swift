import Foundation
import GRDB
import Kafka
import Models

/// The one way to change a service's state or to emit an event, for messages, commands and timers alike.
public struct TransactionalEntry: Sendable {
    /// The store, for reading.
    public let store: Store
    /// Whether the store is known to be whole: before that it may hold what was erased since.
    public var isReady: Bool { gate.isOpen }
    /// The time now, as the process tells it.
    public var now: Date { clock() }
    let service: ServiceName
    let keys: ServiceKeys
    let commands: Commands
    let clock: @Sendable () -> Date
    let marks = SentMarks()
    let outboxGrew = Signal()
    let recalled = RecalledDraws()
    let gate = Gate()
    let meters: PipelineMeters
    let crash: CrashPoints

    init(
        store: Store, service: ServiceName, keys: ServiceKeys, commands: [CommandHandler],
        clock: @Sendable @escaping () -> Date, meters: PipelineMeters, crash: CrashPoints = .none
    ) {
        self.store = store
        self.service = service
        self.keys = keys
        self.commands = Commands(commands)
        self.clock = clock
        self.meters = meters
        self.crash = crash
    }

    /// One SQLite transaction, committed with FULL before it returns; then the relay is woken.
    ///
    /// - Parameter instant: when it is performed; now where absent. A restore performs at the time that it was then.
    func write<Value: Sendable>(
        at instant: Date? = nil, _ work: @Sendable @escaping (Scope) throws -> Value
    ) async throws -> Value {
        let taken = marks.takeAll()
        let started = ContinuousClock.now
        do {
            let value = try await store.write { [service, keys, recalled, clock, crash] database in
                try Outbox.mark(taken, in: database)
                return try work(
                    Scope(
                        database: database, service: service, keys: keys, recalled: recalled,
                        performedAt: instant ?? clock(), crash: crash))
            }
            marks.settle(taken)
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
        let recalled: RecalledDraws
        let performedAt: Date
        let crash: CrashPoints
        /// How far the batch is that the transaction handles, the message in hand included.
        var inHand: [TopicPartition: Int64] = [:]

        func transaction(because cause: Cause, at now: Date) -> Transaction {
            Transaction(scope: self, now: now, cause: cause)
        }
    }

    /// Performs a command and takes everything back: the answer is what ``perform(_:)`` would give now, nothing is kept
    /// and nothing published.
    ///
    /// - Throws: as ``perform(_:)``.
    public func rehearse<Answer: Decodable & Sendable>(_ command: Command) async throws -> Answer {
        guard gate.isOpen else { throw NotReady() }
        let answer = try await write { [commands] scope in
            var answer = Data()
            try scope.database.inSavepoint {
                answer = try commands.perform(command, scope)
                return .rollback
            }
            return answer
        }
        return try JSONDecoder().decode(Answer.self, from: answer)
    }

    /// Performs a command once: the same id with the same content gets the first answer again. Who asked, and who was
    /// refused, is written down where it is about an aggregate.
    ///
    /// - Throws: ``NotReady`` before the store is known to be whole; ``IdempotencyConflict`` for the same id with other
    ///   content, ``UnknownCommand``; what its handler throws, with nothing changed.
    public func perform<Answer: Decodable & Sendable>(_ command: Command) async throws -> Answer {
        guard gate.isOpen else { throw NotReady() }
        crash.at(.commandBefore)
        let answer: Data
        do {
            answer = try await write { [commands] scope in
                let answer = try commands.perform(command, scope)
                scope.crash.at(.commandUncommitted)
                return answer
            }
        } catch {
            try await noteRefusal(of: command, because: error)
            throw error
        }
        crash.at(.commandCommitted)
        return try JSONDecoder().decode(Answer.self, from: answer)
    }
}
