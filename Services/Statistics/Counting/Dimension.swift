import Models

/// A breakdown of a figure; its raw value is the name in figure keys, queries and the store's columns.
enum Dimension: String, CaseIterable, Sendable {
    /// How the client came.
    case accessRoute
    /// How a request was decided.
    case outcome
    /// In which direction a stock changed.
    case flow
    /// The gender. Only two are broken down: `diverse` and `no-entry` are so few that they count in totals only
    /// (contracts 6).
    case gender
    /// The age group when the case was opened.
    case ageGroup

    /// The codelist that its codes come from; `nil` where they are the counting rule's own.
    var codelist: String? {
        switch self {
        case .accessRoute: "access-routes"
        case .gender: "genders"
        case .ageGroup: "age-groups"
        case .outcome, .flow: nil
        }
    }

    /// The codes that are broken down, in their order.
    func codes(in codelists: Codelists, on day: LocalDate) -> [String] {
        let listed = codelist.flatMap { codelists[$0] }.map { $0.values(on: day).map(\.code) } ?? []
        return switch self {
        case .accessRoute, .ageGroup: listed
        case .gender: listed.filter(Dimension.brokenDownGenders.contains)
        case .outcome: Outcome.allCases.map(\.rawValue)
        case .flow: Flow.allCases.map(\.rawValue)
        }
    }

    static let brokenDownGenders: Set<String> = ["female", "male"]
}

/// How a request was decided (indicator I2).
enum Outcome: String, CaseIterable, Sendable {
    case admitted, advised, redirected, rejected, withdrawn
    /// Redirected because the municipality has no KIM case management: unmet demand, told apart.
    case noOffer = "no-kim-offer"
}

/// In which direction the stock of cases changed (indicator B2): stock1 = stock0 + all that come - all that go.
enum Flow: String, CaseIterable, Sendable {
    /// Opened.
    case inflow
    /// Opened again after a closure.
    case reopened
    /// Closed.
    case outflow
    /// Came from a municipality outside the area while open.
    case movedIn = "moved-in"
    /// Went to a municipality outside the area while open.
    case movedOut = "moved-out"

    /// Whether it happens between two municipalities, and so never to the Kreis as a whole.
    var isMove: Bool { self == .movedIn || self == .movedOut }
}
