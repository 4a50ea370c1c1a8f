import Testing

@testable import Models

@Suite("The calendar of the territory")
struct TerritoryCalendarTests {
    @Test(
        "The public holidays of North Rhine-Westphalia are no working days",
        arguments: [
            ("2026-01-01", "Neujahr"), ("2026-04-03", "Karfreitag"), ("2026-04-06", "Ostermontag"),
            ("2026-05-01", "Tag der Arbeit"), ("2026-05-14", "Christi Himmelfahrt"), ("2026-05-25", "Pfingstmontag"),
            ("2026-06-04", "Fronleichnam"), ("2026-10-03", "Tag der Deutschen Einheit"),
            ("2026-11-01", "Allerheiligen"), ("2026-12-25", "Erster Weihnachtstag"),
            ("2026-12-26", "Zweiter Weihnachtstag"), ("2025-06-19", "Fronleichnam"), ("2024-05-30", "Fronleichnam"),
        ]
    )
    func holidays(date: String, name: String) throws {
        let calendar = try ShippedFiles.territory().workingDays
        #expect(try calendar.holiday(on: day(date))?.name == name)
        #expect(try !calendar.isWorkingDay(day(date)))
    }

    @Test(
        "Other days of the week are working days, also where other Länder rest",
        arguments: ["2026-01-06", "2026-03-09", "2026-08-15", "2026-10-31", "2026-11-18", "2026-12-24", "2026-12-31"]
    )
    func others(date: String) throws {
        let calendar = try ShippedFiles.territory().workingDays
        let date = try day(date)
        #expect(calendar.isWorkingDay(date) == (date.weekday <= 5))
    }

    @Test(
        "Working days are counted over weekends and holidays",
        arguments: [
            ("2026-11-24", 0, "2026-11-24"), ("2026-11-24", 5, "2026-12-01"), ("2026-11-27", 1, "2026-11-30"),
            ("2026-11-28", 1, "2026-11-30"),
            // Good Friday and Easter Monday.
            ("2026-04-02", 1, "2026-04-07"), ("2026-03-30", 5, "2026-04-08"),
            // Corpus Christi on a Thursday.
            ("2026-06-03", 2, "2026-06-08"),
            // Christmas on a Friday, New Year's Day on the next.
            ("2026-12-23", 5, "2026-12-31"), ("2026-12-23", 6, "2027-01-04"),
        ]
    )
    func counting(from: String, count: Int, to: String) throws {
        let calendar = try ShippedFiles.territory().workingDays
        #expect(try calendar.adding(workingDays: count, to: day(from)) == day(to))
    }

    @Test(
        "Easter Sunday is where the church has it",
        arguments: [
            (1961, "1961-04-02"), (2000, "2000-04-23"), (2008, "2008-03-23"), (2011, "2011-04-24"),
            (2024, "2024-03-31"), (2025, "2025-04-20"), (2026, "2026-04-05"), (2038, "2038-04-25"),
        ]
    )
    func easter(year: Int, date: String) throws {
        #expect(try WorkingDays.easterSunday(of: year) == day(date))
    }

    @Test(
        "A limit ends on its last day in the unit it is set in",
        arguments: [
            (28, .days, "2026-12-10", "2027-01-07"), (5, .workingDays, "2026-12-23", "2026-12-31"),
            (6, .months, "2026-05-24", "2026-11-24"), (6, .months, "2026-08-31", "2027-02-28"),
            (1, .months, "2024-01-31", "2024-02-29"), (12, .months, "2024-02-29", "2025-02-28"),
            (1, .months, "2026-12-15", "2027-01-15"),
        ] as [(Int, Territory.TimeLimit.Unit, String, String)]
    )
    func limits(value: Int, unit: Territory.TimeLimit.Unit, from: String, last: String) throws {
        let calendar = try ShippedFiles.territory().workingDays
        let limit = Territory.TimeLimit(value: value, unit: unit)
        #expect(try limit.lastDay(from: day(from), calendar) == day(last))
    }
}
