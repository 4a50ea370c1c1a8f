import Hummingbird
import Models
import Pipeline
import Runtime

/// Unmet demand, and how well the publishers send, as pages. Counts only.
struct DemandPages: Sendable {
    static let demandPath = "/unmet-demand"
    static let publishersPath = "/publishers"

    /// What the template of unmet demand shows.
    struct Demand: Sendable {
        struct Unserved: Sendable {
            let month: String
            let municipality: String
            let requests: Int
            let urgent: Int
        }
        struct Waiting: Sendable {
            let municipality: String
            let requests: Int
            let urgent: Int
            let since: String
        }
        let hasUnserved: Bool
        let unserved: [Unserved]
        let hasWaiting: Bool
        let waiting: [Waiting]
    }

    /// What the template of the publishers shows.
    struct Publishers: Sendable {
        /// One publisher in one month.
        struct Row: Sendable {
            let month: String
            let publisher: String
            let total: Int
            let outcomes: [Count]
            let errors: [Count]
            let hasErrors: Bool
            let warnings: [Count]
            let hasWarnings: Bool
        }
        struct Count: Sendable {
            let number: Int
            let meaning: PageTerm
            let reasonCode: String?
        }
        let hasRows: Bool
        let rows: [Row]
    }

    let frame: PageFrame
    let territory: Territory
    let entry: TransactionalEntry

    func add(to router: APIRouter) {
        router.page("/unmet-demand", for: IntakePages.demandRoles, in: frame) { visit in
            let day = try DemandRoutes.since(visit.request, entry)
            let municipalities = visit.context.identity.municipalitiesOfDemand(territory)
            let found = try await entry.store.read { try UnmetDemand.rows(since: day, in: municipalities, $0) }
            let words = visit.words
            let model = Demand(
                hasUnserved: !found.withoutOffer.isEmpty,
                unserved: found.withoutOffer.map { row in
                    .init(
                        month: words.month(row.month), municipality: territory.municipalityName(row.municipality),
                        requests: row.requests, urgent: row.urgent)
                }, hasWaiting: !found.waiting.isEmpty,
                waiting: found.waiting.map { row in
                    .init(
                        municipality: territory.municipalityName(row.municipality), requests: row.requests,
                        urgent: row.urgent, since: words.day(row.since))
                })
            return .page(PageContent("unmet-demand", title: words["unmetDemand"], model))
        }
        router.page("/publishers", for: IntakePages.publisherRoles, in: frame) { visit in
            let day = try DemandRoutes.since(visit.request, entry)
            let found = try await entry.store.read { try PublisherTally.rows(since: day.yearAndMonth, in: $0) }
            let rows = rows(found, visit.words)
            return .page(
                PageContent(
                    "publishers", title: visit.words["publishers"],
                    Publishers(hasRows: !rows.isEmpty, rows: rows)))
        }
    }

    /// One row for each publisher and month, in the order in which they come.
    private func rows(_ counts: [PublisherTally.Row], _ words: PageWords) -> [Publishers.Row] {
        var order: [[String]] = []
        let groups = Dictionary(grouping: counts) { [$0.month, $0.publisher] }
        for count in counts where order.last != [count.month, count.publisher] {
            order.append([count.month, count.publisher])
        }
        return order.map { key in
            let group = groups[key] ?? []
            func list(_ kind: PublisherTally.Kind) -> [Publishers.Count] {
                group.filter { $0.kind == kind }.map { row in
                    .init(
                        number: row.count, meaning: words.meaning(of: row),
                        reasonCode: kind == .outcome ? nil : row.code)
                }
            }
            let (errors, warnings) = (list(.error), list(.warning))
            return Publishers.Row(
                month: words.month(key[0]),
                publisher: territory.publishers.first { $0.id == key[1] }?.name ?? key[1],
                total: list(.outcome).reduce(0) { $0 + $1.number }, outcomes: list(.outcome), errors: errors,
                hasErrors: !errors.isEmpty, warnings: warnings, hasWarnings: !warnings.isEmpty)
        }
    }
}

extension PageWords {
    /// A month of the form `2026-11`.
    fileprivate func month(_ text: String) -> String { PartialDate(text).map { day($0) } ?? text }

    /// What is counted; the details of a reason are not, so that dots stand for them.
    fileprivate func meaning(of row: PublisherTally.Row) -> PageTerm {
        guard row.kind != .outcome else { return code("outcomes", row.code) }
        guard let reason = ReasonCode(rawValue: row.code) else { return PageTerm(row.code) }
        return PageTerm(self.reason(reason).replacing(/\{[a-z]+\}/, with: "…"))
    }
}
