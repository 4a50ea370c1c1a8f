import Foundation
import Models
import Testing
import TestSupport

@testable import Intake

@Suite("Corrections")
struct CorrectionTests {
    struct Course: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var source = Sources.sample
        var patch = "{}"
        var posts = false
        let correction: String
        let outcome: Receipt.Outcome
        var reason: ReasonCode?
        var isTold = true
        var keepsContent = true
    }

    @Test(
        "Before the end of clearing the new body decides the course anew, and the publisher learns of a new outcome",
        arguments: [
            Course(
                testDescription: "agreed at last, to a post", patch: #"{"participation": "to-be-asked"}"#, posts: true,
                correction: "{}", outcome: .admitted),
            Course(
                testDescription: "agreed at last, no post", patch: #"{"participation": "to-be-asked"}"#,
                correction: "{}", outcome: .waiting, reason: .postVacant),
            Course(
                testDescription: "agreed at last, manual publisher", source: Sources.jobcenter,
                patch: #"{"participation": "to-be-asked"}"#, correction: "{}", outcome: .parked,
                reason: .awaitingDecision),
            Course(
                testDescription: "another name while waiting",
                correction: #"{"client": {"name": {"given": "Zelda Maria"}}}"#, outcome: .waiting,
                reason: .postVacant, isTold: false),
            Course(
                testDescription: "has yet to be asked after all", correction: #"{"participation": "to-be-asked"}"#,
                outcome: .parked, reason: .participationToBeAsked),
            Course(
                testDescription: "lives where there is no KIM", correction: #"{"municipality": "05754040"}"#,
                outcome: .redirected, reason: .noKIMOffer, keepsContent: false),
        ])
    func courses(_ test: Course) async throws {
        let rig = try await IntakeRig(posts: test.posts ? [try Samples.post("cm-1")] : [])
        let before = try await rig.take(Samples.event(test.patch, source: test.source))
        let after = try await rig.take(Samples.correction(test.correction, source: test.source))
        #expect(try after.receipts(for: "c-1").map(\.outcome) == [.recorded])
        let told = try after.receipts(for: "e-1")
        #expect(told.map(\.outcome) == (test.isTold ? [test.outcome] : []))
        #expect(told.allSatisfy { $0.codes == [test.reason].compactMap { $0 } })
        #expect(Set(before.receiptIDs).isDisjoint(with: after.receiptIDs))

        let state = try #require(try after.states.first)
        #expect(state.version == 2)
        #expect(state.changes == (test.isTold ? ["corrected", test.outcome.rawValue] : ["corrected"]))
        #expect(state.status?.rawValue == test.outcome.rawValue)
        #expect(state.states.count == (test.isTold ? 2 : 1))
        #expect(try await rig.keepsContent() == [test.keepsContent])
        #expect(try after.admissions.count == (test.outcome == .admitted ? 1 : 0))
    }

    @Test("What is admitted later is the corrected person, counted and keyed as corrected")
    func handover() async throws {
        let rig = try await IntakeRig()
        let first = try #require(try await rig.take(Samples.event()).states.first)
        let patch = """
            {"clientReference": "ref-2", "client": {"gender": "diverse", "birth": {"date": "1951-04-12"}},
             "accessRoute": "self", "household": {"reference": "h-1", "members": []}}
            """
        let corrected = try await rig.take(Samples.correction(patch))
        let state = try #require(try corrected.states.first)
        #expect(state.requestId == first.requestId && state.receivedOn == first.receivedOn)
        #expect(state.gender == "diverse" && state.ageGroup == "65+" && state.accessRoute == "self")

        let admission = try #require(try await rig.publish(Samples.post("cm-1")).admissions.first)
        let submission = try rig.opened(
            admission.sealed, Submission.self, of: Admission.self, about: admission.caseId)
        #expect(submission == (try JSONDecoder().decode(Submission.self, from: Samples.data(patch))))
        #expect(admission.household?.members.first?.ageGroup == "65+")
        let byOldName = try await rig.take(Samples.change(#"{"clientReference": "ref-1"}"#, id: "l-1"))
        let byNewName = try await rig.take(Samples.change(#"{"clientReference": "ref-2"}"#, id: "l-2"))
        #expect(try byOldName.receipt().outcome == .notMatched)
        #expect(try byNewName.receipt().outcome == .recorded)
    }

    @Test("After the admission it is handed over sealed, and the request stays as it is")
    func afterAdmission() async throws {
        let rig = try await IntakeRig(posts: [try Samples.post("cm-1")])
        let admission = try #require(try await rig.take(Samples.event()).admissions.first)
        let patch = #"{"client": {"name": {"family": "Musterfrau-Neu"}}}"#
        let effects = try await rig.take(Samples.correction(patch, kind: "change", effectiveOn: "2026-10-01"))
        #expect(try effects.receipt().outcome == .recorded)
        #expect(effects.emitted.count == 2)
        let handover = try #require(try effects.handedOver(CorrectionHandover.self).first)
        #expect(handover.caseId == admission.caseId && handover.requestId == admission.requestId)
        #expect(handover.publisher == "sample")
        #expect(effects.on(Topics.handover).map(\.key) == [admission.caseId])
        let correction = try rig.opened(
            handover.sealed, Correction.self, of: CorrectionHandover.self, about: handover.caseId)
        #expect(correction.effectiveOn == (try Samples.day("2026-10-01")))
        #expect(correction.data.client.name.family == "Musterfrau-Neu")
    }

    @Test("Who declines is dropped at once, whatever else is wrong, and the publisher learns it of both events")
    func declined() async throws {
        let rig = try await IntakeRig()
        try await rig.take(Samples.event())
        let effects = try await rig.take(
            Samples.correction(#"{"participation": "declined", "accessRoute": "unknown"}"#))
        let answer = try #require(try effects.receipts(for: "c-1").first)
        #expect(answer.outcome == .rejected)
        #expect(Set(answer.codes) == [.participationDeclined, .unknownCode])
        #expect(Set(answer.reasons.map(\.pointer)) == ["/data/participation", "/data/accessRoute"])
        #expect(try effects.receipts(for: "e-1").map(\.outcome) == [.rejected])
        #expect(try effects.receipts(for: "e-1").first?.codes == [.participationDeclined])
        #expect(try effects.states.map(\.status) == [.rejected])
        #expect(try await rig.keepsContent() == [false])
        #expect(try await rig.publish(Samples.post("cm-1")).admissions.isEmpty)
    }

    struct Unmatched: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var submission = "{}"
        var withdrawal: Withdrawal.Reason?
        var of = "e-1"
        var source = Sources.sample
        var about: String?
        let reason: ReasonCode
    }

    @Test(
        "What matches nothing that can be corrected is answered so, and is not kept",
        arguments: [
            Unmatched(testDescription: "an unknown submission", of: "e-2", reason: .clientUnknown),
            Unmatched(
                testDescription: "another publisher's submission", source: Sources.abh, about: Sources.sample,
                reason: .clientUnknown),
            Unmatched(
                testDescription: "a refused submission", submission: #"{"accessRoute": "x"}"#, reason: .clientUnknown),
            Unmatched(
                testDescription: "a redirected one", submission: #"{"municipality": "05754040"}"#,
                reason: .alreadyDecided),
            Unmatched(testDescription: "a withdrawn one", withdrawal: .noLongerNeeded, reason: .alreadyDecided),
        ])
    func unmatched(_ test: Unmatched) async throws {
        let rig = try await IntakeRig()
        try await rig.take(Samples.event(test.submission))
        if let reason = test.withdrawal { try await rig.take(Samples.withdrawal(reason)) }
        let effects = try await rig.take(
            Samples.correction(of: test.of, source: test.source, about: test.about))
        #expect(try effects.receipt().outcome == .notMatched)
        #expect(try effects.receipt().codes == [test.reason])
        #expect(effects.emitted.count == 1)
    }

    @Test("The new body is judged as a submission, with the places where it stands")
    func contract() async throws {
        let rig = try await IntakeRig()
        try await rig.take(Samples.event())
        let patch = #"{"note": "x", "municipality": "05999999", "client": {"gender": "x"}}"#
        let effects = try await rig.take(Samples.correction(patch, kind: "change", source: Sources.abh))
        let receipt = try effects.receipt()
        #expect(receipt.outcome == .rejected)
        let told = Set(receipt.reasons.map { "\($0.code.rawValue) \($0.pointer ?? "")" })
        #expect(
            told == [
                "missing-field /effectiveOn", "unknown-code /data/client/gender", "note-not-permitted /data/note",
                "unknown-municipality /data/municipality",
            ])
        #expect(effects.emitted.count == 1)
    }

    @Test("The same correction again gets the same receipt and has no second effect; other content is refused")
    func repetition() async throws {
        let rig = try await IntakeRig()
        try await rig.take(Samples.event())
        let first = try await rig.take(Samples.correction(#"{"accessRoute": "self"}"#))
        let again = try await rig.take(
            Samples.correction(#"{"accessRoute": "self"}"#), at: IntakeRig.now.addingTimeInterval(60))
        #expect(again.receiptIDs == first.receiptIDs)
        #expect(try again.receipts == first.receipts)
        #expect(again.emitted.count == 1)
        let other = try await rig.take(Samples.correction(#"{"accessRoute": "outreach"}"#))
        #expect(try other.receipt().codes == [.idReused])
        #expect(other.emitted.count == 1)
    }

    @Test(
        "A type that the publisher's entry does not permit is refused",
        arguments: [Correction.eventType, Withdrawal.eventType, LegalSphereChange.eventType])
    func forbidden(type: String) async throws {
        let rig = try await IntakeRig(forbidden: [type])
        try await rig.take(Samples.event())
        let events = [
            try Samples.correction(), Samples.withdrawal(.sentInError),
            Samples.change(#"{"clientReference": "ref-1"}"#),
        ]
        let effects = try await rig.take(try #require(events.first { $0.type == type }))
        #expect(try effects.receipt().codes == [.eventTypeNotPermitted])
        #expect(effects.emitted.count == 1)
        #expect(try await rig.count("request") == 1)
    }
}
