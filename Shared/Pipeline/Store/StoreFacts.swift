import GRDB

/// What operators ask of a store.
public struct StoreFacts: Sendable {
    /// Events in the outbox that wait for publication, or whose publication is not marked yet.
    public let outboxPending: Int
    /// The version of the SQLite library.
    public let sqliteVersion: String
}

extension TransactionalEntry {
    /// What operators ask of the store, now.
    public func facts() async throws -> StoreFacts {
        let waiting = marks.count
        return try await store.read { database in
            StoreFacts(
                outboxPending: max(0, try Outbox.backlog(in: database).count - waiting),
                sqliteVersion: try String.fetchOne(database, sql: "SELECT sqlite_version()") ?? "")
        }
    }
}
