import Foundation
import GRDB
import InMemoryLogging
import Kafka
import Logging
import Models
import ServiceLifecycle
import TestSupport
import Testing

@testable import Pipeline

/// What an invented service says and hears: a counter that a note raises.
struct Note: EventBody, Equatable {
    static let eventType = "de.kim.test.note.v1"
    var text: String
    var number: Int
}

/// The state of an invented aggregate.
struct Tally: StateBody, Equatable {
    static let eventType = "de.kim.test.tally.v1"
    var version: Int
    var changes: [String] = []
    var sum: Int
}

enum TestTopics {
    static let notes = Topic("test.notes.v1", .directed)
    static let open = Topic("test.open.v1", .publicWayIn)
    static let tallies = Topic("test.tallies.v1", .state)
    static let answers = Topic("test.answers.v1", .outward)
    static let others = Topic("test.others.v1", .outward)
    static let small = Topic("test.small.v1", .outward, maximumBytes: 5000)
}

/// A command that emits notes, and stumbles over the word that says so.
struct Saying: Codable, Sendable {
    var text = ""
    var numbers = [0]
    var topic = "answers"
    var key = "k"

    static let topics = ["answers": TestTopics.answers, "others": TestTopics.others, "small": TestTopics.small]

    static let command = CommandHandler.command("say", Saying.self) { saying, transaction in
        let ids = try saying.emit(transaction)
        if saying.text == "bug" { throw HandlerBug() }
        return ids
    }

    func emit(_ transaction: Transaction) throws -> [String] {
        let topic = Saying.topics[topic] ?? TestTopics.answers
        return try numbers.map { try transaction.emit(Note(text: text, number: $0), to: topic, key: key) }
    }
}

struct HandlerBug: Error {}

/// A service of its own on a mock cluster, with a store that survives it.
actor PipelineRig {
    let cluster: MockCluster
    let directory: TemporaryDirectory
    private(set) var pipeline: Pipeline
    private let definition: ServiceDefinition
    private let keys: ServiceKeys
    private let properties: [String: String]
    private let logs = InMemoryLogHandler()
    private var group: ServiceGroup?
    private var running: Task<Void, any Error>?
    private var ended: Result<Void, any Error>?

    init(
        handlers: [Handler], commands: [CommandHandler] = [], timers: [TimerHandler] = [], partitions: Int = 1,
        on kept: TemporaryDirectory? = nil, properties: [String: String] = [:],
        clock: @Sendable @escaping () -> Date = { Date() }
    ) async throws {
        cluster = try MockCluster()
        let topics = [TestTopics.notes, TestTopics.open, TestTopics.tallies, TestTopics.answers, TestTopics.others]
        for topic in topics + [Topics.deadLetters(of: .statistics), Topics.journal(of: .statistics)] {
            try await cluster.createTopic("t." + topic.name, partitions: partitions)
        }
        directory = try kept ?? TemporaryDirectory()
        self.properties = properties
        keys = try ServiceKeys.fresh(for: .statistics)
        definition = ServiceDefinition(
            name: .statistics,
            migrations: { migrator in
                migrator.registerMigration("test") { database in
                    try database.execute(sql: "CREATE TABLE heard (text TEXT NOT NULL, number INTEGER NOT NULL) STRICT")
                }
            }, handlers: handlers, commands: [Saying.command] + commands, timers: timers, states: [TestTopics.tallies])
        let logs = self.logs
        pipeline = try Pipeline(
            definition, settings: PipelineRig.settings(cluster, directory, properties),
            keys: keys, logger: Logger(label: "test") { _ in logs }, clock: clock)
    }

    private static func settings(
        _ cluster: MockCluster, _ directory: TemporaryDirectory, _ properties: [String: String]
    ) throws -> PipelineSettings {
        PipelineSettings(
            topicPrefix: "t.", storeDirectory: directory.path, kafka: try kafka(cluster, properties))
    }

    static func kafka(_ cluster: MockCluster, _ properties: [String: String] = [:]) throws -> KafkaSettings {
        try KafkaSettings(
            bootstrapServers: cluster.bootstrapServers, clientID: "test", groupID: "kim-test",
            properties: properties.merging(["fetch.wait.max.ms": "10"]) { own, _ in own })
    }

    private nonisolated var logger: Logger { Logger(label: "test") { [logs] _ in logs } }

    /// Whether the service has said this to operations.
    nonisolated func hasLogged(_ words: String) -> Bool {
        logs.entries.contains { $0.message.description.contains(words) }
    }

    /// What operations see now.
    var view: PathStatus.View { pipeline.status.current }

    func start() {
        let group = ServiceGroup(
            configuration: .init(
                services: pipeline.services.map { .init(service: $0) }, logger: .silent))
        self.group = group
        ended = nil
        running = Task {
            do {
                try await group.run()
                ended = .success(())
            } catch {
                ended = .failure(error)
                throw error
            }
        }
    }

    /// Stops the way SIGTERM does and returns what the message path ended with.
    func stop() async throws {
        await group?.triggerGracefulShutdown()
        defer { running = nil }
        try await running?.value
    }

    /// Gives the store up, so that another rig may work on it.
    func close() throws {
        try pipeline.entry.store.close()
    }

    /// Waits until the service ends of itself; returns with what. Where it does not in time, it is stopped.
    func end() async -> (any Error)? {
        let endsInTime = await eventually { ended != nil }
        if !endsInTime { try? await stop() }
        guard case .failure(let error) = ended else { return nil }
        return error
    }

    /// Copies the store, which nobody has open.
    func backup() throws -> TemporaryDirectory {
        let copy = try TemporaryDirectory()
        for file in try FileManager.default.contentsOfDirectory(atPath: directory.path) {
            try FileManager.default.copyItem(atPath: "\(directory.path)/\(file)", toPath: "\(copy.path)/\(file)")
        }
        return copy
    }

    /// Loses the store, which nobody has open; what comes back is a backup, or nothing.
    func lose(backup: TemporaryDirectory? = nil) throws {
        for file in try FileManager.default.contentsOfDirectory(atPath: directory.path) {
            try FileManager.default.removeItem(atPath: "\(directory.path)/\(file)")
        }
        for file in try backup.map({ try FileManager.default.contentsOfDirectory(atPath: $0.path) }) ?? [] {
            try FileManager.default.copyItem(
                atPath: "\(backup?.path ?? "")/\(file)", toPath: "\(directory.path)/\(file)")
        }
    }

    /// A new process on the same store.
    ///
    /// - Parameter crash: runs on the closed store, which then looks as after a process that died.
    func restart(
        after crash: (@Sendable (Database) throws -> Void)? = nil, clock: @Sendable @escaping () -> Date = { Date() }
    ) async throws {
        try pipeline.entry.store.close()
        if let crash {
            let closed = try DatabaseQueue(path: directory.path + "/statistics.sqlite")
            try await closed.write { database in
                try database.execute(sql: "UPDATE process SET isRunning = 1")
                try crash(database)
            }
            try closed.close()
        }
        pipeline = try Pipeline(
            definition, settings: PipelineRig.settings(cluster, directory, properties), keys: keys, logger: logger,
            clock: clock)
        start()
    }

    func publish(_ records: [ProducedRecord]) async throws {
        let producer = try Producer(settings: PipelineRig.kafka(cluster))
        let results = await producer.send(records)
        await producer.close(deadline: .seconds(1))
        for result in results { _ = try result.get() }
    }

    func heard() async throws -> [Note] {
        try await pipeline.entry.store.read { database in
            try Row.fetchAll(database, sql: "SELECT text, number FROM heard ORDER BY rowid").map {
                Note(text: $0["text"], number: $0["number"])
            }
        }
    }

    func number(_ sql: String) async throws -> Int {
        try await pipeline.entry.store.read { try Int.fetchOne($0, sql: sql) ?? 0 }
    }

    /// Everything a topic holds, read by a consumer of its own.
    func records(of topic: Topic, atLeast count: Int) async throws -> [ConsumedRecord] {
        let consumer = try Consumer(settings: PipelineRig.kafka(cluster))
        try await consumer.assign([TopicPartition(topic: "t." + topic.name, partition: 0): .beginning])
        var found: [ConsumedRecord] = []
        await eventually {
            found += (try? await consumer.poll(max: 1000, timeout: .milliseconds(50))) ?? []
            return found.count >= count
        }
        found += try await consumer.poll(max: 1000, timeout: .milliseconds(100))
        await consumer.close(deadline: .seconds(1))
        return found
    }
}

extension Logger {
    static var silent: Logger { Logger(label: "test") { _ in SwiftLogNoOpLogHandler() } }
}

/// A record as another service would publish it.
func record<Body: EventBody>(
    _ body: Body?, id: String, to topic: Topic, key: String, source: String = "tag:kim.example,2026:test"
) throws -> ProducedRecord {
    let envelope = Envelope(
        id: id, source: source, type: Body.eventType, subject: key,
        data: try body.map { try JSONEncoder().encode($0) })
    return ProducedRecord(
        topic: "t." + topic.name, key: Data(key.utf8), value: envelope.data,
        headers: envelope.headers.map { KafkaHeader(name: $0.name, value: $0.value) })
}

/// Notes what it hears, answers it, and stumbles over the word that says so.
let listening = Handler.directed(TestTopics.notes, Note.self) { event, transaction in
    try transaction.database.execute(
        sql: "INSERT INTO heard (text, number) VALUES (?, ?)", arguments: [event.body.text, event.body.number])
    if event.body.text == "bug" { throw HandlerBug() }
    try transaction.emit(event.body, to: TestTopics.answers, key: event.key ?? "none")
}
