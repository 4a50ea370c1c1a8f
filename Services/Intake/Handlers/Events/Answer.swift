import Foundation
import GRDB
import Models
import Pipeline

/// What was last answered to an event of a publisher, and where.
struct Answer: Sendable, Equatable {
    /// Where receipts for the event go.
    let topic: Topic
    /// The key of its receipts (contracts 1).
    let key: String
    /// What its receipts are about (``ReceiptSubject``).
    let subject: String
    /// The request that the event acted on, with which the answer is forgotten.
    let requestID: String?
    /// The id of the last receipt.
    var receiptID: String
    /// The last receipt.
    var receipt: Receipt
}

/// The guard of the public way in: content that was answered is answered the same again (design 4.3).
enum AnswerTable {
    /// The last answer to exactly this content.
    static func answer(
        to source: String, _ eventID: String, content: Data, in database: Database
    ) throws -> Answer? {
        let statement = try database.cachedStatement(
            sql: "SELECT * FROM answer WHERE source = ? AND eventId = ? AND contentHmac = ?")
        return try Row.fetchOne(statement, arguments: [source, eventID, content]).map(decode)
    }

    /// The last answer to the content that the event id belongs to, which is the one that came first.
    static func answer(to source: String, _ eventID: String, in database: Database) throws -> Answer? {
        let statement = try database.cachedStatement(
            sql: "SELECT * FROM answer WHERE source = ? AND eventId = ? AND reused = 0")
        return try Row.fetchOne(statement, arguments: [source, eventID]).map(decode)
    }

    /// Remembers the first answer to a content; `reused`: the id belongs to another.
    static func add(_ answer: Answer, content: Data, reused: Bool, in database: Database) throws {
        let statement = try database.cachedStatement(
            sql: """
                INSERT INTO answer
                    (source, eventId, contentHmac, reused, receiptTopic, receiptKey, subject, requestId, receiptId,
                     receipt)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
        try statement.execute(
            arguments: [
                answer.receipt.event.source, answer.receipt.event.id, content, reused, answer.topic.name, answer.key,
                answer.subject, answer.requestID, answer.receiptID, encode(answer.receipt),
            ])
    }

    /// Forgets what was answered to the events that acted on a request: it is erased.
    static func remove(about requestID: String, in database: Database) throws {
        try database.execute(sql: "DELETE FROM answer WHERE requestId = ?", arguments: [requestID])
    }

    /// Forgets what was answered to an event.
    static func remove(to source: String, _ eventID: String, in database: Database) throws {
        try database.execute(
            sql: "DELETE FROM answer WHERE source = ? AND eventId = ?", arguments: [source, eventID])
    }

    /// The submissions that were answered as duplicates of the one that a request is.
    static func duplicates(of requestID: String, in database: Database) throws -> [SubmissionReference] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT source, eventId FROM answer
                WHERE requestId = ? AND reused = 0 AND receipt ->> '$.outcome' = 'duplicate'
                """, arguments: [requestID]
        ).map { SubmissionReference(source: $0["source"], id: $0["eventId"]) }
    }

    /// Replaces the last answer to an event after a change of its outcome.
    static func replace(_ answer: Answer, in database: Database) throws {
        try database.execute(
            sql: "UPDATE answer SET receiptId = ?, receipt = ? WHERE source = ? AND eventId = ? AND reused = 0",
            arguments: [
                answer.receiptID, encode(answer.receipt), answer.receipt.event.source, answer.receipt.event.id,
            ])
    }

    private static func encode(_ receipt: Receipt) throws -> String {
        String(decoding: try JSONEncoder().encode(receipt), as: UTF8.self)
    }

    private static func decode(_ row: Row) throws -> Answer {
        let receipt: String = row["receipt"]
        return Answer(
            topic: Topic(row["receiptTopic"], .outward, maximumBytes: Topics.receipts.maximumBytes),
            key: row["receiptKey"], subject: row["subject"], requestID: row["requestId"],
            receiptID: row["receiptId"], receipt: try JSONDecoder().decode(Receipt.self, from: Data(receipt.utf8)))
    }
}
