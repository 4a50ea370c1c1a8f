import Foundation
import GRDB
import Hummingbird
import Models
import Pipeline
import Runtime

/// The open notices on cases in the scope of who asks, in the order in which they were given.
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

    let territory: Territory
    let entry: TransactionalEntry

    func add(to router: APIRouter) {
        router.get("/v1/notices", for: [.supervisor, .coordinator]) { request, context in
            let page = try PageRequest(request)
            let after = try page.after.map { text in
                guard let number = Int64(text) else {
                    throw Problem.invalidParameter("cursor", accepted: "der Wert aus `next` der Seite davor")
                }
                return number
            }
            let municipalities = context.identity.municipalitiesInScope(of: territory)
            let items = try await entry.audited("notices-listed", by: context.principal) { database in
                try NoticeRoutes.items(after: after ?? 0, limit: page.limit + 1, in: municipalities, database)
            }
            return JSONResponse(Page(items, for: page) { String($0.number) })
        }
    }

    private static func items(
        after number: Int64, limit: Int, in municipalities: Set<String>, _ database: Database
    ) throws -> [Item] {
        try SQLRequest<Row>(
            """
            SELECT number, decisionId, notice.caseId AS caseId, deadline, overdueAt, post, municipality
            FROM notice JOIN supervisedCase ON supervisedCase.caseId = notice.caseId
            WHERE settledAt IS NULL AND municipality IN \(municipalities) AND number > \(number)
            ORDER BY number LIMIT \(limit)
            """
        ).fetchAll(database).map { row in
            Item(
                number: row["number"], id: row["decisionId"], caseId: row["caseId"], post: row["post"],
                municipality: row["municipality"], codes: [row["deadline"], NoticeStanding.overdue.rawValue],
                at: Timestamp(Instant.at(milliseconds: row["overdueAt"])))
        }
    }
}
