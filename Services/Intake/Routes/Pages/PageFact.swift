import Runtime

/// A labelled fact on a page, with one line for each value.
struct PageFact: Sendable {
    /// A line.
    struct Line: Sendable {
        let term: PageTerm
        /// Whether nobody may overlook it.
        var isUrgent = false
    }

    let label: String
    let lines: [Line]
}

/// Facts under a heading.
struct FactGroup: Sendable {
    let heading: String
    let facts: [PageFact]
}
