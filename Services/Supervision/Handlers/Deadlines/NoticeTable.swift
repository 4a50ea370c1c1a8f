import Foundation
import GRDB
import Models

/// A notice as Supervision keeps it.
struct Notice: Sendable {
    /// The id of the decision that gave it.
    let decisionID: String
    /// The case.
    let caseID: String
    /// Which deadline is over.
    let deadline: String
    /// Since when.
    let overdueAt: Date
    /// When it was settled; `nil` while it is open.
    var settledAt: Date?
}

/// The notices of the store.
enum NoticeTable {
    /// Adds a notice.
    static func add(_ notice: Notice, in database: Database) throws {
        try database.execute(
            sql: "INSERT INTO notice (decisionId, caseId, deadline, overdueAt) VALUES (?, ?, ?, ?)",
            arguments: [
                notice.decisionID, notice.caseID, notice.deadline, Instant.milliseconds(notice.overdueAt),
            ])
    }

    /// The notice about a case on a deadline, settled or not.
    static func notice(on deadline: String, about caseID: String, in database: Database) throws -> Notice? {
        try Row.fetchOne(
            database, sql: "SELECT * FROM notice WHERE caseId = ? AND deadline = ?", arguments: [caseID, deadline]
        ).map { row in
            let settledAt: Int64? = row["settledAt"]
            return Notice(
                decisionID: row["decisionId"], caseID: row["caseId"], deadline: row["deadline"],
                overdueAt: Instant.at(milliseconds: row["overdueAt"]),
                settledAt: settledAt.map(Instant.at(milliseconds:)))
        }
    }

    /// Marks a notice as settled.
    static func settle(_ notice: Notice, at instant: Date, in database: Database) throws {
        try database.execute(
            sql: "UPDATE notice SET settledAt = ? WHERE decisionId = ?",
            arguments: [Instant.milliseconds(instant), notice.decisionID])
    }

    /// Forgets the notices about a case.
    static func remove(about caseID: String, in database: Database) throws {
        try database.execute(sql: "DELETE FROM notice WHERE caseId = ?", arguments: [caseID])
    }
}
