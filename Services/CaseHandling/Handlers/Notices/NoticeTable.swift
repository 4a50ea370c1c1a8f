import Foundation
import GRDB
import Models

/// Something that Supervision points out about a case.
struct Notice: Codable, Sendable, Equatable {
    /// The decision's id.
    let decisionId: String
    /// The instant that is meant.
    let at: Timestamp
    /// What it says.
    let codes: [String]
}

/// The notices of the store.
enum NoticeTable {
    /// Adds a notice about a case; one that is there already stays.
    static func add(_ notice: Notice, about caseID: String, in database: Database) throws {
        let codes = String(decoding: try JSONEncoder().encode(notice.codes), as: UTF8.self)
        try database.execute(
            sql: "INSERT INTO notice (decisionId, caseId, at, codes) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
            arguments: [notice.decisionId, caseID, Instant.milliseconds(notice.at.instant), codes])
    }

    /// The notices about a case, the oldest first.
    static func notices(about caseID: String, in database: Database) throws -> [Notice] {
        try Row.fetchAll(
            database, sql: "SELECT decisionId, at, codes FROM notice WHERE caseId = ? ORDER BY at, decisionId",
            arguments: [caseID]
        ).map { row in
            let codes: String = row["codes"]
            return Notice(
                decisionId: row["decisionId"], at: Timestamp(Instant.at(milliseconds: row["at"])),
                codes: try JSONDecoder().decode([String].self, from: Data(codes.utf8)))
        }
    }
}
