import Foundation
import Hummingbird
import HummingbirdTesting
import Models
import Runtime
import Testing
import TestSupport

@testable import Intake

@Suite("Corrections after the decision")
struct CorrectionDecidedTests {
    @Test("Who declines after the admission is proposed to her case manager as one who withdraws her consent")
    func declinedAfterAdmission() async throws {
        let rig = try await IntakeRig(posts: [try Samples.post("cm-1")])
        let admission = try #require(try await rig.take(Samples.event()).admissions.first)
        let effects = try await rig.take(Samples.correction(#"{"participation": "declined"}"#))
        #expect(try effects.receipt().codes == [.participationDeclined])
        let handover = try #require(try effects.handedOver(WithdrawalHandover.self).first)
        #expect(handover.caseId == admission.caseId && handover.reason == .consentWithdrawn)
        #expect(effects.emitted.count == 2)
    }

    @Test("Who declines after it was decided that she becomes no case is not kept, and the decision stands")
    func declinedAfterDecision() async throws {
        let rig = try await IntakeRig()
        let taken = try await rig.take(Samples.event(source: Sources.jobcenter))
        let request = try #require(try taken.states.first?.requestId)
        let clerk = Identity.caller([.intakeClerk], municipalities: [Samples.guetersloh])
        let router = Router.asked(by: clerk) { rig.service.addRoutes(to: $0, entry: rig.harness.entry) }
        try await Application(router: router).test(.router) { client in
            try await client.execute(
                uri: "/v1/requests/\(request)/decisions", method: .post,
                body: ByteBuffer(string: #"{"outcome": "advised", "reason": "advice-sufficient"}"#)
            ) { #expect($0.status == .created) }
        }
        #expect(try await rig.keepsContent() == [true])
        let effects = try await rig.take(
            Samples.correction(#"{"participation": "declined"}"#, source: Sources.jobcenter))
        #expect(try effects.receipt().codes == [.participationDeclined])
        #expect(effects.emitted.count == 1)
        #expect(try await rig.keepsContent() == [false])
    }

    @Test("A client whose reference was corrected after the admission is known by the new one and by the old one")
    func renamed() async throws {
        let rig = try await IntakeRig(posts: [try Samples.post("cm-1")])
        let admission = try #require(try await rig.take(Samples.event()).admissions.first)
        try await rig.take(Samples.correction(#"{"clientReference": "ref-2"}"#))
        for name in ["ref-1", "ref-2"] {
            let change = try await rig.take(Samples.change(#"{"clientReference": "\#(name)"}"#, id: "l-\(name)"))
            #expect(try change.receipt().outcome == .recorded)
            #expect(try change.handedOver(LegalSphereChangeHandover.self).map(\.caseId) == [admission.caseId])
        }
        let again = try await rig.take(Samples.event(#"{"clientReference": "ref-2"}"#, id: "e-2"))
        #expect(try again.receipt().outcome == .duplicate)
    }
}
