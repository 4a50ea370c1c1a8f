/// A calendar month, quarter or year that a figure is about, both ends included.
public struct ReportingPeriod: Hashable, Sendable {
    /// How long a period is.
    public enum Kind: String, Codable, Sendable, CaseIterable {
        /// A calendar month.
        case month
        /// Three calendar months, from January, April, July or October.
        case quarter
        /// A calendar year.
        case year

        /// The number of months in it.
        public var months: Int {
            switch self {
            case .month: 1
            case .quarter: 3
            case .year: 12
            }
        }
    }

    /// Month, quarter or year.
    public let kind: Kind
    /// The first day.
    public let firstDay: LocalDate
    /// The last day; a stock counts at its end.
    public let lastDay: LocalDate

    /// The period of this kind in which a day lies.
    public init(_ kind: Kind, containing day: LocalDate) {
        let startMonth = (day.month - 1) / kind.months * kind.months + 1
        let firstDay = LocalDate(dayNumber: day.dayNumber - ReportingPeriod.daysFrom(month: startMonth, to: day))
        self.kind = kind
        self.firstDay = firstDay
        lastDay = (startMonth..<startMonth + kind.months).reduce(firstDay.adding(days: -1)) { last, month in
            last.adding(days: LocalDate.days(inMonth: month, of: day.year))
        }
    }

    /// The period of this kind that begins on a day; `nil` where none does.
    public init?(_ kind: Kind, startingOn day: LocalDate) {
        self.init(kind, containing: day)
        guard firstDay == day else { return nil }
    }

    private static func daysFrom(month: Int, to day: LocalDate) -> Int {
        (month..<day.month).reduce(day.day - 1) { $0 + LocalDate.days(inMonth: $1, of: day.year) }
    }
}

extension ReportingPeriod {
    /// Whether a day lies in it.
    public func contains(_ day: LocalDate) -> Bool { day.lies(from: firstDay, to: lastDay) }

    /// The period of the same kind that follows.
    public var next: ReportingPeriod { ReportingPeriod(kind, containing: lastDay.adding(days: 1)) }

    /// The period of the same kind before.
    public var previous: ReportingPeriod { ReportingPeriod(kind, containing: firstDay.adding(days: -1)) }
}

extension ReportingPeriod: Codable {
    private enum CodingKeys: String, CodingKey { case kind, firstDay, lastDay }

    /// Reads kind, first and last day, which must fit each other.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let kind = try container.decode(Kind.self, forKey: .kind)
        let lastDay = try container.decode(LocalDate.self, forKey: .lastDay)
        guard let period = ReportingPeriod(kind, startingOn: try container.decode(LocalDate.self, forKey: .firstDay)),
            period.lastDay == lastDay
        else {
            throw DecodingError.dataCorruptedError(
                forKey: .firstDay, in: container, debugDescription: "not the days of a calendar \(kind.rawValue)"
            )
        }
        self = period
    }
}
