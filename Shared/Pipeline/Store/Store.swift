import Foundation
import GRDB

/// A service's SQLite store: one connection writes and checkpoints, others only read.
///
/// Debian's SQLite 3.40.1 has the WAL-reset bug, which needs two connections that checkpoint or write
/// (https://sqlite.org/wal.html#walresetbug): GRDB's pool has exactly one writer, its readers are read-only, and the
/// lock keeps every other process out.
public final class Store: Sendable {
    private let pool: DatabasePool
    private let lock: StoreLock
    /// Whether the process that last worked on the store ended without closing it.
    let stoppedUncleanly: Bool

    /// Opens or makes `<directory>/<service>.sqlite`, takes its lock and brings its schema up to date.
    ///
    /// - Throws: ``StoreError``; GRDB's error when a migration fails.
    public init(directory: String, service: String, migrations: (inout DatabaseMigrator) -> Void) throws {
        try? FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let path = "\(directory)/\(service).sqlite"
        lock = try StoreLock(path: "\(directory)/\(service).lock")
        var configuration = Configuration()
        configuration.maximumReaderCount = 4
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA secure_delete = ON")
            // A savepoint's journal in a file is one more disk that can fail: when it cannot be read, a rollback leaves
            // changed pages behind that the next attempt commits. Nor do personal data belong into temporary files.
            try database.execute(sql: "PRAGMA temp_store = MEMORY")
            if database.configuration.readonly { try database.execute(sql: "PRAGMA wal_autocheckpoint = 0") }
        }
        do {
            pool = try DatabasePool(path: path, configuration: configuration)
        } catch let error as DatabaseError {
            throw StoreError(reason: .notOpened(code: error.extendedResultCode.rawValue), path: path)
        }
        var migrator = DatabaseMigrator()
        PipelineTables.register(in: &migrator)
        migrations(&migrator)
        if try pool.read(migrator.hasBeenSuperseded) { throw StoreError(reason: .newerSchema, path: path) }
        try migrator.migrate(pool)
        stoppedUncleanly = try pool.write { database in
            let wasRunning = try Bool.fetchOne(database, sql: "SELECT isRunning FROM process") ?? false
            try Store.note(isRunning: true, in: database)
            return wasRunning
        }
        try setFullSynchronous(path: path)
    }

    private static func note(isRunning: Bool, in database: Database) throws {
        try database.execute(sql: "UPDATE process SET isRunning = ?", arguments: [isRunning])
    }

    /// GRDB sets NORMAL while it opens a pool, so FULL must come after it: with NORMAL a power loss may take back a
    /// transaction whose events other services have already seen.
    private func setFullSynchronous(path: String) throws {
        let level = try pool.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA synchronous = FULL")
            return try Int.fetchOne(database, sql: "PRAGMA synchronous")
        }
        guard level == 2 else { throw StoreError(reason: .settingRefused("synchronous = FULL"), path: path) }
    }

    /// Reads in a consistent snapshot, beside the writer.
    public func read<Value: Sendable>(_ work: @Sendable @escaping (Database) throws -> Value) async throws -> Value {
        try await pool.read(work)
    }

    /// Follows what is read: as it is now, and each time it has become something else.
    func values<Value: Equatable & Sendable>(
        of work: @Sendable @escaping (Database) throws -> Value
    ) -> AsyncValueObservation<Value> {
        ValueObservation.tracking(work).removeDuplicates().values(in: pool)
    }

    /// Reads before anything runs.
    func readNow<Value>(_ work: (Database) throws -> Value) throws -> Value {
        try pool.read(work)
    }

    /// Runs one transaction on the writing connection. Only ``TransactionalEntry`` calls this.
    func write<Value: Sendable>(_ work: @Sendable @escaping (Database) throws -> Value) async throws -> Value {
        try await pool.write(work)
    }

    /// Notes that the process ends in order, closes all connections, the writer last, which copies the log into the
    /// file and removes it, and gives up the lock.
    public func close() throws {
        // A store that cannot take the note counts as stopped uncleanly, which only costs time.
        try? pool.write { try Store.note(isRunning: false, in: $0) }
        // GRDB closes the writer first; a reader that closes last may not checkpoint and leaves the log behind.
        pool.releaseMemory()
        try pool.close()
        lock.release()
    }
}
