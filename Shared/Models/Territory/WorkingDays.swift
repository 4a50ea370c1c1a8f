/// The calendar of working days: Monday to Friday without the public holidays of the Land.
public struct WorkingDays: Hashable, Sendable {
    /// A public holiday and the rule for its day.
    public struct Holiday: Hashable, Sendable {
        /// How the day is found in a year.
        public enum Rule: Hashable, Sendable {
            /// The same day every year.
            case fixed(month: Int, day: Int)
            /// So many days after Easter Sunday, or before it when negative.
            case easter(days: Int)
        }

        /// The name.
        public let name: String
        /// The rule.
        public let rule: Rule

        func date(in year: Int) -> LocalDate? {
            switch rule {
            case .fixed(let month, let day): LocalDate(year: year, month: month, day: day)
            case .easter(let days): WorkingDays.easterSunday(of: year)?.adding(days: days)
            }
        }
    }

    /// The holidays; a law that adds one is a further version.
    public let holidays: Territory.RuleHistory<[Holiday]>

    /// The holiday that falls on a day.
    public func holiday(on day: LocalDate) -> Holiday? {
        holidays.value(on: day).first { $0.date(in: day.year) == day }
    }

    /// Whether offices work on a day.
    public func isWorkingDay(_ day: LocalDate) -> Bool {
        day.weekday <= 5 && holiday(on: day) == nil
    }

    /// The working day so many working days after a day, which itself is not counted; 0 gives the day itself.
    public func adding(workingDays count: Int, to day: LocalDate) -> LocalDate {
        var (current, left) = (day, count)
        while left > 0 {
            current = current.adding(days: 1)
            if isWorkingDay(current) { left -= 1 }
        }
        return current
    }

    /// Easter Sunday of the Gregorian calendar, after the anonymous algorithm of 1876.
    static func easterSunday(of year: Int) -> LocalDate? {
        let (century, yearOfCentury) = (year / 100, year % 100)
        let golden = year % 19
        let shift = (century - (century + 8) / 25 + 1) / 3
        let moon = (19 * golden + century - century / 4 - shift + 15) % 30
        let weekday = (32 + 2 * (century % 4) + 2 * (yearOfCentury / 4) - moon - yearOfCentury % 4) % 7
        let correction = (golden + 11 * moon + 22 * weekday) / 451
        let index = moon + weekday - 7 * correction + 114
        return LocalDate(year: year, month: index / 31, day: index % 31 + 1)
    }
}

extension WorkingDays {
    init(_ value: YAMLValue) throws(ConfigurationFileError) {
        holidays = try Territory.RuleHistory(value) { (fields) throws(ConfigurationFileError) in
            try fields.required("value").items(distinctBy: "name") {
                (item) throws(ConfigurationFileError) in try Holiday(item)
            }
        }
    }
}

extension WorkingDays.Holiday {
    fileprivate init(_ value: YAMLValue) throws(ConfigurationFileError) {
        let fields = try value.mapping(["name", "fixed", "easter"])
        name = try fields.required("name").text()
        switch (fields.optional("fixed"), fields.optional("easter")) {
        case (let fixed?, nil):
            // A leap year, so that 29 February would be a day.
            let text = try fixed.text("a day of every year, MM-dd") { LocalDate("2000-" + $0) != nil }
            guard let date = LocalDate("2000-" + text) else { throw fixed.refused("no such day", accepted: "MM-dd") }
            rule = .fixed(month: date.month, day: date.day)
        case (nil, let easter?):
            rule = .easter(days: try easter.integer(in: -100...100))
        default:
            throw value.refused("the rule is not clear", accepted: "either fixed or easter")
        }
    }
}
