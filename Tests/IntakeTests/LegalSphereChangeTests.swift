import Foundation
import Models
import Testing
import TestSupport

@testable import Intake

@Suite("Changes of legal spheres")
struct LegalSphereChangeTests {
    @Test("A change is handed over sealed to the case of the client, by whichever name the publisher has for her")
    func handover() async throws {
        let rig = try await IntakeRig(posts: [try Samples.post("cm-1")])
        let admitted = try await rig.take(Samples.event())
        let admission = try #require(try admitted.admissions.first)
        let handle = try #require(try admitted.receipt().handle)
        let names = [
            #"{"clientReference": "ref-1"}"#, #"{"handle": "\#(handle)"}"#,
            #"{"clientReference": "ref-1", "handle": "\#(handle)"}"#,
        ]
        for (number, name) in names.enumerated() {
            let effects = try await rig.take(Samples.change(name, id: "l-\(number)"))
            #expect(try effects.receipt().outcome == .recorded)
            #expect(try effects.receipt().handle == nil)
            #expect(effects.emitted.count == 2)
            let handover = try #require(try effects.handedOver(LegalSphereChangeHandover.self).first)
            #expect(handover.caseId == admission.caseId && handover.publisher == "sample")
            let change = try rig.opened(
                handover.sealed, LegalSphereChange.self, of: LegalSphereChangeHandover.self, about: handover.caseId)
            #expect(change.ends?.code == "ASYLBLG_3" && change.changeReference == "change-1")
        }
    }

    @Test("A handle works for the publisher whom it was told, and for nobody else")
    func handles() async throws {
        let rig = try await IntakeRig(posts: [try Samples.post("cm-1")])
        let admission = try #require(try await rig.take(Samples.event()).admissions.first)
        let told = rig.keys.identity.aggregate("handle", admission.caseId, "jobcenter")
        for (number, (source, outcome)) in [
            (Sources.jobcenter, Receipt.Outcome.recorded), (Sources.sample, .notMatched), (Sources.abh, .notMatched),
        ].enumerated() {
            let effects = try await rig.take(
                Samples.change(#"{"handle": "\#(told)"}"#, id: "l-\(number)", source: source))
            #expect(try effects.receipt().outcome == outcome)
            #expect(effects.on(Topics.handover).count == (outcome == .recorded ? 1 : 0))
        }
        let byName = try await rig.take(
            Samples.change(#"{"clientReference": "ref-1"}"#, id: "l-9", source: Sources.jobcenter))
        #expect(try byName.receipt().outcome == .notMatched)
    }

    @Test(
        "What matches nobody who was admitted is answered so, and is not kept",
        arguments: [
            #"{"clientReference": "ref-2"}"#, #"{"handle": "nobody"}"#,
            #"{"clientReference": "ref-1", "handle": "nobody"}"#,
        ])
    func unmatched(client: String) async throws {
        let rig = try await IntakeRig(posts: [try Samples.post("cm-1")])
        try await rig.take(Samples.event())
        let effects = try await rig.take(Samples.change(client))
        #expect(try effects.receipt().outcome == .notMatched)
        #expect(try effects.receipt().codes == [.clientUnknown])
        #expect(effects.emitted.count == 1)
    }

    @Test("Who only waits was never admitted; of two cases of a client the later one is meant")
    func admitted() async throws {
        let rig = try await IntakeRig()
        let client = #"{"clientReference": "ref-1"}"#
        try await rig.take(Samples.event())
        #expect(try await rig.take(Samples.change(client, id: "l-1")).receipt().outcome == .notMatched)
        let earlier = try #require(try await rig.publish(Samples.post("cm-1")).admissions.first)
        try await rig.publish(Samples.caseState(earlier.caseId, at: "cm-1", closedOn: "2026-09-20"))
        let again = try Samples.event(client, id: "e-2")
        let later = try #require(try await rig.take(again, at: IntakeRig.now + 60).admissions.first)
        let effects = try await rig.take(Samples.change(client, id: "l-2"))
        #expect(try effects.handedOver(LegalSphereChangeHandover.self).map(\.caseId) == [later.caseId])
    }

    @Test("The same change again gets the same receipt and has no second effect")
    func repetition() async throws {
        let rig = try await IntakeRig(posts: [try Samples.post("cm-1")])
        try await rig.take(Samples.event())
        let change = Samples.change(#"{"clientReference": "ref-1"}"#)
        let first = try await rig.take(change)
        let again = try await rig.take(change, at: IntakeRig.now + 60)
        #expect(again.receiptIDs == first.receiptIDs)
        #expect(try again.receipts == first.receipts)
        #expect(again.emitted.count == 1)
    }

    @Test("Without a record key the receipt's key is the client's reference, as of a submission")
    func receiptKey() async throws {
        let rig = try await IntakeRig()
        for (event, key) in [
            (Samples.change(#"{"clientReference": "ref-7"}"#), "ref-7"),
            (try Samples.correction(#"{"clientReference": "ref-8"}"#), "ref-8"),
            (Samples.withdrawal(.noLongerNeeded), "w-1"),
        ] {
            #expect(try await rig.take(event, key: nil).on(Topics.receipts).map(\.key) == [key])
        }
    }
}
