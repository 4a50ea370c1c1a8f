import GRDB
import Models

/// An exact count for whoever may see it: never published.
struct ExactFigure: Codable, Sendable, Equatable {
    var indicator: String
    var unit: Figure.Unit
    var period: ReportingPeriod
    var territory: FigureTerritory
    var dimensions: [String: String]
    var value: Int
    var rule: Figure.Rule
}

/// The answer of `GET /v1/figures`.
struct ExactFigures: Codable, Sendable {
    var figures: [ExactFigure]
}

extension FigureQuery {
    /// Counts what is asked for, as the store has it now.
    func answer(_ codelists: Codelists, _ database: Database) throws -> ExactFigures {
        var figures: [ExactFigure] = []
        for period in periods {
            for indicator in indicators {
                let tally = try Tally(of: indicator, in: period, database)
                for codes in combinations(of: indicator, codelists) {
                    figures.append(
                        ExactFigure(
                            indicator: indicator.rawValue, unit: indicator.unit, period: period,
                            territory: area.territory, dimensions: codes.named, value: tally.count(in: area, codes),
                            rule: indicator.rule))
                }
            }
        }
        return ExactFigures(figures: figures)
    }
}
