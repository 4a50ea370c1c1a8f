import Foundation
import Testing

@testable import Models

@Suite("Figures")
struct FiguresTests {
    private func day(_ text: String) throws -> LocalDate { try #require(LocalDate(text)) }

    private func figure(
        _ value: Double?, _ indicator: String = "B1", dimensions: [String: String] = [:]
    ) throws -> Figure {
        Figure(
            release: "2026-q4", status: .provisional, revision: 1, indicator: indicator, unit: .cases,
            period: ReportingPeriod(.quarter, containing: try day("2026-11-24")),
            territory: FigureTerritory(level: .municipality, code: "05754032", name: "Rietberg"),
            dimensions: dimensions, value: value, valueState: value == nil ? .suppressed : .published,
            rule: .init(id: "B1", version: "1"), disclosure: .init(method: "rounding", base: 5),
            publishedAt: Timestamp(Instant.at(milliseconds: 1_790_000_000_000))
        )
    }

    @Test("A key is written with its dimensions sorted and read back")
    func keyText() throws {
        let key = try figure(5, dimensions: ["phase": "linking", "gender": "female"]).key
        #expect("\(key)" == "B1;quarter:2026-10-01;municipality:05754032;gender=female;phase=linking")
        #expect(FigureKey("\(key)") == key)
    }

    @Test(
        "What is not exactly a key is refused",
        arguments: [
            "", "B1", ";quarter:2026-10-01;municipality:05754032", "B1;quarter:2026-10-02;municipality:05754032",
            "B1;week:2026-10-01;municipality:05754032", "B1;quarter:2026-10-01;land:05",
            "B1;quarter:2026-10-01;municipality:", "B1;quarter:2026-10-01;municipality:05754032;",
            "B1;quarter:2026-10-01;municipality:05754032;gender", "release;2026-q4",
            "B1;quarter:2026-10-01;municipality:05754032;phase=linking;gender=female",
            "B1;quarter:2026-10-01;municipality:05754032;gender=female;gender=male",
        ]
    )
    func refusedKeys(text: String) {
        #expect(FigureKey(text) == nil)
    }

    @Test(
        "A day lies in the calendar month, quarter and year around it",
        arguments: [
            (ReportingPeriod.Kind.month, "2028-02-10", "2028-02-01", "2028-02-29", "2028-03-01"),
            (.month, "2026-12-31", "2026-12-01", "2026-12-31", "2027-01-01"),
            (.quarter, "2026-11-24", "2026-10-01", "2026-12-31", "2027-01-01"),
            (.quarter, "2026-01-01", "2026-01-01", "2026-03-31", "2026-04-01"),
            (.year, "2026-07-07", "2026-01-01", "2026-12-31", "2027-01-01"),
        ]
    )
    func periods(kind: ReportingPeriod.Kind, of text: String, first: String, last: String, following: String) throws {
        let period = ReportingPeriod(kind, containing: try day(text))
        #expect("\(period.firstDay)" == first)
        #expect("\(period.lastDay)" == last)
        #expect("\(period.next.firstDay)" == following)
        #expect(period.next.previous == period)
        #expect(period.contains(period.lastDay) && !period.contains(period.next.firstDay))
    }

    @Test("A period whose days are no calendar period is refused")
    func brokenPeriod() {
        let json = #"[{"kind":"quarter","firstDay":"2026-10-01","lastDay":"2026-12-30"}]"#
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([ReportingPeriod].self, from: Data(json.utf8))
        }
    }

    @Test("A suppressed value is written as null and read back as none")
    func nullValue() throws {
        let suppressed = try figure(nil)
        let bytes = try JSONEncoder().encode(suppressed)
        #expect(try JSONValue.parse(bytes)["value"] == .null)
        #expect(try JSONDecoder().decode(Figure.self, from: bytes) == suppressed)
    }

    @Test("The checksum of a set does not depend on its order, and tells another value, state and key")
    func checksum() throws {
        let set = [try figure(5), try figure(12.5, "I1"), try figure(nil, "B2")]
        let sum = Release.checksum(of: set)
        // printf 'B1;quarter:2026-10-01;municipality:05754032\t5.00\tpublished\n...' | LC_ALL=C sort | sha256sum
        #expect(sum == "ad00a58a2a3484c742bb07d99538dc87df55f0a599958a3c07c2ef82a923f2ee")
        #expect(Release.checksum(of: set.reversed()) == sum)
        #expect(Release.checksum(of: [try figure(10), set[1], set[2]]) != sum)
        #expect(Release.checksum(of: [set[0], set[1]]) != sum)
    }
}
