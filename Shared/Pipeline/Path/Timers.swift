import Foundation
import GRDB
import Models

/// What is to happen at an instant unless it is taken back.
enum Timers {
    struct Due: Sendable {
        let name: String
        let subject: String
        let at: Date
    }

    static func set(_ name: String, subject: String, due: Date, in database: Database) throws {
        try database.execute(
            sql: """
                INSERT INTO timer (name, subject, dueAt) VALUES (?, ?, ?)
                ON CONFLICT (name, subject) DO UPDATE SET dueAt = excluded.dueAt
                """, arguments: [name, subject, Instant.milliseconds(due)])
    }

    static func cancel(_ name: String, subject: String, in database: Database) throws {
        try database.execute(sql: "DELETE FROM timer WHERE name = ? AND subject = ?", arguments: [name, subject])
    }

    /// The instant of the earliest timer.
    static func earliest(in database: Database) throws -> Date? {
        try Int64.fetchOne(database, sql: "SELECT MIN(dueAt) FROM timer").map(Instant.at(milliseconds:))
    }

    /// Takes the timers out that are due at or before an instant, in the order of their instants.
    static func takeDue(at instant: Date, limit: Int, in database: Database) throws -> [Due] {
        let rows = try Row.fetchAll(
            database,
            sql: "SELECT name, subject, dueAt FROM timer WHERE dueAt <= ? ORDER BY dueAt, name, subject LIMIT ?",
            arguments: [Instant.milliseconds(instant), limit])
        return try rows.map { row in
            let due = Due(name: row["name"], subject: row["subject"], at: Instant.at(milliseconds: row["dueAt"]))
            try cancel(due.name, subject: due.subject, in: database)
            return due
        }
    }
}
