import Foundation
import GRDB
import Models
import TestSupport
import Testing

@testable import Pipeline

@Suite("The store")
struct StoreTests {
    private func open(_ directory: TemporaryDirectory, version: Int = 1) throws -> Store {
        try Store(directory: directory.path, service: "test") { migrator in
            for number in 1...version {
                migrator.registerMigration("test-\(number)") { database in
                    try database.execute(sql: "CREATE TABLE t\(number) (x INTEGER) STRICT")
                }
            }
        }
    }

    @Test("A commit is synced to the disk before it counts: FULL holds after opening")
    func isFull() async throws {
        let store = try open(TemporaryDirectory())
        let level = try await store.write { try Int.fetchOne($0, sql: "PRAGMA synchronous") }
        #expect(level == 2)
        let mode = try await store.write { try String.fetchOne($0, sql: "PRAGMA journal_mode") }
        #expect(mode == "wal")
    }

    @Test("Readers cannot write and never checkpoint")
    func readersOnlyRead() async throws {
        let store = try open(TemporaryDirectory())
        await #expect(throws: DatabaseError.self) {
            try await store.read { try $0.execute(sql: "INSERT INTO t1 VALUES (1)") }
        }
        #expect(try await store.read { try Int.fetchOne($0, sql: "PRAGMA wal_autocheckpoint") } == 0)
    }

    @Test("A store that was closed is one file with everything in it")
    func closesIntoOneFile() async throws {
        let directory = try TemporaryDirectory()
        let store = try open(directory)
        try await store.write { try $0.execute(sql: "INSERT INTO t1 VALUES (1)") }
        #expect(try await store.read { try Int.fetchOne($0, sql: "SELECT x FROM t1") } == 1)
        try store.close()
        let left = try FileManager.default.contentsOfDirectory(atPath: directory.path)
        #expect(left.sorted() == ["test.lock", "test.sqlite"])
    }

    @Test("A second opening of the same store is refused in words")
    func refusesSecond() throws {
        let directory = try TemporaryDirectory()
        let first = try open(directory)
        let error = #expect(throws: StoreError.self) { try open(directory) }
        #expect(error?.reason == .inUse)
        #expect(error?.description.contains("in use by another process") == true)
        try first.close()
    }

    @Test("A store of a newer version is refused instead of being worked on")
    func refusesNewer() throws {
        let directory = try TemporaryDirectory()
        var newer: Store? = try open(directory, version: 2)
        try newer?.close()
        newer = nil
        let error = #expect(throws: StoreError.self) { try open(directory) }
        #expect(error?.reason == .newerSchema)
    }

    @Test(
        "Faults of disk, memory and locks are the store's; a broken rule of a table is the message's",
        arguments: [
            (ResultCode.SQLITE_FULL, true), (.SQLITE_IOERR, true), (.SQLITE_NOMEM, true), (.SQLITE_BUSY, true),
            (.SQLITE_INTERRUPT, true), (.SQLITE_CORRUPT, true), (.SQLITE_CONSTRAINT, false), (.SQLITE_ERROR, false),
            (.SQLITE_MISMATCH, false), (.SQLITE_TOOBIG, false),
        ])
    func classifies(code: ResultCode, isStoreFault: Bool) {
        let action = FailurePolicy.action(for: DatabaseError(resultCode: code))
        #expect((action == .retryBatch) == isStoreFault)
    }

    @Test("What is kept for a time only is deleted after it, a little at a time")
    func purges() async throws {
        let store = try open(TemporaryDirectory())
        let now = Date(timeIntervalSince1970: 1_800_000_000)
        try await store.write { database in
            for number in 0..<10 {
                let age = Instant.milliseconds(now.addingTimeInterval(number < 7 ? -40 * 86_400 : -86_000))
                try database.execute(
                    sql: "INSERT INTO inbox VALUES ('s', ?, ?)", arguments: [String(number), age])
                try database.execute(
                    sql: "INSERT INTO outbox (topic, key, headers, createdAt, sentAt) VALUES ('t', 'k', x'', 0, ?)",
                    arguments: [age])
            }
            try database.execute(
                sql: "INSERT INTO outbox (topic, key, headers, createdAt) VALUES ('t', 'unsent', x'', 0)")
        }
        let more = try await store.write { try Retention.purge(at: now, limit: 5, in: $0) }
        #expect(more)
        let again = try await store.write { try Retention.purge(at: now, limit: 5, in: $0) }
        #expect(!again)
        #expect(try await store.read { try Int.fetchOne($0, sql: "SELECT COUNT(*) FROM inbox") } == 3)
        #expect(try await store.read { try Int.fetchOne($0, sql: "SELECT COUNT(*) FROM outbox") } == 4)
    }
}
