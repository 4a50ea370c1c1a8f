import GRDB
import Kafka

/// How far the store knows its own topics: what lies beyond was written by a later self, of which the store knows
/// nothing.
enum SentOffsets {
    /// Raises the offset behind the last known record of each partition; topics without prefix.
    static func raise(_ next: [TopicPartition: Int64], in database: Database) throws {
        let statement = try database.cachedStatement(
            sql: """
                INSERT INTO sent (topic, partition, next) VALUES (?, ?, ?)
                ON CONFLICT (topic, partition) DO UPDATE SET next = MAX(next, excluded.next)
                """)
        for (place, offset) in next { try statement.execute(arguments: [place.topic, place.partition, offset]) }
    }

    /// The offset behind the last known record of each partition.
    static func all(in database: Database) throws -> [TopicPartition: Int64] {
        let rows = try Row.fetchAll(database, sql: "SELECT topic, partition, next FROM sent")
        let offsets = rows.map { (TopicPartition(topic: $0["topic"], partition: $0["partition"]), $0["next"] as Int64) }
        return Dictionary(offsets) { first, _ in first }
    }
}
