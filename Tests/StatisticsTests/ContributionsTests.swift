import Models
import Testing

@testable import Statistics

struct ContributionsTests {
    @Test("A received request counts on its day by access route, and by outcome on the day of its decision")
    func decidedRequest() throws {
        let state = try request(
            in: Fixtures.rietberg, states: [(.parked, "2026-11-03", []), (.admitted, "2026-12-01", [])])
        let received = Contribution.event(
            .requests, on: try day("2026-11-03"), in: Fixtures.rietberg, codes: [.accessRoute: "self"])
        let decided = Contribution.event(
            .decisions, on: try day("2026-12-01"), in: Fixtures.rietberg, codes: [.outcome: "admitted"])
        #expect(Contributions.of(state) == [received, decided])
    }

    @Test("What waits is received but not decided", arguments: [RequestState.Status.parked, .waiting])
    func undecided(status: RequestState.Status) throws {
        let contributions = Contributions.of(try request(states: [(status, "2026-11-03", [])]))
        #expect(contributions.map(\.indicator) == [.requests])
    }

    @Test(
        "Every decision has its outcome, unmet demand one of its own",
        arguments: [
            (RequestState.Status.admitted, [], "admitted"), (.advised, [], "advised"),
            (.redirected, ["regular-service"], "redirected"), (.redirected, ["no-kim-offer"], "no-kim-offer"),
            (.rejected, [], "rejected"), (.withdrawn, ["no-longer-needed"], "withdrawn"),
        ] as [(RequestState.Status, [String], String)])
    func outcomes(status: RequestState.Status, reasons: [String], outcome: String) throws {
        let contributions = Contributions.of(try request(states: [(status, "2026-11-03", reasons)]))
        #expect(contributions.last?.codes == [.outcome: outcome])
    }

    @Test(
        "What was sent in error or about another person leaves nothing", arguments: ["sent-in-error", "wrong-person"])
    func nothing(reason: String) throws {
        #expect(Contributions.of(try request(states: [(.withdrawn, "2026-11-03", [reason])])).isEmpty)
    }

    @Test("An open case is stock from its first day on and one inflow")
    func openCase() throws {
        let state = try caseState(gender: "female", ageGroup: "27-44")
        let person: Codes = [.gender: "female", .ageGroup: "27-44"]
        let first = try day("2026-11-05")
        let stock = Contribution(
            indicator: .stock, firstDay: first, lastDay: nil, municipality: Fixtures.rietberg, codes: person)
        let inflow = Contribution.event(
            .flows, on: first, in: Fixtures.rietberg, codes: person.merging([.flow: "inflow"]) { $1 })
        #expect(Contributions.of(state) == [stock, inflow])
    }

    @Test("Only two genders are ever broken down", arguments: ["diverse", "no-entry", "unknown"])
    func rareGenders(gender: String) throws {
        #expect(Contributions.of(try caseState(gender: gender)).allSatisfy { $0.codes[.gender] == nil })
    }

    @Test("A case is no stock at the end of the day of its closure, and again at the end of that of its reopening")
    func reopenedCase() throws {
        let state = try caseState(
            closed: [("2026-11-20", "goals-reached", "2026-12-02"), ("2026-12-09", "moved-away", nil)])
        let contributions = Contributions.of(state)
        let stays = contributions.filter { $0.indicator == .stock }
        let times = stays.map { "\($0.firstDay)...\($0.lastDay?.description ?? "")" }
        #expect(times == ["2026-11-05...2026-11-19", "2026-12-02...2026-12-08"])
        let flows = contributions.filter { $0.indicator == .flows }.map { "\($0.firstDay) \($0.codes[.flow] ?? "")" }
        #expect(flows == ["2026-11-05 inflow", "2026-11-20 outflow", "2026-12-02 reopened", "2026-12-09 outflow"])
    }

    @Test("A case opened and closed on one day comes and goes, but is never stock")
    func oneDay() throws {
        let contributions = Contributions.of(try caseState(closed: [("2026-11-05", "contact-lost", nil)]))
        #expect(contributions.compactMap { $0.codes[.flow] } == ["inflow", "outflow"])
        #expect(!contributions.contains { $0.indicator == .stock })
    }

    @Test("A case that was none leaves nothing", arguments: ["merged", "opened-in-error"])
    func noCase(reason: String) throws {
        #expect(Contributions.of(try caseState(closed: [("2026-11-20", reason, nil)])).isEmpty)
    }

    @Test("A corrected closure counts as corrected")
    func correction() throws {
        var state = try caseState(closed: [("2026-11-20", "goals-reached", nil), ("2026-11-18", "moved-away", nil)])
        state.closures[1].replaces = 0
        let closed = Contributions.of(state).filter { $0.codes[.flow] == "outflow" }.map(\.firstDay)
        #expect(closed == [try day("2026-11-18")])
    }

    @Test("A case that moves counts once in the Kreis, and as going and coming between the municipalities")
    func move() throws {
        let state = try caseState(in: [(Fixtures.rietberg, "2026-11-05"), (Fixtures.guetersloh, "2026-11-16")])
        let cells = Contributions.of(state).filter { $0.indicator == .flows }.map { flow in
            Tally.Cell(
                municipality: flow.municipality, counterpart: flow.counterpart, codes: flow.codes, count: 1)
        }
        let tally = Tally(cells: cells)
        func flows(_ area: String) throws -> [Int] {
            let area = try Fixtures.area(area)
            return Flow.allCases.map { tally.count(in: area, [.flow: $0.rawValue]) }
        }
        #expect(try flows("kreis:05754") == [1, 0, 0, 0, 0])
        #expect(try flows("municipality:\(Fixtures.rietberg)") == [1, 0, 0, 0, 1])
        #expect(try flows("coordination:stadt-gt") == [0, 0, 0, 1, 0])
    }
}
