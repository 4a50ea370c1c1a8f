import Foundation
import Models
import Testing
import TestSupport

@testable import Intake

@Suite("What stays of a client whose data are deleted: the record of it")
struct DeletionTests {
    static let decline = #"{"outcome": "rejected", "reason": "participation-declined"}"#

    @Test("Of a client who declines, as staff tell, nothing is kept from that moment on")
    func declined() async throws {
        let rig = try await IntakeRig()
        let id = try await rig.begin(source: Sources.jobcenter).requestId
        #expect(try await rig.count("person") == 1)
        let effects = try await rig.decide(Self.decline, on: id)
        #expect(try effects.receipt().codes == [.participationDeclined])
        #expect(try await rig.keepsContent() == [false])
        #expect(try await rig.count("person") == 0)
        #expect(try await rig.deletions() == ["participation-declined 2026-09-21"])
        try await rig.wait(until: "2027-09-21")
        #expect(try await rig.count("deletionRecord") == 1)
    }

    struct Way: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var decision: String?
        var event: Envelope?
        let rule: String?
    }

    @Test(
        "Whatever ends the right to keep them, the record says by which rule and on which day",
        arguments: [
            Way(testDescription: "nothing yet", rule: nil),
            Way(
                testDescription: "withdrawn before the admission", event: Samples.withdrawal(.consentWithdrawn),
                rule: "consent-withdrawn"),
            Way(
                testDescription: "no longer needed", event: Samples.withdrawal(.noLongerNeeded),
                rule: "no-longer-needed"),
            Way(testDescription: "sent in error", event: Samples.withdrawal(.sentInError), rule: "sent-in-error"),
            Way(testDescription: "the wrong person", event: Samples.withdrawal(.wrongPerson), rule: "wrong-person"),
            Way(
                testDescription: "declined", event: try? Samples.correction(#"{"participation": "declined"}"#),
                rule: "participation-declined"),
            Way(
                testDescription: "lives where there is no KIM",
                event: try? Samples.correction(#"{"municipality": "05754040"}"#), rule: "no-kim-offer"),
            Way(testDescription: "only decided against", decision: IntakeRig.advise, rule: nil),
            Way(
                testDescription: "withdrawn after a decision", decision: IntakeRig.advise,
                event: Samples.withdrawal(.consentWithdrawn), rule: "consent-withdrawn"),
            Way(
                testDescription: "withdrawn after it was declined", decision: decline,
                event: Samples.withdrawal(.consentWithdrawn), rule: "participation-declined"),
        ])
    func ways(_ way: Way) async throws {
        let rig = try await IntakeRig()
        let id = try await rig.begin().requestId
        if let decision = way.decision { try await rig.decide(decision, on: id) }
        if let event = way.event { try await rig.take(event) }
        let rules = [way.rule].compactMap { $0 }
        #expect(try await rig.deletions() == rules.map { "\($0) 2026-09-21" })
        #expect(try await rig.rows("SELECT requestId FROM deletionRecord") == rules.map { _ in id })
        #expect(try await rig.kept().isEmpty == (way.rule != nil))
    }

    @Test("Who was advised and withdraws is forgotten once: half a year later no record says so again")
    func withdrawnAdvised() async throws {
        let rig = try await IntakeRig()
        let id = try await rig.begin().requestId
        try await rig.decide(IntakeRig.advise, on: id)
        try await rig.take(Samples.withdrawal(.noLongerNeeded))
        try await rig.wait(until: "2027-09-21")
        #expect(try await rig.deletions() == ["no-longer-needed 2026-09-21"])
    }

    @Test("The request of a case that was erased leaves a record of its deletion")
    func caseErased() async throws {
        let rig = try await IntakeRig(posts: [try Samples.post("cm-1")])
        let admission = try #require(try await rig.take(Samples.event()).admissions.first)
        try await rig.harness.deliver(CaseState?.none, on: Topics.cases, key: admission.caseId)
        #expect(try await rig.deletions() == ["erased 2026-09-21"])
    }

    @Test("What is never kept leaves no record: nobody's data were deleted")
    func neverKept() async throws {
        let rig = try await IntakeRig()
        _ = try await rig.begin(#"{"municipality": "05754040"}"#)
        try await rig.take(Samples.withdrawal(.noLongerNeeded))
        #expect(try await rig.deletions() == [])
    }
}
