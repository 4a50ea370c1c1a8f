import Foundation
import GRDB
import Kafka
import Logging
import Models
import TestSupport
import Testing

@testable import Pipeline

/// The rows that one round added, and the tables that are looked at as a whole.
struct RoundState: Sendable {
    var added: [String: [[DatabaseValue]]] = [:]
    var whole: [String: [[DatabaseValue]]] = [:]

    func differences(from other: RoundState) -> [String] {
        let tables = Set(added.keys).union(other.added.keys).filter { added[$0] != other.added[$0] }
        return (tables + Set(whole.keys).union(other.whole.keys).filter { whole[$0] != other.whole[$0] }).sorted()
    }
}

/// The same rounds on a disk without faults: what the end must be. Shared, and one round after the other.
actor Undisturbed {
    static let shared = Undisturbed()
    private var disk: FaultyStore?
    private var states: [RoundState] = []
    private var last: Task<RoundState, any Error>?

    func state(after round: Int) async throws -> RoundState {
        let next = Task { [last] in
            _ = await last?.result
            return try await advance(to: round)
        }
        last = next
        return try await next.value
    }

    private func advance(to round: Int) async throws -> RoundState {
        let disk: FaultyStore
        if let known = self.disk { disk = known } else { disk = try await FaultyStore() }
        self.disk = disk
        while states.count < round {
            let next = states.count + 1
            let failed = try await disk.handle(next)
            #expect(failed == 0)
            states.append(try await disk.state(of: next))
        }
        return states[round - 1]
    }
}

/// A service's store on a disk that fails at will, worked on in rounds: a batch, a command, the timers, a look.
actor FaultyStore {
    static let perRound = 20
    nonisolated let faults: FaultyFileSystem
    private let directory: TemporaryDirectory
    private let keys: ServiceKeys
    private var entry: TransactionalEntry
    private var positions: [TopicPartition: Position] = [:]
    private var starts: [Int: Int64] = [:]
    private var failures = 0

    init(directory: TemporaryDirectory, faults: FaultyFileSystem, store: Store) async throws {
        self.directory = directory
        self.faults = faults
        keys = try .fresh(for: .statistics)
        entry = FaultyStore.entry(store, keys)
        try await settle()
    }

    init() async throws {
        let directory = try TemporaryDirectory()
        let faults = try FaultyFileSystem(folder: directory.path)
        try await self.init(directory: directory, faults: faults, store: FaultyStore.open(directory))
    }

    static func open(_ directory: TemporaryDirectory) throws -> Store {
        try Store(directory: directory.path, service: "test") { migrator in
            migrator.registerMigration("test") { database in
                try database.execute(
                    sql: """
                        CREATE TABLE heard (text TEXT NOT NULL, number INTEGER NOT NULL) STRICT;
                        CREATE TABLE wide (id INTEGER PRIMARY KEY, version INTEGER NOT NULL, filler BLOB) STRICT;
                        WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 19)
                        INSERT INTO wide SELECT i, 0, zeroblob(3000) FROM n;
                        """)
            }
        }
    }

    private static let clock = Date(timeIntervalSince1970: 1_790_000_000)

    private static func entry(_ store: Store, _ keys: ServiceKeys) -> TransactionalEntry {
        let entry = TransactionalEntry(
            store: store, service: .statistics, keys: keys, commands: [roundCommand], clock: { clock },
            meters: PipelineMeters())
        entry.gate.open()
        return entry
    }

    /// A cache so small that pages reach the disk in the middle of a transaction, and a checkpoint after each.
    private func settle() async throws {
        try await entry.write { scope in
            try scope.database.execute(sql: "PRAGMA cache_size = 24; PRAGMA wal_autocheckpoint = 1")
        }
    }

    func reopen() async throws {
        try entry.store.close()
        entry = FaultyStore.entry(try FaultyStore.open(directory), keys)
        try await settle()
        let seen = try await entry.store.read(Positions.all)
        #expect(seen == positions)
    }

    // MARK: - Work

    private static let roundCommand = CommandHandler.command("round", Int.self) { round, transaction in
        try transaction.emit(Note(text: "", number: round), to: TestTopics.others, key: "k")
    }

    private static let inputs = Inputs(
        handlers: [
            .directed(TestTopics.notes, Note.self) { event, transaction in
                let (number, text) = (event.body.number, event.body.text)
                try transaction.database.execute(
                    sql: "INSERT INTO heard (text, number) VALUES (?, ?)", arguments: [text, number])
                try transaction.emit(event.body, to: TestTopics.answers, key: event.key ?? "none")
                if text == "bug" {
                    // So much that SQLite would keep what is to be taken back in a temporary file.
                    try transaction.database.execute(sql: "UPDATE wide SET version = -1")
                    throw HandlerBug()
                }
                try transaction.database.execute(
                    sql: "UPDATE wide SET version = version + 1 WHERE id = ?", arguments: [number % 20])
                guard number.isMultiple(of: 5) else { return }
                try transaction.schedule("remind", for: "s\(number)", at: transaction.now)
            }
        ],
        timers: [
            TimerHandler("remind") { subject, transaction in
                try transaction.emit(Note(text: subject, number: 0), to: TestTopics.others, key: subject)
            }
        ], prefix: "t.")

    /// Twenty messages, of which one fails and one comes a second time.
    private static func records(of round: Int) -> [ConsumedRecord] {
        (0..<perRound).map { place in
            let number = round * perRound + (place == 13 ? 12 : place)
            let isBroken = place == 7
            // Messages with the key of one that fails would be held.
            let (key, text) =
                isBroken ? ("broken\(round)", "bug") : ("k\(place % 3)", String(repeating: "Text ", count: 20))
            let envelope = Envelope(
                id: id(number), source: "tag:kim.example,2026:test", type: Note.eventType, subject: key,
                data: Data(#"{"text":"\#(text)","number":\#(number)}"#.utf8))
            return ConsumedRecord(
                topicPartition: TopicPartition(topic: "t." + TestTopics.notes.name, partition: 0),
                offset: Int64(round * perRound + place), timestamp: clock, key: Data(key.utf8), value: envelope.data,
                headers: envelope.headers.map { KafkaHeader(name: $0.name, value: $0.value) })
        }
    }

    /// Ids in whose order the rounds follow each other.
    private static func id(_ number: Int) -> String { "id-\(100_000 + number)" }

    /// Works one round off, repeating what the store's faults undo as the message path and a client do.
    ///
    /// - Parameters:
    ///   - arm: sets the fault.
    ///   - afterFailure: runs after each failure, with their number so far.
    /// - Returns: how often the store failed. Throws what is not the store's fault.
    @discardableResult
    func handle(
        _ round: Int, arm: @Sendable () -> Void = {},
        afterFailure: @Sendable (Int) async throws -> Void = { _ in }
    ) async throws -> Int {
        let records = FaultyStore.records(of: round)
        let (entry, before, faults) = (self.entry, self.positions, self.faults)
        let (seq, unsent) = try await entry.store.read { database in
            (
                try Int64.fetchOne(database, sql: "SELECT MAX(seq) FROM outbox") ?? 0,
                try Int64.fetchAll(database, sql: "SELECT seq FROM outbox WHERE sentAt IS NULL ORDER BY seq")
            )
        }
        starts[round] = seq
        entry.marks.add(
            unsent.enumerated().map {
                Outbox.Mark(
                    seq: $0.element, topic: TestTopics.answers.name, partition: 0, offset: Int64($0.offset), sentAt: FaultyStore.clock)
            })
        let command = try Command(
            "round", round, id: FaultyStore.id(round), actor: "test", instant: FaultyStore.clock)
        failures = 0
        arm()
        let batch = try await insist(afterFailure) {
            try await entry.write { scope in
                try faults.claimingTemporaryFiles {
                    try Batch.handle(
                        records, from: before, inputs: FaultyStore.inputs, scope: scope, logger: .silent)
                }
            }
        }
        positions.merge(batch.positions) { $1 }
        let _: String = try await insist(afterFailure) { try await entry.perform(command) }
        let fired = try await insist(afterFailure) {
            try await entry.write { scope in
                try Batch.fire(
                    FaultyStore.inputs.timers, dueAt: FaultyStore.clock, scope: scope, logger: .silent)
            }
        }
        #expect(fired > 0)
        let seen = try await insist(afterFailure) { try await entry.store.read(Positions.all) }
        #expect(seen == positions)
        return failures
    }

    private func insist<Value: Sendable>(
        _ afterFailure: @Sendable (Int) async throws -> Void, _ work: @Sendable () async throws -> Value
    ) async throws -> Value {
        while true {
            do { return try await work() } catch {
                guard FailurePolicy.action(for: error) == .retryBatch, failures < 20 else { throw error }
                failures += 1
                try await afterFailure(failures)
            }
        }
    }

    // MARK: - Looking

    private static let added = [
        "heard": "SELECT text, number FROM heard ORDER BY rowid",
        "inbox": "SELECT source, id, receivedAt FROM inbox ORDER BY id",
        "outbox": "SELECT topic, key, headers, payload, createdAt "
            + "FROM (SELECT * FROM outbox WHERE topic <> 'statistics.journal.v1') ORDER BY seq",
        "deadLetter": "SELECT id, topic, partition, offset, heldKey, cause, detail FROM deadLetter ORDER BY seq",
        "command": "SELECT id, digest, answer, performedAt FROM command ORDER BY id",
    ]

    private static let whole = [
        "position": "SELECT * FROM position",
        "timer": "SELECT name, subject, dueAt FROM timer ORDER BY subject",
        "wide": "SELECT id, version FROM wide ORDER BY id",
        "sent": "SELECT COUNT(*) FROM outbox WHERE sentAt IS NOT NULL",
    ]

    private static func state(_ queries: [(String, String, StatementArguments)], _ database: Database) throws
        -> RoundState
    {
        var state = RoundState()
        for (table, sql, arguments) in queries {
            let rows = try Row.fetchAll(database, sql: sql, arguments: arguments)
            state.added[table] = rows.map { Array($0.databaseValues) }
        }
        for (table, sql) in whole {
            state.whole[table] = try Row.fetchAll(database, sql: sql).map { Array($0.databaseValues) }
        }
        return state
    }

    /// What the round added, and the rest as it is.
    func state(of round: Int) async throws -> RoundState {
        let numbers = round * FaultyStore.perRound..<(round + 1) * FaultyStore.perRound
        let ids = FaultyStore.id(numbers.lowerBound)..<FaultyStore.id(numbers.upperBound)
        let limits: [String: (column: String, from: any DatabaseValueConvertible, to: any DatabaseValueConvertible)] = [
            "heard": ("number", numbers.lowerBound, numbers.upperBound),
            "inbox": ("id", ids.lowerBound, ids.upperBound),
            "outbox": ("seq", (starts[round] ?? 0) + 1, (starts[round + 1] ?? .max - 1) + 1),
            "deadLetter": ("offset", numbers.lowerBound, numbers.upperBound),
            "command": ("id", FaultyStore.id(round), FaultyStore.id(round + 1)),
        ]
        let queries = FaultyStore.added.map { table, sql in
            let limit = limits[table]
            let column = limit?.column ?? ""
            return (
                table, sql.replacing(" ORDER", with: " WHERE \(column) >= ?1 AND \(column) < ?2 ORDER"),
                StatementArguments([limit?.from, limit?.to])
            )
        }
        return try await entry.store.read { try FaultyStore.state(queries, $0) }
    }

    /// Compares the whole store with what the rounds were expected to leave, and looks for damage.
    func verify(_ expected: [RoundState]) async throws {
        let queries = FaultyStore.added.map { ($0.key, $0.value, StatementArguments()) }
        let (found, damage) = try await entry.store.read { database in
            (try FaultyStore.state(queries, database), try String.fetchAll(database, sql: "PRAGMA integrity_check"))
        }
        var all = RoundState(whole: expected.last?.whole ?? [:])
        for (table, _) in FaultyStore.added { all.added[table] = expected.flatMap { $0.added[table] ?? [] } }
        #expect(found.differences(from: all) == [])
        #expect(damage == ["ok"])
        // One message of each round is to fail, and no other.
        #expect(found.added["deadLetter"]?.count == expected.count)
        #expect(found.added["heard"]?.count == expected.count * (FaultyStore.perRound - 2))
        #expect(found.added["inbox"]?.count == expected.count * (FaultyStore.perRound - 2))
        #expect(found.added["command"]?.count == expected.count)
    }
}
