import GRDB
import Models

/// The contributions of all aggregates in the store.
enum ContributionTable {
    /// Takes the old contributions of an aggregate away and adds the new ones.
    static func replace(_ aggregate: String, with contributions: [Contribution], in database: Database) throws {
        try remove(aggregate, in: database)
        let statement = try database.cachedStatement(sql: insertion)
        for contribution in contributions {
            let fixed: [(any DatabaseValueConvertible)?] = [
                aggregate, contribution.indicator.rawValue, contribution.firstDay.description,
                contribution.lastDay?.description, contribution.municipality, contribution.counterpart,
            ]
            let codes = Dimension.allCases.map { contribution.codes[$0] as (any DatabaseValueConvertible)? }
            try statement.execute(arguments: StatementArguments(fixed + codes))
        }
    }

    /// Takes the contributions of an aggregate away.
    static func remove(_ aggregate: String, in database: Database) throws {
        try database.cachedStatement(sql: "DELETE FROM contribution WHERE aggregate = ?")
            .execute(arguments: [aggregate])
    }

    private static let insertion: String = {
        let columns =
            ["aggregate", "indicator", "firstDay", "lastDay", "municipality", "counterpart"]
            + Dimension.allCases.map(\.rawValue)
        let places = columns.map { _ in "?" }.joined(separator: ", ")
        return "INSERT INTO contribution (\(columns.joined(separator: ", "))) VALUES (\(places))"
    }()
}
