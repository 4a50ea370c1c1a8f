import Foundation
import GRDB
import Kafka

/// What operators ask of a store.
public struct StoreFacts: Sendable {
    /// Events in the outbox that wait for publication, or whose publication is not marked yet.
    public let outboxPending: Int
    /// When the oldest of them was decided.
    public let outboxOldest: Date?
    /// The version of the SQLite library.
    public let sqliteVersion: String
}

/// Where the service stands in a partition.
public struct PartitionPosition: Codable, Sendable, Equatable {
    /// The topic's full name.
    public let topic: String
    /// The partition.
    public let partition: Int32
    /// The next offset to handle.
    public let next: Int64
}

extension TransactionalEntry {
    /// Where the service stands in every partition that it has read from, in order.
    public func positions() async throws -> [PartitionPosition] {
        try await store.read(Positions.all).sorted { $0.key < $1.key }.map {
            PartitionPosition(topic: $0.key.topic, partition: $0.key.partition, next: $0.value.next)
        }
    }

    /// What operators ask of the store, now.
    public func facts() async throws -> StoreFacts {
        let waiting = marks.count
        return try await store.read { database in
            let backlog = try Outbox.backlog(in: database)
            let pending = max(0, backlog.count - waiting)
            return StoreFacts(
                outboxPending: pending, outboxOldest: pending == 0 ? nil : backlog.oldest,
                sqliteVersion: try String.fetchOne(database, sql: "SELECT sqlite_version()") ?? "")
        }
    }
}
