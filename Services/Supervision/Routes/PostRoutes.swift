import Foundation
import GRDB
import Hummingbird
import Models
import Pipeline
import Runtime

/// The posts with what each carries today.
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

    let entry: TransactionalEntry
    let clock: @Sendable () -> Date

    func add(to router: Router<AppRequestContext>) {
        router.get("/v1/posts") { _, _ in
            let today = LocalDate(of: clock())
            return JSONResponse(try await entry.store.read { try PostRoutes.items(on: today, in: $0) })
        }
    }

    static func items(on day: LocalDate, in database: Database) throws -> [Item] {
        let openCases = try CaseTable.openCases(in: database)
        return try PostTable.posts(in: database).map {
            Item($0, openCases: openCases[$0.postId] ?? 0, on: day)
        }
    }
}
