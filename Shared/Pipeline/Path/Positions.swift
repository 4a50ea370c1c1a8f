import Foundation
import GRDB
import Kafka
import Models

/// Where the service stands in its input topics. The store's word counts, not Kafka's.
enum Positions {
    /// The next offset of every partition that was read from.
    static func all(in database: Database) throws -> [TopicPartition: Int64] {
        var positions: [TopicPartition: Int64] = [:]
        for row in try Row.fetchAll(database, sql: "SELECT topic, partition, next FROM position") {
            positions[TopicPartition(topic: row["topic"], partition: row["partition"])] = row["next"]
        }
        return positions
    }

    /// Moves a partition on, if it still stands where this process believes: otherwise a second process has worked on
    /// the store, and this one must not.
    static func advance(
        _ partition: TopicPartition, from expected: Int64?, to next: Int64, in database: Database
    ) throws {
        if let expected {
            try database.execute(
                sql: "UPDATE position SET next = ? WHERE topic = ? AND partition = ? AND next = ?",
                arguments: [next, partition.topic, partition.partition, expected])
        } else {
            try database.execute(
                sql: "INSERT INTO position (topic, partition, next) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                arguments: [partition.topic, partition.partition, next])
        }
        guard database.changesCount == 1 else {
            throw PositionConflict(partition: partition, expected: expected)
        }
    }
}

/// The store's position is not the one this process left: somebody else moved it. The service stops.
public struct PositionConflict: Error, Sendable, CustomStringConvertible {
    let partition: TopicPartition
    let expected: Int64?

    /// Topic, partition and the offset expected.
    public var description: String {
        "position of \(partition.topic)/\(partition.partition) was moved by another process (expected \(expected ?? 0))"
    }
}
