extension Territory {
    /// A length of time in calendar terms, as deadlines and retention periods are set.
    public struct TimeLimit: Hashable, Sendable {
        /// The units.
        public enum Unit: String, CaseIterable, Sendable {
            case days, workingDays, months
        }

        /// How many of them.
        public let value: Int
        /// Of what.
        public let unit: Unit

        /// The last day of the limit when it begins to run on a day, which itself is not counted (§ 187(1) BGB). A
        /// month without that day ends on its last one (§ 188(3) BGB).
        public func lastDay(from day: LocalDate, _ calendar: WorkingDays) -> LocalDate {
            switch unit {
            case .days: day.adding(days: value)
            case .workingDays: calendar.adding(workingDays: value, to: day)
            case .months: day.adding(months: value)
            }
        }
    }
}

extension Territory.TimeLimit {
    static let keys = ["value", "unit"]

    init(_ fields: YAMLMapping) throws(ConfigurationFileError) {
        value = try fields.required("value").integer(in: 0...3660)
        unit = try fields.required("unit").choice(of: Unit.self)
    }
}

extension LocalDate {
    /// The same day so many months later, or the last day of that month where it is shorter.
    func adding(months: Int) -> LocalDate {
        let index = year * 12 + (month - 1) + months
        let (year, month) = (index / 12, index % 12 + 1)
        let day = min(day, LocalDate.days(inMonth: month, of: year))
        return LocalDate(year: year, month: month, day: day) ?? self
    }
}
