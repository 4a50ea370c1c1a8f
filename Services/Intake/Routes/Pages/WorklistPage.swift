import Hummingbird
import Models
import Pipeline
import Runtime

/// The worklist as a page: what is to be decided, with filters and orders.
struct WorklistPage: Sendable {
    static let path = "/worklist"

    let frame: PageFrame
    let territory: Territory
    let entry: TransactionalEntry

    func add(to router: APIRouter) {
        router.page("/worklist", for: [.intakeClerk], in: frame) { visit in
            let page = try PageRequest(visit.request)
            let (filter, order) = (try Worklist.Filter(visit.request), try Worklist.Order(visit.request))
            let municipalities = visit.context.identity.municipalities
            let actor = visit.context.principal
            let (items, total) = try await entry.audited("requests-listed", by: actor) { database in
                (
                    try Worklist.items(
                        behind: page.after ?? "", limit: page.limit + 1, filter, by: order, in: municipalities,
                        database),
                    try Worklist.total(filter, in: municipalities, database)
                )
            }
            let list = Page(items.map(WorklistRoutes.Item.init), for: page, id: \.place)
            let words = visit.words
            let model = WorklistModel(
                decided: decided(visit), total: words.count(total.all, "requests"),
                urgentTotal: total.urgent == 0 ? nil : words.count(total.urgent, "urgent"),
                statuses: [.parked, .waiting].map { (status: RequestState.Status) in
                    PageOption(status.rawValue, words.status(status), isChosen: filter.status == status)
                },
                urgencies: ["true", "false"].map { flag in
                    PageOption(
                        flag, PageTerm(words["urgent-\(flag)"]), isChosen: filter.isUrgent.map(String.init) == flag)
                },
                municipalities: municipalities.sorted().map { ags in
                    PageOption(
                        ags, PageTerm(territory.municipalityName(ags)), isChosen: filter.municipality == ags)
                },
                order: order.rawValue, byUrgency: sorting(.urgency, order, filter),
                byReceived: sorting(.received, order, filter), byMunicipality: sorting(.municipality, order, filter),
                hasRows: !list.items.isEmpty, rows: list.items.map { row($0, words) },
                isFiltered: filter.status != nil || filter.isUrgent != nil || filter.municipality != nil,
                hasMunicipalities: !municipalities.isEmpty,
                next: list.next.map { WorklistPage.address(filter, order, more: ["cursor=\($0.text)"]) },
                first: page.after == nil ? nil : WorklistPage.address(filter, order))
            let place = visit.query("cursor").map { ["cursor=\($0)"] } ?? []
            let address = WorklistPage.address(filter, order, more: place)
            return .page(PageContent("worklist", title: words["worklist"], address: address, model))
        }
    }

    // MARK: - Parts

    /// What somebody has just decided, as the decision's form says in the address that it leads to.
    private func decided(_ visit: PageVisit) -> WorklistModel.Decided? {
        guard let status = visit.query("decided").flatMap(RequestState.Status.init), let id = visit.query("request"),
            id.utf8.count <= 64, id.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x7A })
        else { return nil }
        return WorklistModel.Decided(
            outcome: visit.words.status(status), address: RequestPages.address(of: id),
            name: visit.words.text("requestNumber", ["number": RequestPages.number(of: id)]))
    }

    private func row(_ item: WorklistRoutes.Item, _ words: PageWords) -> WorklistModel.Row {
        let today = LocalDate(of: entry.now)
        return WorklistModel.Row(
            address: RequestPages.address(of: item.id),
            name: words.text("requestNumber", ["number": RequestPages.number(of: item.id)]),
            urgency: item.urgency.map { words.urgency($0, on: today) },
            received: words.day(item.receivedOn), receivedISO: item.receivedOn.description,
            distance: words.distance(to: item.receivedOn, from: today),
            municipality: territory.municipalityName(item.municipality ?? ""), status: words.status(item.state),
            reasons: item.reasons.map { words.code("clearing-reasons", $0) },
            ageGroup: item.ageGroup.map { words.code("age-groups", $0) })
    }

    private func sorting(
        _ column: Worklist.Order, _ order: Worklist.Order, _ filter: Worklist.Filter
    ) -> WorklistModel.Sorting {
        WorklistModel.Sorting(
            sortAddress: WorklistPage.address(filter, column), isSorted: column == order)
    }

    /// The list's address with a filter and an order, all of plain ASCII.
    static func address(_ filter: Worklist.Filter, _ order: Worklist.Order, more: [String] = []) -> String {
        let fields =
            [
                filter.status.map { "status=\($0.rawValue)" }, filter.isUrgent.map { "urgent=\($0)" },
                filter.municipality.map { "municipality=\($0)" },
                order == .urgency ? nil : "sort=\(order.rawValue)",
            ].compactMap { $0 } + more
        return fields.isEmpty ? path : path + "?" + fields.joined(separator: "&")
    }
}

/// What the worklist's template shows.
struct WorklistModel: Sendable {
    struct Decided: Sendable {
        let outcome: PageTerm
        let address: String
        let name: String
    }

    /// A column that the list can be sorted by.
    struct Sorting: Sendable {
        let sortAddress: String
        let isSorted: Bool
    }

    struct Row: Sendable {
        let address: String
        let name: String
        let urgency: String?
        let received: String
        let receivedISO: String
        let distance: String
        let municipality: String
        let status: PageTerm
        let reasons: [PageTerm]
        let ageGroup: PageTerm?
    }

    let decided: Decided?
    let total: String
    let urgentTotal: String?
    let statuses: [PageOption]
    let urgencies: [PageOption]
    let municipalities: [PageOption]
    let order: String
    let byUrgency: Sorting
    let byReceived: Sorting
    let byMunicipality: Sorting
    let hasRows: Bool
    let rows: [Row]
    let isFiltered: Bool
    let hasMunicipalities: Bool
    let next: String?
    let first: String?
}

extension PageWords {
    /// A number of things in words: `1 Anfrage`, `12 Anfragen`.
    func count(_ number: Int, _ key: String) -> String {
        text(number == 1 ? "\(key)One" : "\(key)Many", ["number": String(number)])
    }
}
