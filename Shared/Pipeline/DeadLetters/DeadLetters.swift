import Foundation
import GRDB
import Kafka
import Models

/// Messages that were set aside: sealed in the store until operations decide, mirrored on the service's topic with
/// Kafka Connect's header names.
///
/// On a directed topic everything that comes after a failed message with the same key is set aside too, in order, so
/// that nothing overtakes it.
enum DeadLetters {
    /// How long the dead letters of a public topic are kept: they hold plain personal data (design 5).
    static let publicRetention: TimeInterval = 7 * 86_400

    private static let purpose = "deadLetter.content"

    /// Whether messages with this key wait behind one that failed.
    static func holds(_ key: Data, of topic: String, in database: Database) throws -> Bool {
        let statement = try database.cachedStatement(
            sql: "SELECT EXISTS (SELECT 1 FROM deadLetter WHERE topic = ? AND heldKey = ?)")
        return try Bool.fetchOne(statement, arguments: [topic, key]) ?? false
    }

    /// Sets a message aside; the same message a second time changes nothing.
    static func add(
        _ record: ConsumedRecord, from topic: Topic, cause: FailureCause, detail: String,
        scope: TransactionalEntry.Scope
    ) throws {
        let id = DeadLetters.id(of: record)
        let place = record.topicPartition
        let occurredAt = record.timestamp
        try scope.database.execute(
            sql: """
                INSERT INTO deadLetter
                    (id, topic, partition, offset, heldKey, content, cause, detail, occurredAt, keepUntil)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING
                """,
            arguments: [
                id, place.topic, place.partition, record.offset, topic.kind == .directed ? record.key : nil,
                try seal(record, id, scope.keys), cause.rawValue, detail, Instant.milliseconds(occurredAt),
                topic.kind == .publicWayIn ? Instant.milliseconds(occurredAt + publicRetention) : nil,
            ])
        guard scope.database.changesCount == 1 else { return }
        try mirror(record, cause: cause, detail: detail, scope: scope)
    }

    /// Follows from place and content, so that a replay finds the same letter.
    private static func id(of record: ConsumedRecord) -> String {
        let place = record.topicPartition
        let told = Data("\(place.topic)/\(place.partition)/\(record.offset)/".utf8) + RecordHash.of(record)
        return String(DerivedID.digest(of: told).prefix(20))
    }

    private static func mirror(
        _ record: ConsumedRecord, cause: FailureCause, detail: String, scope: TransactionalEntry.Scope
    ) throws {
        let place = record.topicPartition
        let added = [
            ("__connect.errors.topic", place.topic),
            ("__connect.errors.partition", String(place.partition)),
            ("__connect.errors.offset", String(record.offset)),
            ("__connect.errors.connector.name", "kim-\(scope.service.rawValue)"),
            ("__connect.errors.exception.class.name", cause.rawValue),
            ("__connect.errors.exception.message", detail),
        ].map { (name: $0.0, value: Data($0.1.utf8) as Data?) }
        var headers = record.headers.map { (name: $0.name, value: $0.value) } + added
        let key: String
        if let valid = RecordKey.text(record.key) {
            key = valid
        } else {
            key = DerivedID.digest(of: record.key ?? record.value ?? Data())
            headers.append((name: "kim.original.key", value: record.key))
        }
        try Outbox.insert(
            topic: Topics.deadLetters(of: scope.service), key: key, headers: Headers.encode(headers),
            payload: record.value, at: record.timestamp, in: scope.database)
    }

    // MARK: - Content

    /// Key, value and headers as one sealed column: whatever a stranger sent may be personal.
    private static func seal(_ record: ConsumedRecord, _ id: String, _ keys: ServiceKeys) throws -> Data {
        let plain = Headers.encode(
            [(name: "key", value: record.key), (name: "value", value: record.value)]
                + record.headers.map { (name: $0.name, value: $0.value) })
        return try keys.forStore.seal(plain, purpose: purpose, subject: id)
    }

    fileprivate static func record(_ row: Row, _ keys: ServiceKeys) throws -> ConsumedRecord {
        let parts = Headers.decode(try keys.forStore.open(row["content"], purpose: purpose, subject: row["id"]))
        return ConsumedRecord(
            topicPartition: TopicPartition(topic: row["topic"], partition: row["partition"]), offset: row["offset"],
            timestamp: Instant.at(milliseconds: row["occurredAt"]), key: parts.first?.value,
            value: parts.dropFirst().first?.value,
            headers: parts.dropFirst(2).map { KafkaHeader(name: $0.name, value: $0.value) })
    }
}

// MARK: - Reading

/// A message that was set aside, with what came.
struct DeadLetter {
    let seq: Int64
    let id: String
    /// Why; ``FailureCause/held`` where it only waits behind another.
    let cause: FailureCause
    let detail: String
    /// The key behind which later messages wait; `nil` where none do.
    let heldKey: Data?
    let record: ConsumedRecord

    fileprivate init(_ row: Row, _ keys: ServiceKeys) throws {
        seq = row["seq"]
        id = row["id"]
        cause = FailureCause(rawValue: row["cause"]) ?? .handlerFailed
        detail = row["detail"]
        heldKey = row["heldKey"]
        record = try DeadLetters.record(row, keys)
    }
}

extension DeadLetters {
    /// The letter with this id.
    static func letter(_ id: String, _ keys: ServiceKeys, in database: Database) throws -> DeadLetter? {
        try Row.fetchOne(database, sql: "SELECT * FROM deadLetter WHERE id = ?", arguments: [id]).map {
            try DeadLetter($0, keys)
        }
    }

    /// The letter that stands first among those with this key.
    static func first(of topic: String, _ key: Data, _ keys: ServiceKeys, in database: Database) throws -> DeadLetter? {
        try Row.fetchOne(
            database, sql: "SELECT * FROM deadLetter WHERE topic = ? AND heldKey = ? ORDER BY seq LIMIT 1",
            arguments: [topic, key]
        ).map { try DeadLetter($0, keys) }
    }

    /// Letters in the order in which they were set aside, behind the one with this id, which may be gone by now.
    static func letters(
        after seq: Int64, limit: Int, _ keys: ServiceKeys, in database: Database
    ) throws -> [DeadLetter] {
        try Row.fetchAll(
            database, sql: "SELECT * FROM deadLetter WHERE seq > ? ORDER BY seq LIMIT ?", arguments: [seq, limit]
        ).map { try DeadLetter($0, keys) }
    }

    /// Takes a letter out.
    static func remove(_ letter: DeadLetter, in database: Database) throws {
        try database.execute(sql: "DELETE FROM deadLetter WHERE seq = ?", arguments: [letter.seq])
    }

    /// Notes why a letter failed this time.
    static func update(_ letter: DeadLetter, cause: FailureCause, detail: String, in database: Database) throws {
        try database.execute(
            sql: "UPDATE deadLetter SET cause = ?, detail = ? WHERE seq = ?",
            arguments: [cause.rawValue, detail, letter.seq])
    }
}
