extension Figure {
    /// The shape of the body.
    public static let shape = Shape.object([
        .required("release", .reference), .required("status", .oneOf(ReleaseStatus.self)),
        .required("revision", .count), .required("indicator", .reference), .required("unit", .oneOf(Unit.self)),
        .required("period", ReportingPeriod.shape), .required("territory", FigureTerritory.shape),
        .optional("dimensions", .table(of: .line(64)), note: "Code by dimension; a dimension that is absent: total."),
        .required("value", .numberOrNull(0...1_000_000_000), note: "null unless valueState is published."),
        .required("valueState", .oneOf(ValueState.self)),
        .required("rule", .object([.required("id", .reference), .required("version", .reference)])),
        .required("disclosure", .object([.required("method", .reference), .required("base", .count)])),
        .required("publishedAt", .instant),
    ])
}

extension ReportingPeriod {
    /// The shape of a period.
    static let shape = Shape.object([
        .required("kind", .oneOf(Kind.self)), .required("firstDay", .date),
        .required("lastDay", .date, note: "Inclusive; a stock counts at its end."),
    ])
}

extension FigureTerritory {
    /// The shape of an area.
    static let shape = Shape.object([
        .required("level", .oneOf(Level.self)),
        .required("code", .reference, note: "AGS of 8 digits, Kreis of 5, or the coordinating office's id."),
        .required("name", .line(200)),
    ])
}

extension Release {
    /// The shape of the body.
    public static let shape = Shape.object([
        .required("release", .reference), .required("status", .oneOf(ReleaseStatus.self)),
        .required("revision", .count), .required("figures", .count, note: "How many the whole current set has."),
        .required(
            "checksum", .reference,
            note: "SHA-256, lower-case hexadecimal, over one line per figure, sorted by bytes: key, tab, value with "
                + "two decimals (nothing for null), tab, valueState, line feed."
        ),
        .optional("withdrawnKeys", .array(of: .reference, count: 0...1_000_000)),
        .optional("codelists", .table(of: .reference), note: "Version by codelist."),
        .optional("rules", .table(of: .reference), note: "Version by counting rule."),
        .required("publishedAt", .instant),
    ])
}
