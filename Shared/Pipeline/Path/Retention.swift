import Foundation
import GRDB
import Models

/// Deletes what the message path keeps for a time only, a little at a time.
enum Retention {
    /// How long answers to commands are remembered.
    static let commands: TimeInterval = 7 * 86_400

    /// Deletes at most `limit` rows of each table; true when there may be more.
    static func purge(at instant: Date, limit: Int, in database: Database) throws -> Bool {
        let inboxEnd = instant.addingTimeInterval(-Double(Inbox.retention.components.seconds))
        let steps: [(sql: String, end: Date)] = [
            (
                "DELETE FROM inbox WHERE (source, id) IN (SELECT source, id FROM inbox WHERE receivedAt < ? LIMIT ?)",
                inboxEnd
            ),
            (
                "DELETE FROM outbox WHERE seq IN (SELECT seq FROM outbox WHERE sentAt < ? AND isCurrent = 0 LIMIT ?)",
                instant - Outbox.retention
            ),
            (
                "DELETE FROM deadLetter WHERE id IN (SELECT id FROM deadLetter WHERE keepUntil < ? LIMIT ?)",
                instant
            ),
            (
                "DELETE FROM command WHERE id IN (SELECT id FROM command WHERE performedAt < ? LIMIT ?)",
                instant - commands
            ),
        ]
        var more = false
        for step in steps {
            try database.execute(sql: step.sql, arguments: [Instant.milliseconds(step.end), limit])
            more = more || database.changesCount == limit
        }
        return more
    }
}
