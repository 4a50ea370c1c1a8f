import Foundation
import GRDB
import Kafka
import Logging
import Models
import ServiceLifecycle

/// What makes a service: its tables, and what it does with events, commands and timers.
public struct ServiceDefinition: Sendable {
    /// Which service it is.
    public let name: ServiceName
    let migrations: @Sendable (inout DatabaseMigrator) -> Void
    let handlers: [Handler]
    let commands: [CommandHandler]
    let timers: [TimerHandler]
    let states: [Topic]

    /// A service with these tables and handlers. Migrations are named and only ever added to.
    ///
    /// - Parameter states: the state topics that it writes itself.
    public init(
        name: ServiceName, migrations: @Sendable @escaping (inout DatabaseMigrator) -> Void, handlers: [Handler],
        commands: [CommandHandler] = [], timers: [TimerHandler] = [],
        states: [Topic] = []
    ) {
        self.name = name
        self.migrations = migrations
        self.handlers = handlers
        self.commands = commands
        self.timers = timers
        self.states = states
    }
}

/// Where a service finds Kafka and its store.
public struct PipelineSettings: Sendable {
    /// What stands before every topic's name, with its dot: `kim.`.
    public var topicPrefix: String
    /// The folder of the stores.
    public var storeDirectory: String
    /// Kafka's own settings, the bootstrap servers first.
    public var kafka: KafkaSettings

    /// Settings for one deployment.
    public init(topicPrefix: String, storeDirectory: String, kafka: KafkaSettings) {
        self.topicPrefix = topicPrefix
        self.storeDirectory = storeDirectory
        self.kafka = kafka
    }
}

/// A service's message path with its store, ready to run.
public struct Pipeline: Sendable {
    /// The way to change state and to read it.
    public let entry: TransactionalEntry
    /// What health checks see.
    public let status: PathStatus
    /// The messages that were set aside, for operations.
    public var deadLetters: DeadLetterAccess { DeadLetterAccess(entry: entry) }
    /// The message path, for decisions of operations.
    public let path: MessagePath
    /// What runs, in the order of dependency: started in this order, stopped in the reverse.
    public let services: [any Service]

    /// Opens the store and prepares everything; nothing runs yet.
    ///
    /// - Parameters:
    ///   - keys: the service's own, which seal what the path keeps.
    ///   - start: runs once, when the store is known to be whole, before messages and commands.
    /// - Throws: ``StoreError``, GRDB's error of a migration.
    public init(
        _ definition: ServiceDefinition, settings: PipelineSettings, keys: ServiceKeys, logger: Logger,
        clock: @Sendable @escaping () -> Date = { Date() },
        start: @Sendable @escaping (TransactionalEntry) async throws -> Void = { _ in }
    ) throws {
        #if DEBUG
            let crash = try CrashPoints(of: ProcessInfo.processInfo.environment)
        #else
            let crash = CrashPoints.none
        #endif
        let store = try Store(directory: settings.storeDirectory, service: definition.name.rawValue) { migrator in
            crash.at(.storeOpened)
            definition.migrations(&migrator)
        }
        crash.at(.storeMigrated)
        let inputs = Inputs(handlers: definition.handlers, timers: definition.timers, prefix: settings.topicPrefix)
        let operation = DeadLetterDecisions(inputs: inputs, logger: logger).commands + [OutboxCommands.resend]
        entry = TransactionalEntry(
            store: store, service: definition.name, keys: keys, commands: definition.commands + operation,
            clock: clock, meters: PipelineMeters(), crash: crash)
        status = PathStatus()
        path = try MessagePath(
            entry: entry, inputs: inputs, settings: settings, status: status, logger: logger,
            states: definition.states, start: start)
        services = [
            RetentionLoop(entry: entry, logger: logger),
            Relay(
                entry: entry, settings: settings.kafka, prefix: settings.topicPrefix, status: status, logger: logger),
            path,
        ]
    }
}
