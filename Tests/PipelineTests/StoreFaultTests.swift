import Foundation
import GRDB
import GRDBSQLite
import Kafka
import Logging
import Models
import TestSupport
import Testing

@testable import Pipeline

/// A kind of fault, at every place where it can hit.
struct StoreFaultCase: Sendable, CustomTestStringConvertible {
    let operation: FaultyFileSystem.Operation
    let code: Int32
    let name: String
    /// The places looked at: every one, or every so many-th.
    var stride = 1
    /// Whether nobody notices: SQLite copies the log into the file after the commit and tries that again later.
    var isSilent = false

    var testDescription: String { "\(operation) \(name)" }

    static let whileHandling = [
        StoreFaultCase(operation: .write, code: SQLITE_FULL, name: "FULL"),
        StoreFaultCase(operation: .write, code: SQLITE_IOERR | 3 << 8, name: "IOERR_WRITE", stride: 5),
        StoreFaultCase(operation: .write, code: SQLITE_IOERR | 12 << 8, name: "IOERR_NOMEM", stride: 5),
        StoreFaultCase(operation: .sync, code: SQLITE_IOERR | 4 << 8, name: "IOERR_FSYNC"),
        StoreFaultCase(operation: .read, code: SQLITE_IOERR | 1 << 8, name: "IOERR_READ", stride: 3),
        StoreFaultCase(operation: .lock, code: SQLITE_BUSY, name: "BUSY"),
        StoreFaultCase(operation: .lock, code: SQLITE_IOERR | 20 << 8, name: "IOERR_SHMLOCK"),
        StoreFaultCase(operation: .open, code: SQLITE_CANTOPEN, name: "CANTOPEN"),
        StoreFaultCase(operation: .open, code: SQLITE_NOMEM, name: "NOMEM"),
        StoreFaultCase(operation: .truncate, code: SQLITE_IOERR | 6 << 8, name: "IOERR_TRUNCATE", isSilent: true),
    ]

    static let whileOpening = [
        StoreFaultCase(operation: .open, code: SQLITE_CANTOPEN, name: "CANTOPEN"),
        StoreFaultCase(operation: .read, code: SQLITE_IOERR | 1 << 8, name: "IOERR_READ"),
        StoreFaultCase(operation: .write, code: SQLITE_FULL, name: "FULL", stride: 7),
        StoreFaultCase(operation: .sync, code: SQLITE_IOERR | 4 << 8, name: "IOERR_FSYNC"),
        StoreFaultCase(operation: .lock, code: SQLITE_BUSY, name: "BUSY", stride: 3),
        StoreFaultCase(operation: .map, code: SQLITE_NOMEM, name: "NOMEM"),
    ]
}

@Suite("Faults of the store", .timeLimit(.minutes(1)))
struct StoreFaultTests {
    @Test(
        "Wherever the disk fails, once, the end is as if it had not: nothing lost, doubled or set aside",
        arguments: StoreFaultCase.whileHandling)
    func survivesOneFault(_ fault: StoreFaultCase) async throws {
        let disk = try await FaultyStore()
        var expected: [RoundState] = []
        var (round, n, met, failures, quiet) = (0, 1, 0, 0, 0)
        // Two rounds without a fault: their number of operations may differ a little.
        while quiet < 2 {
            round += 1
            let failed = try await disk.handle(round) { [n] in
                disk.faults.fail(fault.operation, with: fault.code, at: n)
            }
            let fired = disk.faults.clear()
            (met, failures, quiet) = (met + fired, failures + failed, fired == 0 ? quiet + 1 : 0)
            expected.append(try await Undisturbed.shared.state(after: round))
            let found = try await disk.state(of: round)
            try #require(found.differences(from: expected[round - 1]).isEmpty, "\(fault.operation) number \(n)")
            n += fault.stride
        }
        #expect(met > 0)
        #expect(met == round - 2)
        #expect((failures == 0) == fault.isSilent)
        try await disk.reopen()
        try await disk.verify(expected)
    }

    @Test(
        "While the disk stays full or broken, what was committed can be read; when it is well again, work goes on",
        arguments: [
            (FaultyFileSystem.Operation.write, SQLITE_FULL), (.sync, SQLITE_IOERR | 4 << 8),
            (.read, SQLITE_IOERR | 1 << 8),
        ], [1, 2, 5])
    func survivesLastingFault(_ fault: (operation: FaultyFileSystem.Operation, code: Int32), n: Int) async throws {
        let disk = try await FaultyStore()
        try await disk.handle(1)
        let before = try await disk.state(of: 1)
        let failed = try await disk.handle(2) {
            disk.faults.fail(fault.operation, with: fault.code, at: n, times: .max)
        } afterFailure: { failures in
            if fault.operation != .read {
                try await #expect(disk.state(of: 1).added == before.added)
            }
            if failures == 4 { #expect(disk.faults.clear() >= 4) }
        }
        #expect(failed >= 4)
        let expected = [try await Undisturbed.shared.state(after: 1), try await Undisturbed.shared.state(after: 2)]
        try await disk.verify(expected)
        try await disk.reopen()
        try await disk.verify(expected)
    }

    @Test(
        "A store that could not be opened says so by an error of its own or SQLite's, and opens when the disk is well",
        arguments: StoreFaultCase.whileOpening)
    func survivesOpening(_ fault: StoreFaultCase) async throws {
        let expected = try await Undisturbed.shared.state(after: 1)
        var (n, met, refused) = (1, 0, 0)
        while true {
            let directory = try TemporaryDirectory()
            let faults = try FaultyFileSystem(folder: directory.path)
            faults.fail(fault.operation, with: fault.code, at: n)
            var opened: Store?
            do { opened = try FaultyStore.open(directory) } catch {
                refused += 1
                let isTyped = error is StoreError || FailurePolicy.action(for: error) == .retryBatch
                #expect(isTyped, "\(fault.operation) number \(n): \(error)")
            }
            let fired = faults.clear()
            met += fired
            let disk = try await FaultyStore(
                directory: directory, faults: faults, store: opened ?? FaultyStore.open(directory))
            try await disk.handle(1)
            try await disk.verify([expected])
            try await disk.reopen()
            try await disk.verify([expected])
            if fired == 0 { break }
            n += fault.stride
        }
        #expect(met > 0)
        #expect(refused > 0)
    }
}

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
        let disk = try await disk ?? FaultyStore()
        self.disk = disk
        while states.count < round {
            let next = states.count + 1
            try await #expect(disk.handle(next) == 0)
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
    private var entry: TransactionalEntry
    private var positions: [TopicPartition: Int64] = [:]
    private var starts: [Int: Int64] = [:]

    init(directory: TemporaryDirectory, faults: FaultyFileSystem, store: Store) async throws {
        self.directory = directory
        self.faults = faults
        entry = FaultyStore.entry(store)
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
                        WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 23)
                        INSERT INTO wide SELECT i, 0, zeroblob(3000) FROM n;
                        """)
            }
        }
    }

    private static let clock = Date(timeIntervalSince1970: 1_790_000_000)

    private static func entry(_ store: Store) -> TransactionalEntry {
        TransactionalEntry(store: store, service: .statistics, clock: { clock }, meters: PipelineMeters())
    }

    /// A cache so small that pages reach the disk in the middle of a transaction, and a checkpoint after each.
    private func settle() async throws {
        try await entry.write { scope in
            try scope.database.execute(sql: "PRAGMA cache_size = 10; PRAGMA wal_autocheckpoint = 1")
        }
    }

    func reopen() async throws {
        try entry.store.close()
        entry = FaultyStore.entry(try FaultyStore.open(directory))
        try await settle()
        #expect(try await entry.store.read(Positions.all) == positions)
    }

    // MARK: - Work

    private static let inputs = Inputs(
        handlers: [
            .directed(TestTopics.notes, Note.self) { event, transaction in
                let (number, text) = (event.body.number, event.body.text)
                try transaction.database.execute(
                    sql: "INSERT INTO heard (text, number) VALUES (?, ?)", arguments: [text, number])
                try transaction.emit(event.body, to: TestTopics.answers, key: event.key ?? "none")
                if text == "bug" {
                    // So much that SQLite keeps what is to be taken back in a file.
                    try transaction.database.execute(sql: "UPDATE wide SET version = -1")
                    throw HandlerBug()
                }
                try transaction.database.execute(
                    sql: "UPDATE wide SET version = version + 1 WHERE id = ?", arguments: [number % 24])
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
    private static func records(of round: Int) throws -> [ConsumedRecord] {
        try (0..<perRound).map { place in
            let number = round * perRound + (place == 13 ? 12 : place)
            let text = place == 7 ? "bug" : String(repeating: "Text ", count: 300)
            let note = Note(text: text, number: number)
            let produced = try record(note, id: id(number), to: TestTopics.notes, key: "k\(place % 3)")
            return ConsumedRecord(
                topicPartition: TopicPartition(topic: "t." + TestTopics.notes.name, partition: 0),
                offset: Int64(round * perRound + place), timestamp: clock, key: produced.key, value: produced.value,
                headers: produced.headers)
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
        let records = try FaultyStore.records(of: round)
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
                Outbox.Mark(seq: $0.element, partition: 0, offset: Int64($0.offset), sentAt: FaultyStore.clock)
            })
        let command = Command(
            id: FaultyStore.id(round), actor: "test", instant: FaultyStore.clock, content: Data("\(round)".utf8))
        var failures = 0
        func insist<Value: Sendable>(_ work: @Sendable () async throws -> Value) async throws -> Value {
            while true {
                do { return try await work() } catch {
                    guard FailurePolicy.action(for: error) == .retryBatch, failures < 20 else { throw error }
                    failures += 1
                    try await afterFailure(failures)
                }
            }
        }
        arm()
        let batch = try await insist {
            try await entry.write { scope in
                try faults.claimingTemporaryFiles {
                    try Batch.handle(
                        records, from: before, inputs: FaultyStore.inputs, scope: scope, logger: .silent)
                }
            }
        }
        positions.merge(batch.positions) { $1 }
        _ = try await insist {
            try await entry.perform(command) { transaction in
                try transaction.emit(Note(text: "", number: round), to: TestTopics.others, key: "k")
            }
        }
        let fired = try await insist {
            try await entry.write { scope in
                try Batch.fire(
                    FaultyStore.inputs.timers, dueAt: FaultyStore.clock, scope: scope, logger: .silent)
            }
        }
        #expect(fired > 0)
        let seen = try await insist { try await entry.store.read(Positions.all) }
        #expect(seen == positions)
        return failures
    }

    // MARK: - Looking

    private static let added = [
        "heard": "SELECT text, number FROM heard ORDER BY rowid",
        "inbox": "SELECT source, id, receivedAt FROM inbox ORDER BY id",
        "outbox": "SELECT topic, key, headers, payload, createdAt FROM outbox ORDER BY seq",
        "deadLetter": "SELECT topic, partition, offset, key, headers, value, cause, detail FROM deadLetter ORDER BY id",
        "command": "SELECT id, digest, answer, performedAt FROM command ORDER BY id",
    ]

    private static let whole = [
        "position": "SELECT topic, partition, next FROM position",
        "timer": "SELECT name, subject, dueAt FROM timer ORDER BY subject",
        "wide": "SELECT id, version FROM wide ORDER BY id",
        "sent": "SELECT COUNT(*), COUNT(sentAt), SUM(sentOffset) FROM outbox",
    ]

    private static func rows(_ sql: String, _ arguments: StatementArguments, _ database: Database) throws
        -> [[DatabaseValue]]
    {
        try Row.fetchAll(database, sql: sql, arguments: arguments).map { Array($0.databaseValues) }
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
        return try await entry.store.read { database in
            var state = RoundState()
            for (table, sql, arguments) in queries {
                state.added[table] = try FaultyStore.rows(sql, arguments, database)
            }
            for (table, sql) in FaultyStore.whole { state.whole[table] = try FaultyStore.rows(sql, [], database) }
            return state
        }
    }

    /// Compares the whole store with what the rounds were expected to leave, and looks for damage.
    func verify(_ expected: [RoundState]) async throws {
        let (found, damage) = try await entry.store.read { database in
            var state = RoundState()
            for (table, sql) in FaultyStore.added { state.added[table] = try FaultyStore.rows(sql, [], database) }
            for (table, sql) in FaultyStore.whole { state.whole[table] = try FaultyStore.rows(sql, [], database) }
            return (state, try String.fetchAll(database, sql: "PRAGMA integrity_check"))
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
