import Crypto
import Foundation
import GRDB
import Kafka
import Models

/// Where the service stands in a partition, and what it last saw there.
struct Position: Sendable, Equatable {
    /// The next offset to handle.
    var next: Int64
    /// The offset of the last record handled.
    var lastOffset: Int64
    /// The last record's ``RecordHash``, by which a topic that was made anew is told from the one it replaced.
    var lastHash: Data

    /// The position behind a record.
    init(behind record: ConsumedRecord) {
        next = record.offset + 1
        lastOffset = record.offset
        lastHash = RecordHash.of(record)
    }

    fileprivate init(_ row: Row) {
        next = row["next"]
        lastOffset = row["lastOffset"]
        lastHash = row["lastHash"]
    }
}

/// What a record is told by: key, value, headers and time.
enum RecordHash {
    static func of(_ record: ConsumedRecord) -> Data {
        var hash = SHA256()
        func add(_ bytes: Data?) {
            withUnsafeBytes(of: Int64(bytes?.count ?? -1).bigEndian) { hash.update(bufferPointer: $0) }
            if let bytes { hash.update(data: bytes) }
        }
        add(record.key)
        add(record.value)
        for header in record.headers {
            add(Data(header.name.utf8))
            add(header.value)
        }
        withUnsafeBytes(of: Instant.milliseconds(record.timestamp).bigEndian) { hash.update(bufferPointer: $0) }
        return Data(hash.finalize())
    }
}

/// Where the service stands in its input topics. The store's word counts, not Kafka's.
enum Positions {
    /// The position in every partition that was read from.
    static func all(in database: Database) throws -> [TopicPartition: Position] {
        var positions: [TopicPartition: Position] = [:]
        for row in try Row.fetchAll(database, sql: "SELECT * FROM position") {
            positions[TopicPartition(topic: row["topic"], partition: row["partition"])] = Position(row)
        }
        return positions
    }

    /// Moves a partition on, if it still stands where this process believes: otherwise a second process has worked on
    /// the store, and this one must not.
    static func advance(
        _ partition: TopicPartition, from expected: Position?, to position: Position, in database: Database
    ) throws {
        if let expected {
            try database.execute(
                sql: """
                    UPDATE position SET next = ?, lastOffset = ?, lastHash = ?
                    WHERE topic = ? AND partition = ? AND next = ?
                    """,
                arguments: [
                    position.next, position.lastOffset, position.lastHash, partition.topic, partition.partition,
                    expected.next,
                ])
        } else {
            try database.execute(
                sql: """
                    INSERT INTO position (topic, partition, next, lastOffset, lastHash) VALUES (?, ?, ?, ?, ?)
                    ON CONFLICT DO NOTHING
                    """,
                arguments: [
                    partition.topic, partition.partition, position.next, position.lastOffset, position.lastHash,
                ])
        }
        guard database.changesCount == 1 else {
            throw PositionConflict(partition: partition, expected: expected?.next)
        }
    }

    /// Forgets where the service stood in a topic: it is read from its beginning again, and the guards of the path drop
    /// what was handled before.
    static func forget(_ topic: String, in database: Database) throws {
        try database.execute(sql: "DELETE FROM position WHERE topic = ?", arguments: [topic])
    }

    /// Passes over what a partition no longer has.
    static func skip(_ partition: TopicPartition, to next: Int64, in database: Database) throws {
        try database.execute(
            sql: "UPDATE position SET next = ? WHERE topic = ? AND partition = ?",
            arguments: [next, partition.topic, partition.partition])
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
