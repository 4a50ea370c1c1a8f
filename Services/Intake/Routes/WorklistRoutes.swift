import Hummingbird
import Models
import Pipeline
import Runtime

/// The worklist of clearing: what is to be decided, urgent requests first, each with the reason. Pseudonymous.
struct WorklistRoutes: Sendable {
    /// A request in the list.
    struct Item: Encodable, Sendable {
        let id: String
        let version: Int
        let state: RequestState.Status?
        let reasons: [String]
        let municipality: String?
        let receivedOn: LocalDate
        let ageGroup: String?
        let urgency: RequestUrgency?
        /// Where the list goes on; not told.
        let place: String

        private enum CodingKeys: CodingKey {
            case id, version, state, reasons, municipality, receivedOn, ageGroup, urgency
        }

        init(_ item: Worklist.Item) {
            id = item.state.requestId
            version = item.state.version
            state = item.state.status
            reasons = item.state.states.inForce.last?.reasons ?? []
            municipality = item.state.municipality
            receivedOn = item.state.receivedOn
            ageGroup = item.state.ageGroup
            urgency = item.urgency
            place = item.place
        }
    }

    let entry: TransactionalEntry

    func add(to router: APIRouter) {
        router.get("/v1/worklist", for: [.intakeClerk]) { request, context in
            let page = try PageRequest(request)
            let (filter, order) = (try Worklist.Filter(request), try Worklist.Order(request))
            let municipalities = context.identity.municipalities
            let items = try await entry.audited("requests-listed", by: context.principal) { database in
                try Worklist.items(
                    behind: page.after ?? "", limit: page.limit + 1, filter, by: order, in: municipalities, database)
            }
            return JSONResponse(Page(items.map(Item.init), for: page, id: \.place))
        }
    }
}

extension Worklist.Filter {
    /// Reads the query. Throws ``Problem`` 400.
    init(_ request: Request) throws(Problem) {
        if let text = request.filledQuery("status") {
            guard let status = RequestState.Status(rawValue: text), !status.isDecided else {
                throw Problem.invalidParameter("status", accepted: "parked oder waiting")
            }
            self.status = status
        }
        if let text = request.filledQuery("urgent") {
            guard let flag = Bool(text) else { throw Problem.invalidParameter("urgent", accepted: "true oder false") }
            isUrgent = flag
        }
        if let text = request.filledQuery("municipality") {
            guard AGS(text) != nil else { throw Problem.invalidParameter("municipality", accepted: "8 Ziffern (AGS)") }
            municipality = text
        }
    }
}

extension Worklist.Order {
    /// Reads the query. Throws ``Problem`` 400.
    init(_ request: Request) throws(Problem) {
        let text = request.filledQuery("sort") ?? Worklist.Order.urgency.rawValue
        guard let order = Worklist.Order(rawValue: text) else {
            let accepted = Worklist.Order.allCases.map(\.rawValue).joined(separator: ", ")
            throw Problem.invalidParameter("sort", accepted: accepted)
        }
        self = order
    }
}
