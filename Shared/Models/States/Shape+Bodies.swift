// What the shapes of our own bodies have in common.

extension Shape {
    /// A list of a body that may be absent: absent means empty.
    static func list(of element: Shape) -> Shape { .array(of: element, count: 0...10_000) }

    /// Codes that no codelist holds yet, or the names of changes.
    static let codes = Shape.list(of: .reference)

    /// A count, from 0.
    static let count = Shape.integer(0...1_000_000_000)

    /// An entry of a dated history with these fields.
    static func entry(_ fields: [Field]) -> Shape {
        .object(
            fields + [
                .required("recordedAt", .instant, note: "When it was written down."),
                .optional("replaces", .count, note: "Index, in the same list, of the entry that this one corrects."),
            ]
        )
    }

    /// An entry that holds from a first to a last day, with these further fields.
    static func span(_ fields: [Field]) -> Shape {
        let days = [Field.required("from", .date), .optional("to", .date, note: "Inclusive; absent: goes on.")]
        return entry(days + fields)
    }

    /// What follows an admission: the case, who says it and when it came, and these further fields.
    static func handover(_ fields: [Field]) -> Shape {
        .object(
            [
                .required("requestId", .reference), .required("caseId", .reference),
                .required("publisher", .reference, note: "Its id in the territory."), .required("receivedOn", .date),
            ] + fields)
    }

    /// The state of an aggregate: its id, its version, and these further fields.
    static func state(id: String, _ fields: [Field]) -> Shape {
        .object(
            [
                .required(id, .reference),
                .required("version", .integer(1...9_007_199_254_740_991), note: "The highest one holds."),
                .optional("changes", .codes, note: "What led to this version."),
            ] + fields
        )
    }
}
