// The harness looks into the pipeline, which only a debug build permits.
#if DEBUG
    import Foundation
    import GRDB
    import Kafka
    import Logging
    import Models
    import Synchronization

    @testable import Pipeline

    /// A service's handlers, timers and commands on a store of its own, without Kafka: all else is as in a process.
    public final class ServiceHarness: Sendable {
        /// What the service would publish.
        public struct Emitted: Sendable {
            /// The topic's name without prefix.
            public let topic: String
            /// The record's key.
            public let key: String
            /// The event; without data it is a tombstone.
            public let envelope: Envelope

            /// The event's body. Throws when it is of another form.
            public func body<Body: EventBody>(_ type: Body.Type) throws -> Body {
                try JSONDecoder().decode(type, from: envelope.data ?? Data())
            }
        }

        /// A message that was set aside.
        public struct DeadLetter: Sendable, Equatable {
            /// Why, in the words of the dead letters.
            public let cause: String
            /// What was looked at.
            public let detail: String
        }

        private struct State {
            var now: Date
            var positions: [TopicPartition: Position] = [:]
            var lastEmitted: Int64 = 0
            var deliveries = 0
        }

        /// The way to state, for reads and commands.
        public var entry: TransactionalEntry { pipeline.entry }
        /// The clock of the process: it stands still until a delivery or a timer moves it on.
        public let clock: @Sendable () -> Date
        private let pipeline: Pipeline
        private let directory: TemporaryDirectory
        private let inputs: Inputs
        private let state: StateBox

        private final class StateBox: Sendable {
            let value: Mutex<State>
            init(_ now: Date) { value = Mutex(State(now: now)) }
        }

        private static let logger = Logger(label: "harness") { _ in SwiftLogNoOpLogHandler() }

        /// Opens a store with the service's tables in a folder of its own.
        ///
        /// - Parameter keys: the service's own; fresh ones where none are given.
        public init(
            _ definition: ServiceDefinition, keys: ServiceKeys? = nil,
            now: Date = Date(timeIntervalSince1970: 1_790_000_000)
        ) throws {
            let state = StateBox(now)
            self.state = state
            clock = { state.value.withLock { $0.now } }
            directory = try TemporaryDirectory()
            inputs = Inputs(handlers: definition.handlers, timers: definition.timers, prefix: "")
            pipeline = try Pipeline(
                definition,
                settings: PipelineSettings(
                    topicPrefix: "", storeDirectory: directory.path,
                    kafka: try KafkaSettings(bootstrapServers: "localhost:1", clientID: "harness")),
                keys: keys ?? ServiceKeys.fresh(for: definition.name),
                logger: ServiceHarness.logger, clock: clock)
            pipeline.entry.gate.open()
        }

        // MARK: - Feeding

        /// Delivers an event the way the message path does: one record, one transaction.
        ///
        /// - Parameters:
        ///   - key: the record's key; the event's subject where absent.
        ///   - instant: the record's time, to which the clock moves on; the clock's where absent.
        /// - Throws: what fails the whole batch. A message that fails alone is in ``deadLetters()``.
        public func deliver(_ envelope: Envelope, on topic: Topic, key: String? = nil, at instant: Date? = nil)
            async throws
        {
            let key = (key ?? envelope.subject).map { Data($0.utf8) }
            let headers = envelope.headers.map { KafkaHeader(name: $0.name, value: $0.value) }
            try await deliver(headers: headers, value: envelope.data, on: topic, key: key, at: instant)
        }

        /// Delivers a body in an event of its own, as if another service had published it.
        ///
        /// - Parameters:
        ///   - body: `nil` delivers a tombstone.
        ///   - id: the event's id; a new one for every delivery where absent.
        public func deliver<Body: EventBody>(
            _ body: Body?, on topic: Topic, key: String, id: String? = nil,
            source: String = "tag:kim.example,2026:test", at instant: Date? = nil
        ) async throws {
            let number = state.value.withLock { state in
                state.deliveries += 1
                return state.deliveries
            }
            let envelope = Envelope(
                id: id ?? "delivery-\(number)", source: source, type: Body.eventType, subject: key,
                data: try body.map { try JSONEncoder().encode($0) })
            try await deliver(envelope, on: topic, key: key, at: instant)
        }

        /// Delivers a record as it came, which may be no event at all.
        public func deliver(
            headers: [KafkaHeader], value: Data?, on topic: Topic, key: Data?, at instant: Date? = nil
        ) async throws {
            let place = TopicPartition(topic: topic.name, partition: 0)
            let (before, time) = state.value.withLock { state in
                if let instant { state.now = max(state.now, instant) }
                return (state.positions[place], instant ?? state.now)
            }
            let record = ConsumedRecord(
                topicPartition: place, offset: before?.next ?? 0, timestamp: time, key: key, value: value,
                headers: headers)
            let result = try await entry.write { [inputs] scope in
                try Batch.handle(
                    [record], from: before.map { [place: $0] } ?? [:], inputs: inputs, scope: scope,
                    logger: ServiceHarness.logger)
            }
            state.value.withLock { $0.positions.merge(result.positions) { $1 } }
        }

        /// Moves the clock on to an instant and fires the timers that are due by then, in the order of their instants;
        /// returns how many.
        @discardableResult
        public func fireTimers(at instant: Date) async throws -> Int {
            state.value.withLock { $0.now = max($0.now, instant) }
            return try await entry.write { [inputs] scope in
                try Batch.fire(inputs.timers, dueAt: instant, scope: scope, logger: ServiceHarness.logger)
            }
        }

        /// Changes the store as no service would, to set a test's scene.
        public func alter(_ change: @Sendable @escaping (Database) throws -> Void) async throws {
            try await entry.write { try change($0.database) }
        }

        // MARK: - Looking

        /// What was put into the outbox since the last call, in order; the journal aside.
        public func emitted() async throws -> [Emitted] {
            let after = state.value.withLock { $0.lastEmitted }
            let journal = Topics.journal(of: entry.service).name
            let (last, emitted) = try await entry.store.read { database in
                let rows = try Outbox.pending(after: after, rows: 100_000, bytes: .max, without: [], in: database)
                return (rows.last?.seq ?? after, try rows.filter { $0.topic != journal }.map(ServiceHarness.decode))
            }
            state.value.withLock { $0.lastEmitted = last }
            return emitted
        }

        /// What was put into the outbox of one topic since the last call, which forgets the other topics' events too.
        public func emitted(on topic: Topic) async throws -> [Emitted] {
            try await emitted().filter { $0.topic == topic.name }
        }

        private static func decode(_ row: Outbox.Row) throws -> Emitted {
            let envelope = try Envelope.read(headers: Headers.decode(row.headers), body: row.payload)
            return Emitted(topic: row.topic, key: row.key, envelope: envelope)
        }

        /// The messages that were set aside so far.
        public func deadLetters() async throws -> [DeadLetter] {
            try await entry.store.read { database in
                try Row.fetchAll(database, sql: "SELECT cause, detail FROM deadLetter ORDER BY seq").map {
                    DeadLetter(cause: $0["cause"], detail: $0["detail"])
                }
            }
        }
    }
#endif
