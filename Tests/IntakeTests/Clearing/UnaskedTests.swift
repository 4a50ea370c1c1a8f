import Foundation
import Models
import Testing
import TestSupport

@testable import Intake

@Suite("How long a client is kept of whom nobody has said that she takes part")
struct UnaskedTests {
    private static let toBeAsked = #"{"participation": "to-be-asked"}"#
    private static let phone = """
        {"participation": "to-be-asked",
         "client": {"contact": {"phones": [{"number": "+4952415550199", "safe": "yes"}]}}}
        """

    /// Erased because nobody asked, on that day and no earlier.
    private func isErased(
        _ rig: IntakeRig, on day: String, _ location: SourceLocation = #_sourceLocation
    ) async throws {
        let before = try Samples.day(day).adding(days: -1).description
        #expect(try await rig.wait(until: before).receipts.isEmpty, sourceLocation: location)
        #expect(try await rig.kept() == ["parked"], sourceLocation: location)
        let effects = try await rig.wait(until: day)
        #expect(try effects.receipt().codes == [.participationUnanswered], sourceLocation: location)
        let days = try #require(try effects.states.first).states.map(\.on)
        #expect(days == days.sorted() && days.last?.description == day, sourceLocation: location)
        #expect(try await rig.kept() == [], sourceLocation: location)
        #expect(try await rig.deletions() == ["parkedSubmission \(day)"], sourceLocation: location)
    }

    @Test("Whom staff find out to be unasked a month after the reception is kept 14 days from then on")
    func foundOut() async throws {
        let rig = try await IntakeRig()
        let id = try await rig.begin(source: Sources.jobcenter).requestId
        try await rig.wait(until: "2026-10-20")
        #expect(try await rig.decide(IntakeRig.askClient, on: id).receipt().outcome == .parked)
        try await isErased(rig, on: "2026-11-04")
    }

    @Test("Who agreed as staff recorded is not erased because a correction still says that she is to be asked")
    func agreed() async throws {
        let rig = try await IntakeRig()
        let id = try await rig.begin(Self.toBeAsked).requestId
        try await rig.wait(until: "2026-10-01")
        #expect(try await rig.decide(IntakeRig.admit, on: id).receipt().outcome == .waiting)
        try await rig.wait(until: "2026-10-11")
        let corrected = try await rig.take(Samples.correction(Self.phone))
        #expect(try corrected.receipts(for: "e-1").isEmpty)
        try await rig.wait(until: "2027-01-01")
        #expect(try await rig.kept() == ["waiting"])
        #expect(try await rig.publish(Samples.post("cm-1")).receipt().outcome == .admitted)
    }

    @Test("Neither parking for another reason, nor parking again, nor a correction gives more time to ask")
    func unbroken() async throws {
        let rig = try await IntakeRig()
        let id = try await rig.begin(Self.toBeAsked).requestId
        try await rig.wait(until: "2026-09-25")
        try await rig.decide(IntakeRig.awaitDecision, on: id)
        try await rig.take(Samples.correction(Self.phone))
        try await rig.wait(until: "2026-09-30")
        try await rig.decide(IntakeRig.askClient, on: id)
        try await rig.wait(until: "2026-10-02")
        try await rig.decide(IntakeRig.awaitDecision, on: id)
        try await isErased(rig, on: "2026-10-06")
    }

    @Test("Once it is known that she agrees, from staff or from the publisher, her time is not counted any more")
    func known() async throws {
        let agrees = """
            {"outcome": "parked", "reason": "awaiting-decision", "checklist": {"actors": 3, "areas": 2,
             "regularPathwayTried": true, "ownResourcesSuffice": false, "agreement": true}}
            """
        for isTold in [false, true] {
            let rig = try await IntakeRig()
            let id = try await rig.begin(Self.toBeAsked).requestId
            try await rig.decide(isTold ? IntakeRig.awaitDecision : agrees, on: id)
            try await rig.take(Samples.correction(isTold ? "{}" : Self.phone))
            try await rig.wait(until: "2027-01-01")
            #expect(try await rig.kept() == ["parked"])
            #expect(try await rig.rows("SELECT requestId FROM request WHERE unaskedSince IS NOT NULL") == [])
        }
    }

    @Test("That staff have to ask her is not undone by a correction that says nothing new of it")
    func nothingNew() async throws {
        let rig = try await IntakeRig()
        let id = try await rig.begin(source: Sources.jobcenter).requestId
        try await rig.decide(IntakeRig.askClient, on: id)
        let phone = #"{"client": {"contact": {"phones": [{"number": "+4952415550199", "safe": "yes"}]}}}"#
        let corrected = try await rig.take(Samples.correction(phone, source: Sources.jobcenter))
        #expect(try corrected.receipts(for: "e-1").isEmpty)
        try await isErased(rig, on: "2026-10-06")
    }

    @Test("An agreement that staff take back does not count")
    func takenBack() async throws {
        func parked(agreement: Bool) -> String {
            """
            {"outcome": "parked", "reason": "awaiting-decision", "checklist": {"actors": 3, "areas": 2,
             "regularPathwayTried": true, "ownResourcesSuffice": false, "agreement": \(agreement)}}
            """
        }
        let rig = try await IntakeRig()
        let id = try await rig.begin(Self.toBeAsked).requestId
        try await rig.decide(parked(agreement: true), on: id)
        try await rig.wait(until: "2026-09-25")
        try await rig.decide(parked(agreement: false), on: id)
        try await isErased(rig, on: "2026-10-10")
    }

    @Test("Who agreed at first and is to be asked after all is kept 14 days from that correction on")
    func afterAll() async throws {
        let rig = try await IntakeRig()
        _ = try await rig.begin()
        try await rig.wait(until: "2026-11-01")
        let corrected = try await rig.take(Samples.correction(Self.toBeAsked))
        #expect(try corrected.receipts(for: "e-1").map(\.codes) == [[.participationToBeAsked]])
        try await isErased(rig, on: "2026-11-16")
    }
}
