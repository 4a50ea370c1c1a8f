import Foundation
import GRDB
import Hummingbird
import Models
import Pipeline
import Runtime

/// The open notices, in the order in which they were given.
struct NoticeRoutes: Sendable {
    /// A notice in the list.
    struct Item: Encodable, Sendable {
        let number: Int64
        let id: String
        let caseId: String
        let post: String?
        let municipality: String?
        let codes: [String]
        let at: Timestamp
    }

    let entry: TransactionalEntry

    func add(to router: Router<AppRequestContext>) {
        router.get("/v1/notices") { request, _ in
            let page = try PageRequest(request)
            let after = try page.after.map { text in
                guard let number = Int64(text) else {
                    throw Problem.invalidParameter("cursor", accepted: "der Wert aus `next` der Seite davor")
                }
                return number
            }
            let items = try await entry.store.read { database in
                try NoticeRoutes.items(after: after ?? 0, limit: page.limit + 1, in: database)
            }
            return JSONResponse(Page(items, for: page) { String($0.number) })
        }
    }

    private static func items(after number: Int64, limit: Int, in database: Database) throws -> [Item] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT number, decisionId, notice.caseId AS caseId, deadline, overdueAt, post, municipality
                FROM notice LEFT JOIN supervisedCase ON supervisedCase.caseId = notice.caseId
                WHERE settledAt IS NULL AND number > ? ORDER BY number LIMIT ?
                """, arguments: [number, limit]
        ).map { row in
            Item(
                number: row["number"], id: row["decisionId"], caseId: row["caseId"], post: row["post"],
                municipality: row["municipality"], codes: [row["deadline"], NoticeStanding.overdue.rawValue],
                at: Timestamp(Instant.at(milliseconds: row["overdueAt"])))
        }
    }
}
