import GRDB
import Models
import Pipeline

/// How much each publisher sent, and what was wrong with it, month by month. Counts only: they stay when requests go.
enum PublisherTally {
    /// What is counted.
    enum Kind: String, Codable, Sendable {
        /// What events were answered first.
        case outcome
        /// Why events were refused, or matched nobody.
        case error
        /// What was accepted and is worth a look.
        case warning
    }

    /// A count.
    struct Row: Codable, Sendable, Equatable {
        /// The publisher's id.
        let publisher: String
        /// The month of the local day of the record, `2026-11`.
        let month: String
        /// What was counted.
        let kind: Kind
        /// The outcome, or the code of the reason.
        let code: String
        /// How many events; an event counts once for each code.
        let count: Int
    }

    /// Counts the first answer to an event of a publisher; what is sent again does not count again.
    static func add(_ receipt: Receipt, of publisher: String, _ transaction: Transaction) throws {
        var codes: [(Kind, String)] = [(.outcome, receipt.outcome.rawValue)]
        if [.rejected, .notMatched].contains(receipt.outcome) {
            codes += Set(receipt.reasons.map(\.code.rawValue)).map { (.error, $0) }
        }
        codes += Set(receipt.warnings.map(\.code.rawValue)).map { (.warning, $0) }
        let month = transaction.today.yearAndMonth
        let statement = try transaction.database.cachedStatement(
            sql: """
                INSERT INTO publisherTally (publisher, month, kind, code, count) VALUES (?, ?, ?, ?, 1)
                ON CONFLICT DO UPDATE SET count = count + 1
                """)
        for (kind, code) in codes { try statement.execute(arguments: [publisher, month, kind.rawValue, code]) }
    }

    /// The counts of all publishers from a month on: newest month first, in it by publisher, kind, and the most frequent.
    static func rows(since month: String, in database: Database) throws -> [Row] {
        try GRDB.Row.fetchAll(
            database,
            sql: """
                SELECT * FROM publisherTally WHERE month >= ?
                ORDER BY month DESC, publisher, kind = 'warning', kind = 'error', count DESC, code
                """, arguments: [month]
        ).compactMap { row in
            Kind(rawValue: row["kind"]).map { kind in
                Row(
                    publisher: row["publisher"], month: row["month"], kind: kind, code: row["code"],
                    count: row["count"])
            }
        }
    }
}
