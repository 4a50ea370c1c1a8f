import Foundation
import GRDB
import Kafka
import Models

/// Messages that were set aside: in the store, mirrored on the service's topic with Kafka Connect's header names.
enum DeadLetters {
    /// How long the dead letters of a public topic are kept: they hold plain personal data (design 5).
    static let publicRetention: TimeInterval = 7 * 86_400

    static func add(
        _ record: ConsumedRecord, from topic: Topic, cause: FailureCause, detail: String, service: ServiceName,
        at instant: Date, in database: Database
    ) throws {
        let arrived = Headers.encode(record.headers.map { (name: $0.name, value: $0.value) })
        let place = record.topicPartition
        try database.execute(
            sql: """
                INSERT INTO deadLetter
                    (topic, partition, offset, key, headers, value, cause, detail, occurredAt, keepUntil)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                place.topic, place.partition, record.offset, record.key, arrived, record.value, cause.rawValue, detail,
                Instant.milliseconds(instant),
                topic.kind == .publicWayIn ? Instant.milliseconds(instant + publicRetention) : nil,
            ])
        let added = [
            ("__connect.errors.topic", place.topic),
            ("__connect.errors.partition", String(place.partition)),
            ("__connect.errors.offset", String(record.offset)),
            ("__connect.errors.connector.name", "kim-\(service.rawValue)"),
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
            topic: Topics.deadLetters(of: service), key: key, headers: Headers.encode(headers),
            payload: record.value, at: instant, in: database)
    }
}
