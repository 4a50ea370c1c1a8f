import HTTPTypes
import Models
import Testing
import TestSupport

@testable import Intake

@Suite("Who counts as one person")
struct PersonGroupTests {
    private static let known = #"{"clientReference": "ref-1"}"#

    /// Three persons of whom staff said, pair by pair, that they are one.
    private func chain(_ clerk: ClerkRig) async throws -> [String] {
        let ids = [
            try await clerk.sent(as: "e-1"), try await clerk.sent(as: "e-2"), try await clerk.sent(as: "e-3"),
        ]
        #expect(try await clerk.decide("same", ids[0], ids[1]).status == .created)
        #expect(try await clerk.decide("same", ids[1], ids[2]).status == .created)
        return ids
    }

    /// Persons whom the same publisher sent under one reference, each after the one before was decided.
    private func resent(_ clerk: ClerkRig, _ count: Int) async throws -> [String] {
        var ids: [String] = []
        for number in 1...count {
            if let last = ids.last { try await clerk.advise(last) }
            ids.append(try await clerk.sent(Self.known, as: "e-\(number)"))
        }
        return ids
    }

    @Test("Whoever is listed as the same person can be split, also where a third request links the two")
    func chained() async throws {
        let clerk = try await ClerkRig()
        let ids = try await chain(clerk)
        #expect(try await clerk.same(ids[2]) == [ids[0], ids[1]])
        #expect(try await clerk.decide("split", ids[2], ids[0]).status == .created)
        #expect(try await clerk.same(ids[2]).isEmpty)
        #expect(try await clerk.same(ids[0]) == [ids[1]])
        #expect(try await clerk.proposed(ids[2]).isEmpty)
    }

    @Test("A split shows at once where a rule linked all; pressed once more it is saved already")
    func linkedByRule() async throws {
        let clerk = try await ClerkRig()
        let ids = try await resent(clerk, 3)
        #expect(try await clerk.same(ids[2]) == [ids[0], ids[1]])
        for _ in 0..<2 {
            #expect(try await clerk.press("split", ids[2], ids[0]).status == .seeOther)
            #expect(try await clerk.same(ids[2]).isEmpty)
            #expect(try await clerk.same(ids[0]) == [ids[1]])
        }
        #expect(try await !clerk.page(ids[2]).contains("Gilt als dieselbe Person"))
    }

    @Test("Who left a group stays with whom only she links to it")
    func leavesWithHers() async throws {
        let clerk = try await ClerkRig()
        let ids = try await chain(clerk)
        #expect(try await clerk.decide("split", ids[1], ids[0]).status == .created)
        #expect(try await clerk.same(ids[1]) == [ids[2]])
        #expect(try await clerk.same(ids[0]).isEmpty)
    }

    @Test(
        "Whom staff told apart under one reference no third submission makes one again: whose she is, staff is asked",
        arguments: ["split", "different", "household"])
    func toldApart(decision: String) async throws {
        let clerk = try await ClerkRig()
        let ids = try await resent(clerk, 2)
        #expect(try await clerk.decide(decision, ids[1], ids[0], seen: "same").status == .created)
        try await clerk.advise(ids[1])
        let third = try await clerk.sent(Self.known, as: "e-3")
        #expect(try await clerk.same(third).isEmpty)
        #expect(try await clerk.same(ids[0]).isEmpty)
        #expect(try await clerk.proposed(third) == Set(ids))
        #expect(try await clerk.shown(third).proposals.allSatisfy { $0.evidence.contains("client-reference") })

        #expect(try await clerk.decide("same", third, ids[0]).status == .created)
        #expect(try await clerk.proposed(third).isEmpty)
        let both = try await clerk.decide("same", third, ids[1])
        #expect(try both.status == .conflict && both.problem().errors?.map(\.code) == [decision])
    }

    @Test("A split can be taken back: who left is with all of them again")
    func takenBack() async throws {
        let clerk = try await ClerkRig()
        let ids = try await resent(clerk, 3)
        #expect(try await clerk.decide("split", ids[2], ids[0]).status == .created)
        let decided = try await clerk.shown(ids[2]).decided
        #expect(Set(decided.map(\.request)) == [ids[0], ids[1]] && decided.allSatisfy { $0.decision == "split" })
        #expect(try await clerk.decide("same", ids[2], ids[1], seen: "split").status == .created)
        #expect(try await clerk.same(ids[2]) == [ids[0], ids[1]])
        #expect(try await clerk.shown(ids[2]).decided.isEmpty)
    }

    @Test("Of two that staff told apart under one reference, a new submission is a duplicate of the one that stands")
    func standing() async throws {
        let clerk = try await ClerkRig()
        let ids = try await resent(clerk, 2)
        #expect(try await clerk.decide("split", ids[1], ids[0]).status == .created)
        func send(_ id: String) async throws -> Receipt.Outcome {
            try await clerk.rig.take(Samples.event(Self.known, id: id, source: Sources.jobcenter)).receipt().outcome
        }
        #expect(try await send("e-3") == .duplicate)
        #expect(try await clerk.rig.count("request") == 2)
        try await clerk.advise(ids[1])
        #expect(try await send("e-4") == .parked)
    }
}
