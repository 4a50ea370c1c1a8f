#if DEBUG
import Foundation
import GRDB
import Kafka
import Logging
import Models
import Synchronization

@testable import Pipeline

/// A service's handlers, timers and commands on a store of its own, without Kafka: everything else is as in a process.
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

    /// The way to state, for reads and commands.
    public var entry: TransactionalEntry { pipeline.entry }
    private let pipeline: Pipeline
    private let directory: TemporaryDirectory
    private let inputs: Inputs
    private let state: Mutex<State>

    private struct State {
        var now: Date
        var offsets: [TopicPartition: Int64] = [:]
        var lastEmitted: Int64 = 0
    }

    /// Opens a store with the service's tables in a folder of its own.
    ///
    /// - Parameter now: the time of the clock until a delivery or a timer moves it on.
    public init(_ definition: ServiceDefinition, now: Date = Date(timeIntervalSince1970: 1_790_000_000)) throws {
        directory = try TemporaryDirectory()
        inputs = Inputs(handlers: definition.handlers, timers: definition.timers, prefix: "")
        let time = Mutex(now)
        clock = { time.withLock { $0 } }
        setClock = { instant in time.withLock { $0 = max($0, instant) } }
        state = Mutex(State(now: now))
        pipeline = try Pipeline(
            definition,
            settings: PipelineSettings(
                topicPrefix: "", storeDirectory: directory.path,
                kafka: try KafkaSettings(bootstrapServers: "localhost:1", clientID: "harness")),
            logger: ServiceHarness.silent, clock: clock)
    }
}
#endif
