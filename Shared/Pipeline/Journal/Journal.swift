import Foundation
import GRDB
import Kafka
import Models

/// Writes the journal, in the transaction of what it is about, and knows how much of it the store includes (design
/// 4.10).
enum Journal {
    /// How far the store is.
    struct Progress: Sendable {
        /// The number of the last record written, or met at a restore.
        let number: Int64
        /// The number up to which the store includes everything.
        let includes: Int64
        /// The number of the last command performed again by an unfinished restore.
        let applied: Int64
        /// Whether a restore was begun and not ended.
        let isRestoring: Bool
    }

    /// Writes a command that was just performed.
    static func write(_ command: Command, _ scope: TransactionalEntry.Scope) throws {
        try write(.command(command, positions: positions(scope)), key: command.subject ?? command.id, scope)
    }

    /// Writes a value that was just drawn.
    static func write(_ draw: Draw, _ value: Data, _ scope: TransactionalEntry.Scope) throws {
        try write(.drawn(draw, value, positions: positions(scope)), key: draw.subject, scope)
    }

    /// Where the service stands, the message in hand included.
    private static func positions(_ scope: TransactionalEntry.Scope) throws -> [PartitionPosition] {
        try Positions.all(in: scope.database).mapValues(\.next).merging(scope.inHand) { $1 }.map { place, next in
            PartitionPosition(topic: place.topic, partition: place.partition, next: next)
        }
    }

    private static func write(
        _ content: JournalRecord.Content, key: String, _ scope: TransactionalEntry.Scope
    ) throws {
        let key = RecordKey.isValid(key.utf8) ? key : DerivedID.digest(of: Data(key.utf8))
        let topic = Topics.journal(of: scope.service)
        let number = try Int64.fetchOne(
            scope.database, sql: "UPDATE journal SET number = number + 1 RETURNING number") ?? 0
        let subject = JournalRecord.subject(number: number, key: key)
        let plain = try JSONEncoder().encode(JournalRecord(number: number, content: content))
        let body = JournalRecord.Body(
            keyId: scope.keys.publicKey.id,
            sealed: try scope.keys.sealForSelf(plain, purpose: JournalRecord.eventType, subject: subject))
        let data = try JSONEncoder().encode(body)
        guard data.count <= topic.maximumBytes - Outbox.overhead else {
            throw EmitError.tooLarge(topic: topic.name, bytes: data.count)
        }
        let envelope = Envelope(
            id: String(number), source: scope.service.source, type: JournalRecord.eventType, subject: key,
            time: Instant.text(scope.performedAt), data: data)
        try Outbox.insert(envelope, topic: topic, key: key, at: scope.performedAt, in: scope.database)
    }

    /// Opens a record of the topic.
    ///
    /// - Throws: `SealError` where it is not of this service's key, ``Unreadable`` or an error of decoding where it is
    ///   no record of ours.
    static func open(_ record: ConsumedRecord, _ keys: ServiceKeys) throws -> JournalRecord {
        let envelope = try Envelope.read(
            headers: record.headers.map { (name: $0.name, value: $0.value) }, body: record.value)
        let body = try JSONDecoder().decode(JournalRecord.Body.self, from: envelope.data ?? Data())
        let subject = JournalRecord.subject(number: Int64(envelope.id) ?? 0, key: RecordKey.text(record.key) ?? "")
        let plain = try keys.open(
            ownSealed: body.sealed, keyID: body.keyId, purpose: JournalRecord.eventType, subject: subject)
        return try JSONDecoder().decode(JournalRecord.self, from: plain)
    }

    // MARK: - Progress

    static func progress(in database: Database) throws -> Progress {
        let row = try Row.fetchOne(database, sql: "SELECT number, includes, applied FROM journal")
        let number: Int64 = row?["number"] ?? 0
        let includes: Int64? = row?["includes"]
        return Progress(
            number: number, includes: includes ?? number, applied: row?["applied"] ?? 0, isRestoring: includes != nil)
    }

    /// A restore begins or goes on: what the store writes from now on is numbered behind everything in the journal.
    static func beginRestore(from includes: Int64, to last: Int64, in database: Database) throws {
        try database.execute(
            sql: "UPDATE journal SET number = MAX(number, ?), includes = ?", arguments: [last, includes])
    }

    static func noteApplied(_ number: Int64, in database: Database) throws {
        try database.execute(sql: "UPDATE journal SET applied = ?", arguments: [number])
    }

    /// The store includes everything again.
    static func endRestore(in database: Database) throws {
        try database.execute(sql: "UPDATE journal SET includes = NULL, applied = NULL")
    }
}
