import Foundation
import Testing

@testable import Models

@Suite("Days and instants")
struct TimeTests {
    @Test("Every day of four centuries comes back from its number, and follows the day before")
    func dayNumbers() throws {
        var date = try #require(LocalDate("1800-01-01"))
        for number in date.dayNumber..<date.dayNumber + 146_097 {
            #expect(date.dayNumber == number)
            let next = LocalDate(dayNumber: number + 1)
            if next <= date || next.weekday != date.weekday % 7 + 1 { Issue.record("after \(date) comes \(next)") }
            date = next
        }
        #expect(date == LocalDate("2200-01-01"))
        #expect(LocalDate("1970-01-01")?.dayNumber == 0)
        #expect(LocalDate("2026-11-24")?.weekday == 2)
    }

    @Test(
        "What the calendar does not have is no date",
        arguments: ["2026-02-31", "2026-02-29", "1900-02-29", "2026-13-01", "2026-00-10", "0000-01-01", "26-01-01", ""])
    func noDates(text: String) {
        #expect(LocalDate(text) == nil)
    }

    @Test(
        "An instant falls on the local day, in summer and winter",
        arguments: [
            ("2026-01-31T22:59:59Z", "2026-01-31"), ("2026-01-31T23:00:00Z", "2026-02-01"),
            ("2026-07-31T21:59:59Z", "2026-07-31"), ("2026-07-31T22:00:00Z", "2026-08-01"),
            ("2026-03-28T23:00:00Z", "2026-03-29"), ("2026-03-29T21:59:59Z", "2026-03-29"),
            ("2026-03-29T22:00:00Z", "2026-03-30"), ("2026-10-24T22:00:00Z", "2026-10-25"),
            ("2026-10-25T22:59:59Z", "2026-10-25"), ("2026-10-25T23:00:00Z", "2026-10-26"),
        ])
    func localDays(instant: String, day: String) throws {
        let instant = try #require(Instant.parse(instant))
        #expect(LocalDate(of: instant).description == day)
    }

    @Test("The start of a day is the first instant that falls on it")
    func starts() throws {
        var date = try #require(LocalDate("2025-12-31"))
        for _ in 0..<800 {
            #expect(LocalDate(of: date.start) == date)
            #expect(LocalDate(of: date.start.addingTimeInterval(-0.001)) == date.adding(days: -1))
            date = date.adding(days: 1)
        }
    }
}
