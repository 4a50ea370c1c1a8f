/// One published figure, protected against disclosure (contracts 6).
public struct Figure: EventBody, Equatable {
    /// `de.kim.statistics.figure.v1`.
    public static let eventType = "de.kim.statistics.figure.v1"

    /// The release it belongs to.
    public var release: String
    /// Whether it may still change.
    public var status: ReleaseStatus
    /// The revision of its release, from 1.
    public var revision: Int
    /// Which indicator (`B1`).
    public var indicator: String
    /// What is counted.
    public var unit: Unit
    /// The time it is about; a stock counts at the end of its last day.
    public var period: ReportingPeriod
    /// The area it is about.
    public var territory: FigureTerritory
    /// The breakdown, code by dimension; a dimension that is absent is the total.
    @OrEmpty public var dimensions: [String: String]
    /// The value; `nil` unless ``valueState`` is published.
    @OrNull public var value: Double?
    /// Why there is or is no value.
    public var valueState: ValueState
    /// The counting rule.
    public var rule: Rule
    /// How it is protected.
    public var disclosure: Disclosure
    /// When it was published.
    public var publishedAt: Timestamp

    /// A figure with these fields.
    public init(
        release: String, status: ReleaseStatus, revision: Int, indicator: String, unit: Unit, period: ReportingPeriod,
        territory: FigureTerritory, dimensions: [String: String] = [:], value: Double?, valueState: ValueState,
        rule: Rule, disclosure: Disclosure, publishedAt: Timestamp
    ) {
        self.release = release
        self.status = status
        self.revision = revision
        self.indicator = indicator
        self.unit = unit
        self.period = period
        self.territory = territory
        self.dimensions = dimensions
        self.value = value
        self.valueState = valueState
        self.rule = rule
        self.disclosure = disclosure
        self.publishedAt = publishedAt
    }
}

extension Figure {
    /// The record key; a newer figure with the same key replaces this one.
    public var key: FigureKey {
        FigureKey(indicator: indicator, period: period, territory: territory, dimensions: dimensions)
    }
}
