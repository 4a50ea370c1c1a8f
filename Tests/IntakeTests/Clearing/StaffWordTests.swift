import Foundation
import Models
import Testing
import TestSupport

@testable import Intake

@Suite("A correction does not undo what staff decided")
struct StaffWordTests {
    private static let phone =
        #"{"client": {"contact": {"phones": [{"number": "+4952415550199", "safe": "yes"}]}}}"#

    @Test("Whom staff admitted waits on, and the next filled post admits her as corrected")
    func admitted() async throws {
        let rig = try await IntakeRig()
        let id = try await rig.begin(source: Sources.jobcenter).requestId
        #expect(try await rig.decide(IntakeRig.admit, on: id).receipt().outcome == .waiting)
        let corrected = try await rig.take(Samples.correction(Self.phone, source: Sources.jobcenter))
        #expect(try corrected.receipts(for: "e-1").isEmpty)
        #expect(try corrected.states.map(\.changes) == [["corrected"]])
        let effects = try await rig.publish(Samples.post("cm-1"))
        #expect(try effects.receipt().outcome == .admitted)
        let admission = try #require(try effects.admissions.first)
        let person = try rig.opened(admission.sealed, Submission.self, of: Admission.self, about: admission.caseId)
        #expect(person.client.contact?.phones.map(\.number.text) == ["+4952415550199"])
    }

    @Test("Whom staff parked stays parked, though her publisher's clients are admitted at once and a post is filled")
    func parked() async throws {
        let rig = try await IntakeRig()
        let id = try await rig.begin().requestId
        try await rig.decide(IntakeRig.awaitDecision, on: id)
        try await rig.publish(Samples.post("cm-1"))
        let corrected = try await rig.take(Samples.correction(Self.phone))
        #expect(try corrected.receipts(for: "e-1").isEmpty && corrected.admissions.isEmpty)
        #expect(try await rig.kept() == ["parked"])
        #expect(try await rig.decide(IntakeRig.admit, on: id).admissions.count == 1)
    }

    @Test("Where staff wait for her answer and the publisher tells that she agrees, a person decides")
    func answered() async throws {
        let rig = try await IntakeRig(posts: [try Samples.post("cm-1")])
        let id = try await rig.begin(#"{"participation": "to-be-asked"}"#).requestId
        try await rig.decide(IntakeRig.askClient, on: id)
        let corrected = try await rig.take(Samples.correction())
        #expect(try corrected.receipts(for: "e-1").map(\.codes) == [[.awaitingDecision]])
        #expect(try corrected.admissions.isEmpty)
    }

    @Test("Whom staff parked, and who is to be asked after all, has to be asked")
    func withdrawnAgreement() async throws {
        let rig = try await IntakeRig()
        let id = try await rig.begin().requestId
        try await rig.decide(IntakeRig.awaitDecision, on: id)
        let corrected = try await rig.take(Samples.correction(#"{"participation": "to-be-asked"}"#))
        #expect(try corrected.receipts(for: "e-1").map(\.codes) == [[.participationToBeAsked]])
    }

    @Test(
        "That she lives where there is no KIM, or does not take part, counts whatever staff decided",
        arguments: [IntakeRig.admit, IntakeRig.awaitDecision],
        [
            (#"{"municipality": "05754040"}"#, Receipt.Outcome.redirected),
            (#"{"participation": "declined"}"#, .rejected),
        ])
    func ended(decision: String, correction: (String, Receipt.Outcome)) async throws {
        let rig = try await IntakeRig()
        let id = try await rig.begin().requestId
        try await rig.decide(decision, on: id)
        let corrected = try await rig.take(Samples.correction(correction.0))
        #expect(try corrected.receipts(for: "e-1").map(\.outcome) == [correction.1])
        #expect(try await rig.kept() == [])
    }
}
