import Models

/// Keeps receipts below the size of their topic, whatever was sent: a receipt that cannot go out is none.
enum ReceiptLimits {
    /// How many reasons, and how many warnings, are told.
    static let maximumIssues = 100
    /// The longest place that is told, in bytes; a longer one has names in it that only the publisher made.
    static let maximumPointer = 512

    /// The issues within the limits, in their order; behind them how many more there are.
    static func bounded(_ issues: [ValidationIssue]) -> [ValidationIssue] {
        let told = issues.prefix(maximumIssues).map { issue in
            guard let pointer = issue.pointer, pointer.utf8.count > maximumPointer else { return issue }
            return ValidationIssue(issue.code)
        }
        let more = issues.count - told.count
        return more > 0 ? told + [ValidationIssue(.moreNotTold, details: ["count": String(more)])] : told
    }
}
