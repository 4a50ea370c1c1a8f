import GRDB
import Kafka

/// Finds the message that ends the process whenever it is handled, so that it does not do so for ever (design 4.8).
///
/// After a stop that was none, each message that may have been in hand is handled alone, behind a committed note that
/// it is being tried. One that ended the process three times like this is set aside.
struct CrashGuard {
    /// After how many crashes of its own a message is set aside. That of its batch does not count: nobody knows whose
    /// it was, and a process that is killed from outside meets the same message twice in a row once in some thousand
    /// times.
    static let crashes = 3

    private var suspects: [TopicPartition: Int64] = [:]

    /// Suspects whatever the process that ended can have had in hand: a batch behind each position.
    init(stoppedUncleanly: Bool, positions: [TopicPartition: Position], partitions: [TopicPartition]) {
        guard stoppedUncleanly else { return }
        for partition in partitions {
            suspects[partition] = (positions[partition]?.next ?? 0) + Int64(MessagePath.batchLimit)
        }
    }

    /// Takes out of a batch what must be handled alone, before the rest.
    mutating func takeSuspects(of records: [ConsumedRecord]) -> (alone: [ConsumedRecord], together: [ConsumedRecord]) {
        guard !suspects.isEmpty else { return ([], records) }
        var (alone, together): ([ConsumedRecord], [ConsumedRecord]) = ([], [])
        for record in records {
            if let end = suspects[record.topicPartition], record.offset < end {
                alone.append(record)
            } else {
                suspects[record.topicPartition] = nil
                together.append(record)
            }
        }
        return (alone, together)
    }

    // MARK: - Attempts

    /// Notes that a message is being tried, in a transaction of its own; true when it has crashed too often for that.
    static func isHopeless(_ record: ConsumedRecord, in database: Database) throws -> Bool {
        let place = record.topicPartition
        let count = try Int.fetchOne(
            database,
            sql: """
                INSERT INTO attempt (topic, partition, offset, count) VALUES (?, ?, ?, 1)
                ON CONFLICT (topic, partition) DO UPDATE
                SET count = CASE WHEN offset = excluded.offset THEN count + 1 ELSE 1 END, offset = excluded.offset
                RETURNING count
                """, arguments: [place.topic, place.partition, record.offset])
        return count ?? 0 > crashes
    }

    /// The message is handled, in the same transaction.
    static func clear(_ record: ConsumedRecord, in database: Database) throws {
        let place = record.topicPartition
        try database.execute(
            sql: "DELETE FROM attempt WHERE topic = ? AND partition = ?", arguments: [place.topic, place.partition])
    }
}
