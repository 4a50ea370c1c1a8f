import Foundation
import Models
import Pipeline
import TestSupport
import Testing

@testable import CaseHandling

@Suite("What others say of a case after its admission")
struct ProposalTests {
    private static let ending = #"{"code": "ASYLBLG_3", "lastDay": "2026-09-30"}"#
    private static let beginning = #"{"code": "SGB_II", "firstDay": "2026-10-01", "firstPaymentOn": "2026-10-05"}"#

    @Test("A correction is proposed to who may read the case, and nobody else learns of it")
    func correction() async throws {
        let rig = try await CaseRig.withCase()
        let before = try await rig.get("/v1/cases/case-1")
        let document = Samples.submission(
            client: Samples.sampleClient.replacing("Musterfrau", with: "Quellenfeld"))
        let published = try await rig.handOver(Samples.correction(to: rig.keys.publicKey, document, kind: "change"))
        #expect(published.isEmpty)
        let proposal = try #require(try await rig.proposals().first)
        guard case .correction(let correction) = proposal.content else {
            Issue.record("not a correction")
            return
        }
        #expect(correction.from == "sample" && correction.kind == .change)
        #expect(try correction.effectiveOn == day("2026-10-01") && proposal.receivedOn == day("2026-09-21"))
        #expect(correction.submission.client.name.family == "Quellenfeld")
        let after = try await rig.get("/v1/cases/case-1")
        #expect(after.headers[.eTag] == before.headers[.eTag])
        #expect(after.text.contains("Musterfrau"), "the case itself stays as it was")
        let stored = try await rig.storedBytes()
        #expect(stored.range(of: Data("Quellenfeld".utf8)) == nil)
    }

    @Test("The halves of a change by two authorities are one proposal, whichever comes first", arguments: [false, true])
    func halves(reversed: Bool) async throws {
        let rig = try await CaseRig.withCase()
        let own = rig.keys.publicKey
        let ends = try Samples.change(to: own, "ends", Self.ending, from: "abh")
        let begins = try Samples.change(to: own, "begins", Self.beginning, from: "jobcenter")
        var known: SphereChange?
        let inOrder = reversed ? [begins, ends] : [ends, begins]
        for number in inOrder.indices {
            #expect(try await rig.handOver(inOrder[number]).isEmpty)
            let proposals = try await rig.proposals()
            #expect(proposals.count == 1)
            guard case .legalSphereChange(let change) = proposals.first?.content else { continue }
            #expect(change.isComplete == (number == 1))
            known = change
        }
        let whole = try #require(known)
        #expect(whole.ends?.from == "abh" && whole.ends?.sphere.code == "ASYLBLG_3")
        #expect(whole.begins?.from == "jobcenter" && whole.begins?.sphere.code == "SGB_II")
        #expect(try whole.begins?.sphere.firstPaymentOn == day("2026-10-05"))
    }

    @Test("Of each half the last word holds; a cancelled one makes no whole")
    func lastWord() async throws {
        let rig = try await CaseRig.withCase()
        let own = rig.keys.publicKey
        func change() async throws -> SphereChange? {
            let proposals = try await rig.proposals()
            guard proposals.count == 1, case .legalSphereChange(let change) = proposals[0].content else { return nil }
            return change
        }
        try await rig.handOver(Samples.change(to: own, "ends", Self.ending, from: "abh", state: "expected"))
        try await rig.handOver(Samples.change(to: own, "begins", Self.beginning, from: "jobcenter"))
        let later = #"{"code": "ASYLBLG_2", "lastDay": "2026-10-31"}"#
        try await rig.handOver(Samples.change(to: own, "ends", later, from: "abh", state: "corrected"))
        #expect(try await change()?.ends?.sphere.code == "ASYLBLG_2")
        #expect(try await change()?.ends?.state == .corrected)
        #expect(try await change()?.isComplete == true)
        try await rig.handOver(
            Samples.change(to: own, "begins", Self.beginning, from: "jobcenter", state: "cancelled"))
        #expect(try await change()?.isComplete == false)
    }

    @Test("Another reference or axis is another change")
    func others() async throws {
        let rig = try await CaseRig.withCase()
        let own = rig.keys.publicKey
        try await rig.handOver(Samples.change(to: own, "ends", Self.ending, from: "abh"))
        try await rig.handOver(Samples.change(to: own, "begins", Self.beginning, from: "abh", reference: "change-2"))
        try await rig.handOver(
            Samples.change(
                to: own, "begins", #"{"code": "AUFENTHG_24", "firstDay": "2026-10-01"}"#, from: "abh",
                axis: "residence"))
        #expect(try await rig.proposals().count == 3)
    }

    @Test(
        "A withdrawal that asks for no erasure proposes to close an open case",
        arguments: [Withdrawal.Reason.consentWithdrawn, .noLongerNeeded], [true, false])
    func closure(reason: Withdrawal.Reason, isOpen: Bool) async throws {
        let rig = try await CaseRig.withCase()
        if !isOpen { _ = try await rig.post("/v1/cases/case-1/closures", #"{"reason": "goals-reached"}"#) }
        #expect(try await rig.handOver(Samples.withdrawal(reason)).isEmpty)
        let contents = try await rig.proposals().map(\.content)
        #expect(contents == (isOpen ? [.closure(ProposedClosure(from: "sample", reason: reason))] : []))
    }

    @Test(
        "A case that should never have been is erased at once, with all that belongs to it",
        arguments: [Withdrawal.Reason.sentInError, .wrongPerson])
    func erasure(reason: Withdrawal.Reason) async throws {
        let rig = try await CaseRig.withCase()
        try await rig.harness.deliver(
            Decision(decisionId: "d-1", kind: .notice, refers: "case-1", codes: ["first-contact", "overdue"]),
            on: Topics.decisions, key: "case-1")
        try await rig.handOver(Samples.correction(to: rig.keys.publicKey))
        let published = try await rig.handOver(Samples.withdrawal(reason))
        #expect(published.map(\.topic) == [Topics.cases.name, Topics.erasures.name])
        #expect(published.map(\.key) == ["case-1", "case-1"])
        #expect(published.first?.envelope.data == nil)
        let erasure = try #require(try published.last?.body(Erasure.self))
        #expect(
            try erasure
                == Erasure(
                    aggregate: .case, id: "case-1", requestId: "request-of-case-1", caseId: "case-1",
                    on: day("2026-09-21"), ruleId: reason.rawValue))
        #expect(try await rig.get("/v1/cases/case-1").status == .notFound)
        for table in ["caseFile", "notice", "proposal"] { #expect(try await rig.count(table) == 0) }
    }

    @Test("What is about a case that is no longer held is dropped without a dead letter")
    func noCase() async throws {
        let rig = try await CaseRig.withCase()
        let own = rig.keys.publicKey
        try await rig.handOver(Samples.withdrawal(.sentInError))
        #expect(try await rig.handOver(Samples.withdrawal(.wrongPerson)).isEmpty)
        #expect(try await rig.handOver(Samples.withdrawal(.noLongerNeeded)).isEmpty)
        #expect(try await rig.handOver(Samples.correction(to: own)).isEmpty)
        #expect(try await rig.handOver(Samples.change(to: own, "ends", Self.ending, from: "abh")).isEmpty)
        #expect(try await rig.harness.deadLetters().isEmpty)
        #expect(try await rig.count("proposal") == 0)
    }

    @Test("The same event again proposes nothing more")
    func repetition() async throws {
        let rig = try await CaseRig.withCase()
        let own = rig.keys.publicKey
        for _ in 1...2 {
            try await rig.handOver(Samples.correction(to: own), id: "h-1")
            try await rig.handOver(Samples.change(to: own, "ends", Self.ending, from: "abh"), id: "h-2")
            try await rig.handOver(Samples.withdrawal(.consentWithdrawn), id: "h-3")
        }
        #expect(try await rig.proposals().map(\.proposalId) == ["h-1", "h-2", "h-3"])
    }

    @Test("What cannot be opened is set aside, and the case stays as it is")
    func unreadable() async throws {
        let rig = try await CaseRig.withCase()
        let other = try ServiceKeys(file: ServiceKeys.makeFile(for: .caseHandling)).publicKey
        try await rig.handOver(Samples.correction(to: other))
        #expect(try await rig.harness.deadLetters().map(\.cause) == ["not-opened"])
        #expect(try await rig.proposals().isEmpty)
    }
}
