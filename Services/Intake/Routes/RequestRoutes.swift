import Hummingbird
import Models
import Pipeline
import Runtime

/// The requests as a pseudonymous list, in pages: to clearing staff those of their municipalities.
struct RequestRoutes: Sendable {
    /// A request in the list.
    struct Item: Encodable, Sendable {
        let id: String
        let state: RequestState.Status?
        let municipality: String?
        let receivedOn: LocalDate

        init(_ state: RequestState) {
            id = state.requestId
            self.state = state.status
            municipality = state.municipality
            receivedOn = state.receivedOn
        }
    }

    let entry: TransactionalEntry

    func add(to router: APIRouter) {
        router.get("/v1/requests", for: [.intakeClerk]) { request, context in
            let page = try PageRequest(request)
            let municipalities = context.identity.municipalities
            let states = try await entry.audited("requests-listed", by: context.principal) { database in
                try RequestTable.states(
                    after: page.after ?? "", limit: page.limit + 1, in: municipalities, database)
            }
            return JSONResponse(Page(states.map(Item.init), for: page, id: \.id))
        }
    }
}
