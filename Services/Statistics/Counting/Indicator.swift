import Models

/// What is counted, and how it may be broken down. A change of what an indicator counts raises its rule's version.
enum Indicator: String, CaseIterable, Sendable {
    /// Requests received in the period.
    case requests = "I1"
    /// Requests decided in the period.
    case decisions = "I2"
    /// Cases open at the end of the period's last day.
    case stock = "B1"
    /// Cases that came and went in the period.
    case flows = "B2"

    var unit: Figure.Unit {
        switch self {
        case .requests, .decisions: .requests
        case .stock, .flows: .cases
        }
    }

    var rule: Figure.Rule { Figure.Rule(id: rawValue, version: "1") }

    /// Whether it counts what holds on a day, instead of what happens in a period.
    var isStock: Bool { self == .stock }

    /// The dimensions it can be counted by.
    var dimensions: Set<Dimension> {
        switch self {
        case .requests: [.accessRoute]
        case .decisions: [.outcome]
        case .stock: [.gender, .ageGroup]
        case .flows: [.flow, .gender, .ageGroup]
        }
    }

    /// The breakdowns that are published: at most one dimension for a municipality, at most two for the Kreis
    /// (contracts 6). Flows have no total, since coming and going do not add up. Age groups are for exact questions
    /// only: the code `65+` fits into no key (contracts 2).
    func breakdowns(at level: FigureTerritory.Level) -> [[Dimension]] {
        switch (self, level) {
        case (.requests, _): [[], [.accessRoute]]
        case (.decisions, _): [[], [.outcome]]
        case (.stock, _): [[], [.gender]]
        case (.flows, .kreis): [[.flow], [.flow, .gender]]
        case (.flows, _): [[.flow]]
        }
    }
}

/// The codes of some dimensions; a dimension that is absent is the total.
typealias Codes = [Dimension: String]

extension Indicator {
    /// Every combination of codes that breakdowns have at a level.
    func combinations(at level: FigureTerritory.Level, codelists: Codelists, on day: LocalDate) -> [Codes] {
        breakdowns(at: level).flatMap { dimensions in
            dimensions.reduce([[:]]) { combinations, dimension in
                combinations.flatMap { codes in
                    Indicator.offered(dimension, at: level, codelists, day).map { code in
                        codes.merging([dimension: code]) { $1 }
                    }
                }
            }
        }
    }

    private static func offered(
        _ dimension: Dimension, at level: FigureTerritory.Level, _ codelists: Codelists, _ day: LocalDate
    ) -> [String] {
        let codes = dimension.codes(in: codelists, on: day)
        guard dimension == .flow, level == .kreis else { return codes }
        return codes.filter { Flow(rawValue: $0)?.isMove == false }
    }
}
