import Models

/// What became of a row, or would become of it.
struct ImportResult: Equatable {
    /// Of a row that is no event of its own.
    static let unusable = "unusable"

    var line: Int
    var id: String
    /// The outcome of the receipt.
    var outcome: String
    var reasons: [ImportIssue] = []
    var warnings: [ImportIssue] = []
    var sent = Sent.no

    /// Whether the row reached Intake.
    enum Sent: String {
        case yes, no
        /// It was sent, and no answer says what became of it.
        case unknown
    }

    /// Whether Intake takes nothing of it.
    var isError: Bool { [ImportResult.unusable, Receipt.Outcome.rejected.rawValue].contains(outcome) }
}

/// The results of a list, as a table for the terminal and as a list again. Without anything of a person.
struct ImportReport {
    private static let header = ["line", "event", "sent", "outcome", "reasons", "warnings"]

    var results: [ImportResult]

    var errors: Int { results.count(where: \.isError) }

    /// Notes that rows were sent and what became of them is not known.
    mutating func leaveOpen(_ rows: [ImportRow]) {
        let lines = Set(rows.map(\.line))
        for index in results.indices where lines.contains(results[index].line) { results[index].sent = .unknown }
    }

    /// Puts the answer to an event in the place of what was expected of it.
    mutating func replace(_ result: ImportResult) {
        guard let index = results.firstIndex(where: { $0.line == result.line }) else { return }
        results[index] = result
    }

    private var rows: [[String]] {
        results.map { result in
            [String(result.line), result.id, result.sent.rawValue, result.outcome]
                + [result.reasons, result.warnings].map { $0.map(\.description).joined(separator: "; ") }
        }
    }

    var table: TextTable {
        var table = TextTable(ImportReport.header)
        for row in rows { table.add(row) }
        return table
    }

    /// The report after RFC 4180, with semicolons, as spreadsheets set to German read it.
    var csv: String {
        ([ImportReport.header] + rows).map { row in
            row.map { "\"\($0.replacing("\"", with: "\"\""))\"" }.joined(separator: ";") + "\r\n"
        }.joined()
    }

    /// How many rows have which outcome.
    var summary: String {
        let counts = Dictionary(grouping: results, by: \.outcome).sorted { $0.key < $1.key }
        let open = results.count { $0.sent == .unknown }
        return (["\(results.count) rows"] + counts.map { "\($0.value.count) \($0.key)" }).joined(separator: ", ")
            + "; \(results.count { $0.sent == .yes }) sent" + (open == 0 ? "" : ", \(open) unknown")
    }
}
