/// What clearing staff found out before the decision (Klärungsphase): the five criteria that indicate case management
/// (complex need, several providers, regular pathways that do not grip, lacking own resources, agreement; DGCC).
struct ClearingChecklist: Codable, Sendable, Equatable {
    /// How many actors are involved.
    let actors: Int
    /// In how many life areas there is need.
    let areas: Int
    /// Whether the regular pathway was tried, and does not suffice.
    let regularPathwayTried: Bool
    /// Whether the person's own resources suffice.
    let ownResourcesSuffice: Bool
    /// Whether the person takes part.
    let agreement: Bool

    /// How many actors or life areas can be told.
    static let numbers = 0...99
    /// From how many actors or life areas on a need is complex.
    static let several = 2

    /// A criterion that is not met, by its name in the checklist.
    enum Criterion: String, Codable, Sendable, CaseIterable {
        case actors, areas, regularPathwayTried, ownResourcesSuffice, agreement
    }

    /// The criteria whose number cannot be.
    var outOfRange: [Criterion] {
        [(Criterion.actors, actors), (.areas, areas)].filter { !ClearingChecklist.numbers.contains($0.1) }.map(\.0)
    }

    /// The criteria that are not met, in the order of the checklist.
    var unmet: [Criterion] {
        Criterion.allCases.filter { criterion in
            switch criterion {
            case .actors: actors < ClearingChecklist.several
            case .areas: areas < ClearingChecklist.several
            case .regularPathwayTried: !regularPathwayTried
            case .ownResourcesSuffice: ownResourcesSuffice
            case .agreement: !agreement
            }
        }
    }
}
