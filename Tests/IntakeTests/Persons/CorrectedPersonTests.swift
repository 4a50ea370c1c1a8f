import Models
import Testing
import TestSupport

@testable import Intake

@Suite("A correction of who the person is")
struct CorrectedPersonTests {
    private static func person(_ given: String, _ family: String, _ birth: String) -> String {
        """
        {"client": {"name": {"given": "\(given)", "family": "\(family)"}, "birth": {"date": "\(birth)"},
                    "contact": null}}
        """
    }

    private func correct(_ clerk: ClerkRig, _ id: String, _ patch: String) async throws {
        let reference = #"{"clientReference": "ref-of-\#(id)","# + patch.dropFirst()
        try await clerk.rig.take(Samples.correction(reference, of: id, source: Sources.jobcenter))
    }

    private func twins(_ clerk: ClerkRig) async throws -> (String, String) {
        let anna = Self.person("Anna", "Müller", "1990-05-06")
        let ids = (try await clerk.sent(anna, as: "e-8"), try await clerk.sent(anna, as: "e-9"))
        #expect(try await clerk.proposed(ids.0) == [ids.1])
        #expect(try await clerk.proposed(ids.1) == [ids.0])
        return ids
    }

    @Test("Takes back what others were asked because of who she was", arguments: ["e-8", "e-9"])
    func proposals(corrected: String) async throws {
        let clerk = try await ClerkRig()
        let ids = try await twins(clerk)
        try await correct(clerk, corrected, Self.person("Rahmatullah", "Sadeqi", "1971-02-03"))
        #expect(try await clerk.proposed(ids.0).isEmpty)
        #expect(try await clerk.proposed(ids.1).isEmpty)
    }

    @Test("Both pages say what agrees now, not what agreed before", arguments: ["e-8", "e-9"])
    func evidence(corrected: String) async throws {
        let clerk = try await ClerkRig()
        let ids = try await twins(clerk)
        let before = try #require(try await clerk.shown(ids.0).proposals.first)
        try await correct(clerk, corrected, Self.person("Anna", "Müller", "1990-05-07"))
        for id in [ids.0, ids.1] {
            let proposal = try #require(try await clerk.shown(id).proposals.first)
            #expect(proposal.score < before.score)
            #expect(proposal.evidence.contains("birth-nearly") && !proposal.evidence.contains("birth-date"))
        }
    }

    @Test("Asks again about nobody of whom it is decided", arguments: ["same", "different", "household"])
    func decided(decision: String) async throws {
        let clerk = try await ClerkRig()
        let ids = try await twins(clerk)
        #expect(try await clerk.decide(decision, ids.0, ids.1).status == .created)
        for id in ["e-8", "e-9"] { try await correct(clerk, id, Self.person("Anna", "Müller", "1990-05-07")) }
        #expect(try await clerk.proposed(ids.0).isEmpty)
        #expect(try await clerk.proposed(ids.1).isEmpty)
    }

    @Test("Asks about nobody who counts as one with whom it is decided")
    func decidedOfGroup() async throws {
        let clerk = try await ClerkRig()
        let ids = try await twins(clerk)
        let third = try await clerk.sent(Self.person("Anna", "Müller", "1990-05-06"), as: "e-7")
        #expect(try await clerk.proposed(third) == [ids.0, ids.1])
        #expect(try await clerk.decide("same", ids.0, ids.1).status == .created)
        #expect(try await clerk.decide("different", third, ids.0).status == .created)
        #expect(try await clerk.proposed(third).isEmpty)
        #expect(try await clerk.proposed(ids.1).isEmpty)
    }

    @Test("Takes back that she was the same person, where nobody but her reference said so")
    func sameByRule() async throws {
        let clerk = try await ClerkRig()
        let known = #"{"clientReference": "ref-1"}"#
        let first = try await clerk.sent(known, as: "e-1")
        try await clerk.advise(first)
        let second = try await clerk.sent(known, as: "e-2")
        #expect(try await clerk.same(second) == [first])
        try await correct(clerk, "e-2", Self.person("Anna", "Müller", "1990-05-06"))
        #expect(try await clerk.same(second).isEmpty)
        #expect(try await clerk.proposed(first).isEmpty)
    }
}
