import Foundation
import GRDB
import Kafka
import Models

/// What is to be published, written in the transaction that decided it. SQLite has one writer, so `seq` is commit
/// order.
enum Outbox {
    /// Room that headers and record framing take of a topic's largest message, in bytes.
    static let overhead = 4096
    /// Rows that wait for publication above which nothing more is consumed.
    static let highWater = 10_000
    /// How long a published row is kept, to be sent again if a broker loses its tail. The current state of an aggregate
    /// is kept until the next one.
    static let retention: TimeInterval = 86_400

    /// A row that waits.
    struct Row: Sendable {
        let seq: Int64
        let topic: String
        let key: String
        let headers: Data
        let payload: Data?
    }

    /// A row that the broker has acknowledged.
    struct Mark: Sendable {
        let seq: Int64
        let topic: String
        let partition: Int32
        let offset: Int64
        let sentAt: Date
    }

    static func insert(
        _ envelope: Envelope, topic: Topic, key: String, at instant: Date, in database: Database
    ) throws {
        let headers = Headers.encode(envelope.headers.map { (name: $0.name, value: $0.value) })
        try insert(topic: topic, key: key, headers: headers, payload: envelope.data, at: instant, in: database)
    }

    static func insert(
        topic: Topic, key: String, headers: Data, payload: Data?, at instant: Date, in database: Database
    ) throws {
        let isState = topic.kind == .state
        if isState {
            let older = try database.cachedStatement(
                sql: "UPDATE outbox SET isCurrent = 0 WHERE topic = ? AND key = ? AND isCurrent = 1")
            try older.execute(arguments: [topic.name, key])
        }
        let statement = try database.cachedStatement(
            sql: "INSERT INTO outbox (topic, key, headers, payload, createdAt, isCurrent) VALUES (?, ?, ?, ?, ?, ?)")
        try statement.execute(arguments: [topic.name, key, headers, payload, Instant.milliseconds(instant), isState])
    }

    // MARK: - Sending again

    /// Lets everything be published again that was published at or after an instant; returns how much. The ids stay.
    static func resend(since instant: Date, in database: Database) throws -> Int {
        try database.execute(
            sql: "UPDATE outbox SET sentAt = NULL WHERE sentAt >= ?", arguments: [Instant.milliseconds(instant)])
        return database.changesCount
    }

    /// Lets the current state of every aggregate be published again, with its version and id; returns how many.
    static func resendStates(in database: Database) throws -> Int {
        try database.execute(sql: "UPDATE outbox SET sentAt = NULL WHERE isCurrent = 1 AND sentAt IS NOT NULL")
        return database.changesCount
    }

    // MARK: - Publishing

    /// The next rows after `cursor` in order, at most so many rows and about so many bytes.
    static func pending(
        after cursor: Int64, rows: Int, bytes: Int, without stopped: Set<String>, in database: Database
    ) throws -> [Row] {
        var found: [Row] = []
        var size = 0
        let cursor = try GRDB.Row.fetchCursor(
            database,
            sql: """
                SELECT seq, topic, key, headers, payload FROM outbox
                WHERE sentAt IS NULL AND seq > ? ORDER BY seq
                """, arguments: [cursor])
        while found.count < rows, size < bytes, let row = try cursor.next() {
            let topic: String = row["topic"]
            guard !stopped.contains(topic) else { continue }
            let payload: Data? = row["payload"]
            size += payload?.count ?? 0
            found.append(
                Row(seq: row["seq"], topic: topic, key: row["key"], headers: row["headers"], payload: payload))
        }
        return found
    }

    /// Marks rows as sent: after the broker's report, never before.
    static func mark(_ marks: [Mark], in database: Database) throws {
        let statement = try database.cachedStatement(
            sql: "UPDATE outbox SET sentAt = ?, sentPartition = ?, sentOffset = ? WHERE seq = ?")
        for mark in marks {
            try statement.execute(
                arguments: [Instant.milliseconds(mark.sentAt), mark.partition, mark.offset, mark.seq])
        }
        let places = marks.map { (TopicPartition(topic: $0.topic, partition: $0.partition), $0.offset + 1) }
        try SentOffsets.raise(Dictionary(places, uniquingKeysWith: max), in: database)
    }

    /// How many rows wait, and since when the oldest does.
    static func backlog(in database: Database) throws -> (count: Int, oldest: Date?) {
        let row = try GRDB.Row.fetchOne(
            database, sql: "SELECT COUNT(*) AS count, MIN(createdAt) AS oldest FROM outbox WHERE sentAt IS NULL")
        let oldest: Int64? = row?["oldest"]
        return (row?["count"] ?? 0, oldest.map(Instant.at(milliseconds:)))
    }
}
