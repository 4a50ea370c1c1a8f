import GRDB
import Models
import Pipeline
import TestSupport
import Testing

@testable import Statistics

struct BalanceTests {
    @Test(
        "The stock changes by what comes and goes, in every area and month",
        arguments: [1, 2, 3] as [UInt64])
    func balance(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let database = try Fixtures.database()
        try database.write { database in
            for number in 0..<150 {
                let state = try CaseState.random("c\(number)", using: &generator)
                try ContributionTable.replace(state.caseId, with: Contributions.of(state), in: database)
            }
        }
        let areas = try Fixtures.territory().areas
        try database.read { database in
            var period = try Fixtures.period("month:2026-01-01")
            var moved = 0
            for _ in 0..<14 {
                let before = try Tally(of: .stock, in: period.previous, database)
                let after = try Tally(of: .stock, in: period, database)
                let flows = try Tally(of: .flows, in: period, database)
                for area in areas {
                    func flow(_ flow: Flow) -> Int { flows.count(in: area, [.flow: flow.rawValue]) }
                    let change =
                        flow(.inflow) + flow(.reopened) + flow(.movedIn) - flow(.outflow) - flow(.movedOut)
                    #expect(
                        after.count(in: area, [:]) == before.count(in: area, [:]) + change,
                        "\(area.name) in \(period.firstDay)")
                    moved += flow(.movedIn)
                }
                period = period.next
            }
            #expect(moved > 0)
            #expect(try Tally(of: .stock, in: period, database).count(in: areas[0], [:]) > 0)
        }
    }

    @Test("The exact figures are those of the latest states, whatever came before them, late, twice or again")
    func orderAndDuplicates() async throws {
        var generator = SeededGenerator(seed: 4)
        var histories: [[CaseState]] = []
        for number in 0..<30 {
            histories.append(
                try (1...4).map { try CaseState.random("c\(number)", version: $0, using: &generator) })
        }
        let inOrder = histories.flatMap { $0 }
        let latest = histories.compactMap(\.last)
        let shuffled = (inOrder + inOrder).shuffled(using: &generator)
        let expected = try await Rig(delivering: latest).exact()
        #expect(expected.contains { $0.value > 0 })
        #expect(try await Rig(delivering: inOrder).exact() == expected)
        #expect(try await Rig(delivering: shuffled).exact() == expected)
    }

    @Test("A tombstone takes everything of the aggregate away")
    func tombstone() async throws {
        let rig = try await Rig(delivering: [try caseState("c1"), try caseState("c2")])
        try await rig.harness.deliver(nil as CaseState?, on: Topics.cases, key: "c1")
        try await rig.harness.deliver(try caseState("c1", version: 9), on: Topics.cases, key: "c1")
        try await rig.harness.deliver(try request("r1"), on: Topics.requests, key: "r1")
        try await rig.harness.deliver(nil as RequestState?, on: Topics.requests, key: "r1")
        let database = rig.harness.entry.store
        #expect(
            try await database.read { try String.fetchSet($0, sql: "SELECT DISTINCT aggregate FROM contribution") }
                == ["c2"])
    }
}
