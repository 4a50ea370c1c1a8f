import Models
import Testing

@testable import Statistics

struct FigureQueryTests {
    private func query(_ parameters: (String, String)...) throws -> FigureQuery {
        try FigureQuery(
            parameters.map { (name: $0.0, value: $0.1) }, territory: Fixtures.territory(),
            codelists: Codelists.shipped(), today: day("2026-11-24"))
    }

    @Test("Without parameters all indicators of the running month and quarter are counted for the Kreis")
    func defaults() throws {
        let query = try query()
        #expect(query.indicators == Indicator.allCases)
        #expect(query.periods.map(\.firstDay) == [try day("2026-11-01"), try day("2026-10-01")])
        #expect(query.area.name == "kreis:05754")
    }

    @Test("A question is answered with the exact count")
    func exact() throws {
        let query = try query(
            ("indicator", "B1"), ("period", "quarter:2026-10-01"),
            ("territory", "municipality:\(Fixtures.rietberg)"), ("gender", "female"))
        let database = try Fixtures.database()
        let figures = try database.write { database in
            for number in 0..<3 {
                let state = try caseState("c\(number)", gender: number == 0 ? "male" : "female")
                try ContributionTable.replace(state.caseId, with: Contributions.of(state), in: database)
            }
            return try query.answer(Codelists.shipped(), database).figures
        }
        #expect(figures.map(\.value) == [2])
        #expect(figures.first?.dimensions == ["gender": "female"])
        #expect(figures.first?.territory.name == "Rietberg")
    }

    @Test("Flows are told apart even where only another dimension is asked for")
    func flows() throws {
        let query = try query(("indicator", "B2"), ("gender", "female"))
        let combinations = query.combinations(of: .flows, try Codelists.shipped())
        #expect(combinations.map { $0[.flow] } == ["inflow", "reopened", "outflow"])
        #expect(combinations.allSatisfy { $0[.gender] == "female" })
    }

    @Test("Indicators that do not have a dimension are left out where it is asked for")
    func narrowing() throws {
        #expect(try query(("outcome", "admitted")).indicators == [.decisions])
    }

    @Test(
        "A parameter that is not accepted is named with what is",
        arguments: [
            ("indicator", "B7", ReasonCode.unknownCode), ("period", "quarter:2026-11-01", .invalidFormat),
            ("period", "week:2026-11-02", .invalidFormat), ("territory", "kreis:05758", .unknownCode),
            ("gender", "diverse", .unknownCode), ("nationality", "SYR", .unknownField),
        ])
    func faults(parameter: String, value: String, code: ReasonCode) throws {
        let error = try #require(throws: FigureQuery.Faults.self) { try query((parameter, value)) }
        #expect(error.faults.map(\.parameter) == [parameter])
        #expect(error.faults.map(\.code) == [code])
        #expect(error.faults.allSatisfy { !$0.accepted.isEmpty })
    }

    @Test("All that is wrong is told at once, also a dimension that the indicator does not have")
    func allFaults() throws {
        let two = try #require(throws: FigureQuery.Faults.self) { try query(("indicator", "x"), ("period", "y")) }
        #expect(two.faults.count == 2)
        let one = try #require(throws: FigureQuery.Faults.self) { try query(("indicator", "I1"), ("gender", "male")) }
        #expect(one.faults.map(\.parameter) == ["gender"])
    }
}
