import Hummingbird
import Models
import Pipeline
import Runtime

/// The requests as a pseudonymous list, in pages.
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

    func add(to router: Router<AppRequestContext>) {
        router.get("/v1/requests") { request, _ in
            let page = try PageRequest(request)
            let states = try await entry.store.read { database in
                try RequestTable.states(after: page.after ?? "", limit: page.limit + 1, in: database)
            }
            return JSONResponse(Page(states.map(Item.init), for: page, id: \.id))
        }
    }
}
