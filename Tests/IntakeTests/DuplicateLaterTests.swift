import Foundation
import Models
import Testing
import TestSupport

@testable import Intake

@Suite("What a publisher says later of a submission that was a duplicate")
struct DuplicateLaterTests {
    /// The client of `e-1` under another event id.
    private static func again() throws -> Envelope {
        try Samples.event(#"{"clientReference": "ref-1"}"#, id: "e-2")
    }

    @Test("Once she is admitted her case manager learns of it", arguments: [true, false])
    func afterAdmission(isCorrection: Bool) async throws {
        let rig = try await IntakeRig(posts: [try Samples.post("cm-1")])
        let admission = try #require(try await rig.take(Samples.event()).admissions.first)
        #expect(try await rig.take(Self.again()).receipt().outcome == .duplicate)
        let later =
            isCorrection ? try Samples.correction(of: "e-2") : Samples.withdrawal(.consentWithdrawn, of: "e-2")
        let effects = try await rig.take(later)
        #expect(try effects.receipt().outcome == .recorded)
        let cases =
            isCorrection
            ? try effects.handedOver(CorrectionHandover.self).map(\.caseId)
            : try effects.handedOver(WithdrawalHandover.self).map(\.caseId)
        #expect(cases == [admission.caseId])
    }

    @Test("While her request waits, it is corrected or withdrawn itself", arguments: [true, false])
    func beforeAdmission(isCorrection: Bool) async throws {
        let rig = try await IntakeRig()
        try await rig.take(Samples.event())
        try await rig.take(Self.again())
        let later =
            isCorrection
            ? try Samples.correction(#"{"municipality": "05754040"}"#, of: "e-2")
            : Samples.withdrawal(.noLongerNeeded, of: "e-2")
        let effects = try await rig.take(later)
        #expect(try effects.receipts(for: later.id).map(\.outcome) == [.recorded])
        #expect(try effects.receipts(for: "e-1").map(\.outcome) == [isCorrection ? .redirected : .withdrawn])
        #expect(try await rig.publish(Samples.post("cm-1")).admissions.isEmpty)
    }

    @Test("That she takes no part after all holds for the request that stands")
    func declined() async throws {
        let rig = try await IntakeRig()
        try await rig.take(Samples.event())
        try await rig.take(Self.again())
        let effects = try await rig.take(Samples.correction(#"{"participation": "declined"}"#, of: "e-2"))
        #expect(try effects.receipts(for: "e-1").map(\.codes) == [[.participationDeclined]])
        #expect(try await rig.keepsContent() == [false])
    }

    @Test(
        "A correction that makes it somebody else's takes no part of the first person's request",
        arguments: ["agreed", "declined"])
    func another(participation: String) async throws {
        for isAdmitted in [false, true] {
            let rig = try await IntakeRig(posts: isAdmitted ? [try Samples.post("cm-1")] : [])
            try await rig.take(Samples.event())
            try await rig.take(Self.again())
            let other = #"{"clientReference": "ref-2", "participation": "\#(participation)"}"#
            let effects = try await rig.take(Samples.correction(other, of: "e-2"))
            #expect(try effects.receipt().outcome == (participation == "agreed" ? .notMatched : .rejected))
            #expect(effects.emitted.count == 1)
            #expect(try await rig.kept() == [isAdmitted ? "admitted" : "waiting"])
        }
    }

    @Test(
        "What was sent in error is the second sending alone: it is erased, and the person's request stands",
        arguments: [Withdrawal.Reason.sentInError, .wrongPerson])
    func erased(reason: Withdrawal.Reason) async throws {
        let rig = try await IntakeRig()
        try await rig.take(Samples.event())
        try await rig.take(Self.again())
        let effects = try await rig.take(Samples.withdrawal(reason, of: "e-2"))
        #expect(try effects.receipts(for: "w-1").map(\.outcome) == [.recorded])
        #expect(try effects.receipts(for: "e-2").map(\.codes) == [[reason.code]])
        #expect(effects.tombstones.isEmpty && effects.emitted.count == 2)
        let repeated = try await rig.take(Self.again()).receipt()
        #expect(repeated.outcome == .withdrawn && repeated.codes == [.erased])
        #expect(try await rig.publish(Samples.post("cm-1")).receipts(for: "e-1").map(\.outcome) == [.admitted])
    }

    @Test("Whichever of the two comes first, the end is the same", arguments: Withdrawal.Reason.allCases)
    func order(reason: Withdrawal.Reason) async throws {
        struct End: Equatable {
            var first: Receipt.Outcome?
            var second: Receipt.Outcome?
            var withdrawal: Receipt.Outcome?
            var requests: Int
            var remembered: Int
        }
        func end(_ events: [Envelope]) async throws -> End {
            let rig = try await IntakeRig()
            var all = try await rig.take(Samples.event()).emitted
            for event in events { all += try await rig.take(event).emitted }
            all += try await rig.publish(Samples.post("cm-1")).emitted
            let effects = Effects(emitted: all)
            return End(
                first: try effects.receipts(for: "e-1").last?.outcome,
                second: try effects.receipts(for: "e-2").last?.outcome,
                withdrawal: try effects.receipts(for: "w-1").last?.outcome,
                requests: try await rig.count("request"), remembered: try await rig.count("withdrawnRequest"))
        }
        let (submission, withdrawal) = (try Self.again(), Samples.withdrawal(reason, of: "e-2"))
        let inOrder = try await end([submission, withdrawal])
        #expect(inOrder == (try await end([withdrawal, submission])))
        #expect(inOrder.first == (reason.erases ? .admitted : .withdrawn))
        #expect(inOrder.second == (reason.erases ? .withdrawn : .duplicate))
        #expect(inOrder.requests == 1)
    }
}
