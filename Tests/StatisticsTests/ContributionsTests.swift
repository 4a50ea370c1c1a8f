import Models
import Testing

@testable import Statistics

struct ContributionsTests {
    @Test("A received request counts on its day by access route, and by outcome on the day of its decision")
    func decidedRequest() throws {
        let state = try request(
            in: Fixtures.rietberg, [(.parked, "2026-11-03", []), (.admitted, "2026-12-01", [])])
        #expect(
            Contributions.of(state) == [
                .event(.requests, on: try day("2026-11-03"), in: Fixtures.rietberg, codes: [.accessRoute: "self"]),
                .event(.decisions, on: try day("2026-12-01"), in: Fixtures.rietberg, codes: [.outcome: "admitted"]),
            ])
    }

    @Test("What waits is received but not decided", arguments: [RequestState.Status.parked, .waiting])
    func undecided(status: RequestState.Status) throws {
        let contributions = Contributions.of(try request([(status, "2026-11-03", [])]))
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
        let contributions = Contributions.of(try request([(status, "2026-11-03", reasons)]))
        #expect(contributions.last?.codes == [.outcome: outcome])
    }

    @Test(
        "What was sent in error or about another person leaves nothing", arguments: ["sent-in-error", "wrong-person"])
    func nothing(reason: String) throws {
        #expect(Contributions.of(try request([(.withdrawn, "2026-11-03", [reason])])).isEmpty)
    }

    @Test("An open case is stock from its first day on and one inflow")
    func openCase() throws {
        let state = try caseState(gender: "female", ageGroup: "27-44")
        let person: Codes = [.gender: "female", .ageGroup: "27-44"]
        #expect(
            Contributions.of(state) == [
                Contribution(
                    indicator: .stock, firstDay: try day("2026-11-05"), lastDay: nil,
                    municipality: Fixtures.rietberg, codes: person),
                .event(
                    .flows, on: try day("2026-11-05"), in: Fixtures.rietberg,
                    codes: person.merging([.flow: "inflow"]) { $1 }),
            ])
    }

    @Test("Only two genders are ever broken down", arguments: ["diverse", "no-entry", "unknown"])
    func rareGenders(gender: String) throws {
        #expect(Contributions.of(try caseState(gender: gender)).allSatisfy { $0.codes[.gender] == nil })
    }

    @Test("A case is no stock at the end of the day of its closure, and again at the end of that of its reopening")
    func reopenedCase() throws {
        let state = try caseState(closed: [("2026-11-20", "goals-reached", "2026-12-02"), ("2026-12-09", "moved-away", nil)])
        let contributions = Contributions.of(state)
        let times = contributions.filter { $0.indicator == .stock }.map { "\($0.firstDay)...\($0.lastDay?.description ?? "")" }
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
        let tally = { (indicator: Indicator) in
            Tally(cells: Contributions.of(state).filter { $0.indicator == indicator }.map {
                .init(municipality: $0.municipality, counterpart: $0.counterpart, codes: $0.codes, count: 1)
            })
        }
        let kreis = try Fixtures.area("kreis:05754")
        #expect(Flow.allCases.map { tally(.flows).count(in: kreis, [.flow: $0.rawValue]) } == [1, 0, 0, 0, 0])
        let rietberg = try Fixtures.area("municipality:\(Fixtures.rietberg)")
        #expect(Flow.allCases.map { tally(.flows).count(in: rietberg, [.flow: $0.rawValue]) } == [1, 0, 0, 0, 1])
        let office = try Fixtures.area("coordination:stadt-gt")
        #expect(Flow.allCases.map { tally(.flows).count(in: office, [.flow: $0.rawValue]) } == [0, 0, 0, 1, 0])
    }
}
