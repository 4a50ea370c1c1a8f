import Foundation
import GRDB
import GRDBSQLite
import Kafka
import Logging
import Models
import TestSupport
import Testing

@testable import Pipeline

/// A service's store on a disk that fails at will, worked on in rounds: a batch, a command, the timers, a look.
actor FaultyStore {
    /// What a control takes out: the same look at the end must find fault then.
    enum Guard: Sendable {
        /// Commits are synced (else NORMAL: only what is copied from the log into the file is).
        case syncedCommits
        /// Anything is synced (else OFF).
        case syncs
        /// Ids follow from what led to the event.
        case derivedIDs
        /// What a savepoint may take back is kept in memory.
        case journalInMemory

        fileprivate var withoutIt: String? {
            switch self {
            case .syncedCommits: "PRAGMA synchronous = NORMAL"
            case .syncs: "PRAGMA synchronous = OFF"
            case .journalInMemory: "PRAGMA temp_store = FILE"
            case .derivedIDs: nil
            }
        }
    }

    /// What one round consists of, each in a transaction of its own.
    enum Work: CaseIterable, Sendable { case batch, command, timers }

    static let perRound = 20
    nonisolated let faults: FaultyFileSystem
    private let directory: TemporaryDirectory
    private let keys: ServiceKeys
    private let missing: Set<Guard>
    private let checkpointPages: Int
    private let inputs: Inputs
    private(set) var entry: TransactionalEntry
    private(set) var starts: [Int: Int64] = [:]
    private var positions: [TopicPartition: Position] = [:]
    private var failures = 0

    /// - Parameters:
    ///   - checkpointPages: how many pages the log holds before a commit copies it into the file.
    ///   - missing: the guards that are taken out.
    init(
        directory: TemporaryDirectory, faults: FaultyFileSystem, store: Store, keys: ServiceKeys,
        checkpointPages: Int = 1, missing: Set<Guard> = []
    ) async throws {
        self.directory = directory
        self.faults = faults
        self.checkpointPages = checkpointPages
        self.missing = missing
        self.keys = keys
        inputs = FaultyStore.inputs(missing: missing)
        entry = FaultyStore.entry(store, keys)
        try await settle()
    }

    init(checkpointPages: Int = 1, missing: Set<Guard> = []) async throws {
        let directory = try TemporaryDirectory()
        let faults = try FaultyFileSystem(folder: directory.path)
        try await self.init(
            directory: directory, faults: faults, store: FaultyStore.open(directory),
            keys: .fresh(for: .statistics), checkpointPages: checkpointPages, missing: missing)
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

    /// A cache so small that pages reach the disk in the middle of a transaction.
    private func settle() async throws {
        try await entry.write { [checkpointPages, missing] scope in
            try scope.database.execute(
                sql: "PRAGMA cache_size = 24; PRAGMA wal_autocheckpoint = \(checkpointPages)")
            for pragma in missing.compactMap(\.withoutIt) {
                // Not possible inside a transaction, and a statement of GRDB's must be.
                let sql = "COMMIT; \(pragma); BEGIN IMMEDIATE"
                let code = sqlite3_exec(scope.database.sqliteConnection, sql, nil, nil, nil)
                guard code == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
            }
        }
    }

    func close() throws {
        try entry.store.close()
    }

    /// Stops and starts; returns how often a fault was met while stopping.
    @discardableResult
    func reopen(armToClose: @Sendable () -> Void = {}) async throws -> Int {
        armToClose()
        try close()
        let fired = faults.clear()
        entry = FaultyStore.entry(try FaultyStore.open(directory), keys)
        try await settle()
        let seen = try await entry.store.read(Positions.all)
        #expect(seen == positions)
        return fired
    }

    /// Goes on where the store stands, as a new process does.
    func takePositionsFromStore() async throws {
        positions = try await entry.store.read(Positions.all)
    }

    // MARK: - Work

    private static let roundCommand = CommandHandler.command("round", Int.self) { round, transaction in
        try transaction.emit(Note(text: "", number: round), to: TestTopics.others, key: "k")
    }

    private static func inputs(missing: Set<Guard>) -> Inputs {
        let hear = Handler.directed(TestTopics.notes, Note.self) { event, transaction in
            try handle(event, transaction, random: missing.contains(.derivedIDs))
        }
        let remind = TimerHandler("remind") { subject, transaction in
            try transaction.emit(Note(text: subject, number: 0), to: TestTopics.others, key: subject)
        }
        return Inputs(handlers: [hear], timers: [remind], prefix: "t.")
    }

    private static func handle(_ event: Event<Note>, _ transaction: Transaction, random: Bool) throws {
        let (number, text) = (event.body.number, event.body.text)
        try transaction.database.execute(
            sql: "INSERT INTO heard (text, number) VALUES (?, ?)", arguments: [text, number])
        try transaction.emit(
            event.body, to: TestTopics.answers, key: event.key ?? "none",
            id: random ? UUID().uuidString : nil)
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
    static func id(_ number: Int) -> String { "id-\(100_000 + number)" }

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
        try await markSent(before: round)
        failures = 0
        arm()
        for work in Work.allCases { try await insist(afterFailure) { try await self.perform(work, of: round) } }
        let seen = try await insist(afterFailure) { try await self.entry.store.read(Positions.all) }
        #expect(seen == positions)
        return failures
    }

    /// One step of a round, as a new process repeats it: from the positions on, with the command's own id.
    func redo(_ work: Work, of round: Int) async throws {
        if work == .batch, positions.values.contains(where: { $0.next > FaultyStore.records(of: round)[0].offset }) {
            return
        }
        if work == .batch { try await markSent(before: round) }
        try await perform(work, of: round)
    }

    /// As if everything that waits were published; the marks ride with the next transaction.
    private func markSent(before round: Int) async throws {
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
                    seq: $0.element, topic: TestTopics.answers.name, partition: 0, offset: Int64($0.offset),
                    sentAt: FaultyStore.clock)
            })
    }

    private func perform(_ work: Work, of round: Int) async throws {
        switch work {
        case .batch:
            let (records, before) = (FaultyStore.records(of: round), positions)
            let batch = try await entry.write { [inputs, faults] scope in
                try faults.claimingTemporaryFiles {
                    try Batch.handle(records, from: before, inputs: inputs, scope: scope, logger: .silent)
                }
            }
            positions.merge(batch.positions) { $1 }
        case .command:
            let _: String = try await entry.perform(
                Command("round", round, id: FaultyStore.id(round), actor: "test", instant: FaultyStore.clock))
        case .timers:
            _ = try await entry.write { [inputs] scope in
                try Batch.fire(inputs.timers, dueAt: FaultyStore.clock, scope: scope, logger: .silent)
            }
        }
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
}
