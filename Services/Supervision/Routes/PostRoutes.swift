import Foundation
import GRDB
import Hummingbird
import Models
import Pipeline
import Runtime

/// The posts in the scope of who asks, with what each carries today.
struct PostRoutes: Sendable {
    /// A post in the list.
    struct Item: Encodable, Sendable {
        let post: String
        let baustein: Int
        let scope: String
        let municipalities: [String]
        let occupiedFte: Double
        let openCases: Int
        /// Absent while the post is vacant.
        let casesPerFte: Double?

        init(_ state: PostState, openCases: Int, on day: LocalDate) {
            post = state.postId
            baustein = state.baustein
            scope = state.scope
            municipalities = state.municipalities
            occupiedFte = state.occupiedFte(on: day)
            self.openCases = openCases
            casesPerFte = occupiedFte > 0 ? Double(openCases) / occupiedFte : nil
        }
    }

    let territory: Territory
    let entry: TransactionalEntry
    let clock: @Sendable () -> Date

    func add(to router: APIRouter) {
        router.get("/v1/posts", for: [.supervisor, .coordinator]) { _, context in
            let today = LocalDate(of: clock())
            let scopes = context.identity.offices(of: territory)
            return JSONResponse(try await entry.store.read { try PostRoutes.items(on: today, scopes: scopes, in: $0) })
        }
    }

    static func items(on day: LocalDate, scopes: Set<String>, in database: Database) throws -> [Item] {
        let openCases = try CaseTable.openCases(in: database)
        return try PostTable.posts(of: scopes, in: database).map {
            Item($0, openCases: openCases[$0.postId] ?? 0, on: day)
        }
    }
}
