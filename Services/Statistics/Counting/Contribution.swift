import Models

/// What one request or case adds to one indicator: one, on a day or over a time, in a municipality.
///
/// Contributions are a function of the aggregate's state alone, so that a newer version replaces all of an older one.
struct Contribution: Hashable, Sendable {
    /// What it adds to.
    var indicator: Indicator
    /// The day of what happened, or the first day at whose end a stock holds.
    var firstDay: LocalDate
    /// The day of what happened, or the last day at whose end a stock holds; `nil` while it goes on.
    var lastDay: LocalDate?
    /// The municipality (AGS); `nil` where it is unknown, which counts for the Kreis alone.
    var municipality: String?
    /// The other municipality of a move: within an area that has both, nothing moved.
    var counterpart: String?
    /// Where it counts in breakdowns.
    var codes: Codes = [:]

    /// Something that happened on a day.
    static func event(
        _ indicator: Indicator, on day: LocalDate, in municipality: String?, from counterpart: String? = nil,
        codes: Codes
    ) -> Contribution {
        Contribution(
            indicator: indicator, firstDay: day, lastDay: day, municipality: municipality, counterpart: counterpart,
            codes: codes)
    }
}
