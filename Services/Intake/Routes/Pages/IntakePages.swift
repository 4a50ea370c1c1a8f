import Models
import Pipeline
import Runtime

/// The pages of clearing staff, and of who looks at demand and publishers.
struct IntakePages: Sendable {
    let frame: PageFrame
    let territory: Territory
    let codelists: Codelists
    let keys: ServiceKeys
    let entry: TransactionalEntry

    /// Who sees unmet demand.
    static let demandRoles: Set<Role> = [.intakeClerk, .coordinator]
    /// Who sees how publishers send.
    static let publisherRoles: Set<Role> = [.intakeClerk, .coordinator, .operator]

    /// The frame with Intake's templates. Throws ``PageError``.
    static func frame(codelists: Codelists) throws(PageError) -> PageFrame {
        try PageFrame(
            codelists: codelists,
            views: [
                "worklist": PackageResources.worklist_mustache, "request": PackageResources.request_mustache,
                "decision": PackageResources.decision_mustache, "proposal": PackageResources.proposal_mustache,
                "decided-pair": PackageResources.decided_pair_mustache,
                "unmet-demand": PackageResources.unmet_demand_mustache,
                "publishers": PackageResources.publishers_mustache,
            ], texts: PackageResources.texts_yaml,
            navigation: [
                .init(WorklistPage.path, "worklist", for: [.intakeClerk]),
                .init(DemandPages.demandPath, "unmetDemand", for: demandRoles),
                .init(DemandPages.publishersPath, "publishers", for: publisherRoles),
            ])
    }

    func add(to router: APIRouter) {
        router.page("/", for: IntakePages.publisherRoles, in: frame) { visit in
            .seeOther(frame.firstPath(for: visit.context.identity) ?? WorklistPage.path)
        }
        WorklistPage(frame: frame, territory: territory, entry: entry).add(to: router)
        RequestPages(frame: frame, territory: territory, codelists: codelists, keys: keys, entry: entry)
            .add(to: router)
        DemandPages(frame: frame, territory: territory, entry: entry).add(to: router)
    }
}

/// A choice in a select list.
struct PageOption: Sendable {
    let value: String
    let text: String
    let foreign: String?
    let isChosen: Bool

    init(_ value: String, _ term: PageTerm, isChosen: Bool) {
        (self.value, text, foreign) = (value, term.text, term.foreign)
        self.isChosen = isChosen
    }
}

extension Territory {
    /// The name of a municipality; the key itself where it is not of the Kreis.
    func municipalityName(_ ags: String) -> String { municipality(ags)?.name ?? ags }
}

extension PageWords {
    /// Why a request goes before others, with the day and how far it is: `Versorgungslücke bis 01.12.2026 (in 4 Tagen)`.
    func urgency(_ urgency: RequestUrgency, on today: LocalDate) -> String {
        let reason = code("urgency-reasons", urgency.reason).text
        guard let day = urgency.by else { return reason }
        return text(
            "urgencyBy", ["reason": reason, "day": self.day(day), "distance": distance(to: day, from: today)])
    }

    /// How a request stands.
    func status(_ status: RequestState.Status?) -> PageTerm { code("outcomes", status?.rawValue ?? "parked") }

    /// Why a request stands so, in sentences.
    func reasons(_ codes: [String]) -> [String] {
        codes.map { code in ReasonCode(rawValue: code).map { reason($0) } ?? code }
    }
}
