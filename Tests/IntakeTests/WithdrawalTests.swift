import Foundation
import Models
import Testing
import TestSupport

@testable import Intake

@Suite("Withdrawals")
struct WithdrawalTests {
    /// A submission that waits for a post.
    private static let waits = "{}"
    /// A submission that waits for an answer.
    private static let parked = #"{"participation": "to-be-asked"}"#

    @Test(
        "Before the admission the request is withdrawn, and what was told of the person is destroyed",
        arguments: [waits, parked], [Withdrawal.Reason.consentWithdrawn, .noLongerNeeded])
    func beforeAdmission(submission: String, reason: Withdrawal.Reason) async throws {
        let rig = try await IntakeRig()
        let before = try await rig.take(Samples.event(submission))
        let effects = try await rig.take(Samples.withdrawal(reason))
        #expect(try effects.receipts(for: "w-1").map(\.outcome) == [.recorded])
        let told = try #require(try effects.receipts(for: "e-1").first)
        #expect(told.outcome == .withdrawn && told.codes == [reason.code] && told.handle == nil)
        #expect(Set(before.receiptIDs).isDisjoint(with: effects.receiptIDs))
        let state = try #require(try effects.states.first)
        #expect(state.version == 2 && state.changes == ["withdrawn"] && state.status == .withdrawn)
        #expect(state.states.last?.reasons == [reason.rawValue])
        #expect(effects.emitted.count == 3)
        #expect(try await rig.keepsContent() == [false])
        #expect(try await rig.publish(Samples.post("cm-1")).emitted.isEmpty)
        #expect(try await rig.take(Samples.event(submission)).receipts == [told])
    }

    @Test(
        "What should never have been here is erased at once",
        arguments: [waits, parked], [Withdrawal.Reason.sentInError, .wrongPerson])
    func erasure(submission: String, reason: Withdrawal.Reason) async throws {
        let rig = try await IntakeRig()
        let state = try #require(try await rig.take(Samples.event(submission)).states.first)
        let effects = try await rig.take(Samples.withdrawal(reason))
        #expect(try effects.receipts(for: "w-1").map(\.outcome) == [.recorded])
        #expect(try effects.receipts(for: "e-1").map(\.outcome) == [.withdrawn])
        #expect(try effects.receipts(for: "e-1").first?.codes == [reason.code])
        #expect(effects.tombstones == [state.requestId])
        let erasure = try #require(try effects.erasures.first)
        #expect(
            erasure
                == Erasure(
                    aggregate: .request, id: state.requestId, requestId: state.requestId,
                    on: try Samples.day("2026-09-21"), ruleId: reason.rawValue))
        #expect(effects.emitted.count == 4)
        #expect(try await rig.count("request") == 0)
        #expect(try await rig.count("clientName") == 0)
        #expect(try await rig.count("answer") == 1)
    }

    @Test("A submission that was erased is answered as erased, always the same, and nothing of it is kept")
    func erasedAgain() async throws {
        let rig = try await IntakeRig(posts: [try Samples.post("cm-1")])
        try await rig.take(Samples.event(WithdrawalTests.parked))
        try await rig.take(Samples.withdrawal(.wrongPerson))
        for patch in [WithdrawalTests.parked, "{}", #"{"accessRoute": "x"}"#] {
            let first = try await rig.take(Samples.event(patch), at: IntakeRig.now + 60)
            #expect(try first.receipt().outcome == .withdrawn)
            #expect(try first.receipt().codes == [.erased])
            let second = try await rig.take(Samples.event(patch), at: IntakeRig.now + 120)
            #expect(second.receiptIDs == first.receiptIDs)
            #expect(try second.receipts == first.receipts)
            #expect(first.emitted.count == 1)
        }
        #expect(try await rig.take(Samples.correction()).receipt().outcome == .recorded)
        #expect(try await rig.take(Samples.withdrawal(.sentInError, id: "w-2")).receipt().outcome == .recorded)
        #expect(try await rig.count("request") == 0)
        #expect(try await rig.count("answer") == 2)

        try await rig.harness.fireTimers(at: IntakeRig.now + 66 * 86_400)
        #expect(try await rig.count("withdrawnRequest") == 0)
    }

    @Test(
        "After the admission CaseHandling is told; only what should never have been here leaves at once",
        arguments: Withdrawal.Reason.allCases)
    func afterAdmission(reason: Withdrawal.Reason) async throws {
        let rig = try await IntakeRig(posts: [try Samples.post("cm-1")])
        let admission = try #require(try await rig.take(Samples.event()).admissions.first)
        let effects = try await rig.take(Samples.withdrawal(reason))
        #expect(try effects.receipts.map(\.outcome) == [.recorded])
        let handover = try #require(try effects.handedOver(WithdrawalHandover.self).first)
        #expect(handover.caseId == admission.caseId && handover.reason == reason)
        #expect(effects.on(Topics.handover).map(\.key) == [admission.caseId])
        #expect(effects.tombstones == (reason.erases ? [admission.requestId] : []))
        #expect(try effects.erasures.map(\.caseId) == (reason.erases ? [admission.caseId] : []))
        #expect(try effects.states.isEmpty)
        #expect(try await rig.count("request") == (reason.erases ? 0 : 1))
        let change = try await rig.take(Samples.change(#"{"clientReference": "ref-1"}"#))
        #expect(try change.receipt().outcome == .recorded)
        #expect(try change.handedOver(LegalSphereChangeHandover.self).count == (reason.erases ? 0 : 1))
    }

    @Test("Whichever of the two comes first, the end is the same", arguments: Withdrawal.Reason.allCases)
    func order(reason: Withdrawal.Reason) async throws {
        struct End: Equatable {
            var outcome: Receipt.Outcome?
            var withdrawal: Receipt.Outcome?
            var state: RequestState.StateEntry?
            var requests: Int
            var keepsContent: [Bool]
            var admissions: Int
        }
        func end(_ events: [Envelope]) async throws -> End {
            let rig = try await IntakeRig()
            var all: [ServiceHarness.Emitted] = []
            for event in events { all += try await rig.take(event).emitted }
            all += try await rig.publish(Samples.post("cm-1")).emitted
            let effects = Effects(emitted: all)
            let isErased = !effects.tombstones.isEmpty
            return End(
                outcome: try effects.receipts(for: "e-1").last?.outcome,
                withdrawal: try effects.receipts(for: "w-1").last?.outcome,
                state: isErased ? nil : try effects.states.last?.states.last,
                requests: try await rig.count("request"), keepsContent: try await rig.keepsContent(),
                admissions: try effects.admissions.count)
        }
        let (submission, withdrawal) = (try Samples.event(), Samples.withdrawal(reason))
        let inOrder = try await end([submission, withdrawal])
        let overtaken = try await end([withdrawal, submission])
        #expect(inOrder == overtaken)
        #expect(overtaken.outcome == .withdrawn && overtaken.withdrawal == .recorded && overtaken.admissions == 0)
        #expect(overtaken.requests == (reason.erases ? 0 : 1))
        #expect(!overtaken.keepsContent.contains(true))
    }

    @Test("A withdrawal waits for its submission a day longer than the topic keeps one, and no longer")
    func forgotten() async throws {
        let rig = try await IntakeRig(posts: [try Samples.post("cm-1")])
        try await rig.take(Samples.withdrawal(.noLongerNeeded))
        try await rig.harness.fireTimers(at: IntakeRig.now + 8 * 86_400 - 1)
        #expect(try await rig.count("withdrawnRequest") == 1)
        try await rig.harness.fireTimers(at: IntakeRig.now + 8 * 86_400)
        #expect(try await rig.count("withdrawnRequest") == 0)
        #expect(try await rig.take(Samples.event()).receipt().outcome == .admitted)
    }

    @Test("What was erased stays away equally long, whichever of the two came first", arguments: [true, false])
    func erasedInEitherOrder(isOvertaken: Bool) async throws {
        let rig = try await IntakeRig(posts: [try Samples.post("cm-1")])
        let (submission, withdrawal) = (try Samples.event(), Samples.withdrawal(.sentInError))
        let erased = IntakeRig.now + 86_400
        if !isOvertaken { try await rig.take(submission, at: IntakeRig.now) }
        try await rig.take(withdrawal, at: erased)
        if isOvertaken { try await rig.take(submission, at: erased + 86_400) }
        for day in [9.0, 64.9] {
            try await rig.harness.fireTimers(at: erased + day * 86_400)
            #expect(try await rig.take(submission).receipt().outcome == .withdrawn)
        }
        #expect(try await rig.count("request") == 0)
        try await rig.harness.fireTimers(at: erased + 65 * 86_400)
        #expect(try await rig.count("withdrawnRequest") == 0)
    }

    @Test("Nobody takes back what another publisher sent, or will send")
    func foreign() async throws {
        let rig = try await IntakeRig(posts: [try Samples.post("cm-1")])
        let ahead = try await rig.take(
            Samples.withdrawal(.sentInError, id: "w-0", source: Sources.abh, about: Sources.sample))
        #expect(try await rig.take(Samples.event()).receipt().outcome == .admitted)
        let behind = try await rig.take(
            Samples.withdrawal(.sentInError, source: Sources.abh, about: Sources.sample))
        for effects in [ahead, behind] {
            #expect(try effects.receipt().outcome == .notMatched)
            #expect(try effects.receipt().codes == [.clientUnknown])
            #expect(effects.emitted.count == 1)
        }
        #expect(try await rig.count("request") == 1)
    }

    @Test("What was refused cannot be taken back; what was decided stays decided without its content")
    func decided() async throws {
        let rig = try await IntakeRig()
        try await rig.take(Samples.event(#"{"accessRoute": "x"}"#, id: "refused"))
        let refused = try await rig.take(Samples.withdrawal(.noLongerNeeded, of: "refused", id: "w-1"))
        #expect(try refused.receipt().outcome == .notMatched)
        try await rig.take(Samples.event(#"{"municipality": "05754040"}"#, id: "redirected"))
        let redirected = try await rig.take(Samples.withdrawal(.noLongerNeeded, of: "redirected", id: "w-2"))
        #expect(try redirected.receipt().outcome == .recorded)
        #expect(redirected.emitted.count == 1)
        let erased = try await rig.take(Samples.withdrawal(.sentInError, of: "redirected", id: "w-3"))
        #expect(erased.tombstones.count == 1)
    }

    @Test(
        "The same withdrawal again gets the same receipt and has no second effect",
        arguments: Withdrawal.Reason.allCases)
    func repetition(reason: Withdrawal.Reason) async throws {
        let rig = try await IntakeRig()
        try await rig.take(Samples.event())
        let first = try await rig.take(Samples.withdrawal(reason))
        let again = try await rig.take(Samples.withdrawal(reason), at: IntakeRig.now + 60)
        #expect(try again.receipts == first.receipts(for: "w-1"))
        #expect(again.emitted.count == 1)
        #expect(first.receiptIDs.contains(again.receiptIDs[0]))
    }

    @Test("The request of a case that CaseHandling erased is erased too, without an erasure of its own")
    func caseErased() async throws {
        let rig = try await IntakeRig(posts: [try Samples.post("cm-1")])
        let admission = try #require(try await rig.take(Samples.event()).admissions.first)
        _ = try await rig.harness.emitted()
        try await rig.harness.deliver(CaseState?.none, on: Topics.cases, key: admission.caseId)
        let effects = Effects(emitted: try await rig.harness.emitted())
        #expect(effects.tombstones == [admission.requestId])
        #expect(effects.emitted.count == 1)
        #expect(try await rig.count("request") == 0)
        #expect(try await rig.take(Samples.event()).receipt().codes == [.erased])
    }
}
