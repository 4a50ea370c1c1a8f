import Hummingbird
import Models
import Pipeline
import Runtime

/// What clearing tells the coordinating offices: demand that KIM could not meet, and how well the publishers send.
/// Counts only.
struct DemandRoutes: Sendable {
    /// The counts of a list, which has no pages.
    struct Counts: Encodable, Sendable {
        let items: [PublisherTally.Row]
    }

    let territory: Territory
    let entry: TransactionalEntry

    func add(to router: APIRouter) {
        router.get("/v1/unmet-demand", for: [.intakeClerk, .coordinator]) { request, context in
            let day = try DemandRoutes.since(request, entry)
            let municipalities = context.identity.municipalitiesOfDemand(territory)
            return JSONResponse(
                try await entry.store.read { try UnmetDemand.rows(since: day, in: municipalities, $0) })
        }
        router.get("/v1/publishers", for: [.intakeClerk, .coordinator, .operator]) { request, _ in
            let day = try DemandRoutes.since(request, entry)
            return JSONResponse(
                Counts(items: try await entry.store.read { try PublisherTally.rows(since: day.yearAndMonth, in: $0) }))
        }
    }

    /// From which day on counts are asked for: about a year, where nothing is said. Throws ``Problem`` 400.
    static func since(_ request: Request, _ entry: TransactionalEntry) throws(Problem) -> LocalDate {
        guard let text = request.uri.queryParameters.get("since") else {
            return LocalDate(of: entry.now).adding(days: -365)
        }
        guard let day = LocalDate(text) else { throw Problem.invalidParameter("since", accepted: "ein Tag, 2026-01-31") }
        return day
    }
}

extension Identity {
    /// The municipalities whose unmet demand somebody may see: clearing staff theirs, coordinators those in their scope.
    func municipalitiesOfDemand(_ territory: Territory) -> Set<String> {
        (roles.contains(.intakeClerk) ? municipalities : [])
            .union(roles.contains(.coordinator) ? municipalitiesInScope(of: territory) : [])
    }
}
