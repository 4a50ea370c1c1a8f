import GRDB
import Models

/// The contributions to one indicator in one period, counted by place and codes.
struct Tally: Sendable, Equatable {
    /// Contributions that count alike.
    struct Cell: Sendable, Equatable {
        var municipality: String?
        var counterpart: String?
        var codes: Codes
        var count: Int
    }

    var cells: [Cell]

    /// How many count in an area with these codes.
    func count(in area: Area, _ codes: Codes) -> Int {
        cells.reduce(0) { sum, cell in
            let counts =
                area.contains(cell.municipality, movedFrom: cell.counterpart)
                && codes.allSatisfy { cell.codes[$0.key] == $0.value }
            return counts ? sum + cell.count : sum
        }
    }
}

extension Tally {
    /// Counts what the store holds.
    init(of indicator: Indicator, in period: ReportingPeriod, _ database: Database) throws {
        let condition =
            indicator.isStock
            ? "firstDay <= :last AND (lastDay IS NULL OR lastDay >= :last)" : "firstDay BETWEEN :first AND :last"
        var arguments: StatementArguments = ["indicator": indicator.rawValue, "last": period.lastDay.description]
        if !indicator.isStock { arguments += ["first": period.firstDay.description] }
        let columns = (["municipality", "counterpart"] + Dimension.allCases.map(\.rawValue)).joined(separator: ", ")
        let rows = try Row.fetchAll(
            database,
            sql: """
                SELECT \(columns), COUNT(*) AS number FROM contribution
                WHERE indicator = :indicator AND \(condition) GROUP BY \(columns)
                """, arguments: arguments)
        cells = rows.map { row in
            var codes: Codes = [:]
            for dimension in Dimension.allCases { codes[dimension] = row[dimension.rawValue] }
            return Cell(
                municipality: row["municipality"], counterpart: row["counterpart"], codes: codes, count: row["number"])
        }
    }
}
