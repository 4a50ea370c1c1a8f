import Foundation
import Models
import Pipeline
import TestSupport
import Testing

@testable import CaseHandling

@Suite("Opening a case")
struct OpeningTests {
    @Test("An admission opens the case with what the submission says, and nothing else")
    func opening() async throws {
        let rig = try CaseRig()
        let published = try await rig.admit(
            Samples.submission(consents: [("case-management", "2026-09-01", "2027-08-31")]))
        let today = try day("2026-09-21")
        let recordedAt = Timestamp(CaseRig.now)
        let expected = CaseState(
            caseId: "case-1", version: 1, changes: ["opened"], receivedOn: try day("2026-09-18"), openedOn: today,
            responsibilities: [
                .init(
                    municipality: Samples.guetersloh, provider: "stadt-guetersloh", post: "gt-cm-1", from: today,
                    recordedAt: recordedAt)
            ], phases: [.init(phase: .assessment, from: today, recordedAt: recordedAt)], ageGroup: "27-44",
            gender: "female", originGroup: "ukraine", household: Samples.household,
            needs: [
                .init(area: "housing", state: "open", from: today, offer: .open, recordedAt: recordedAt),
                .init(area: "language", state: "open", from: today, offer: .open, recordedAt: recordedAt),
            ],
            legalSpheres: [
                .init(
                    axis: .residence, code: "AUFENTHG_24", firstDay: try day("2026-01-10"),
                    lastDay: try day("2027-03-04"), recordedAt: recordedAt)
            ],
            consents: [
                .init(
                    purpose: "case-management", on: try day("2026-09-01"), validUntil: try day("2027-08-31"),
                    recordedAt: recordedAt)
            ])
        #expect(published == [expected])
    }

    @Test("Age and day of opening are those of the local day, not of the day in UTC")
    func localDay() async throws {
        let client = """
            {"name": {"full": "Zelda"}, "gender": "unknown", "birth": {"date": "2008-10-01", "basis": "document"}}
            """
        // 22:30 in UTC is half past midnight in summer.
        let published = try await CaseRig().admit(
            Samples.submission(client: client), at: Instant.parse("2026-09-30T22:30:00Z"))
        #expect(try published.map(\.openedOn) == [day("2026-10-01")])
        #expect(published.map(\.ageGroup) == ["18-26"])
    }

    @Test("What is not known of the person stays out of the state")
    func unknown() async throws {
        let client = #"{"name": {"full": "Zelda"}, "gender": "unknown"}"#
        let state = try #require(
            try await CaseRig().admit(Samples.submission(needs: [], spheres: [], client: client)).first)
        #expect(state.ageGroup == nil)
        #expect(state.originGroup == "stateless-unknown")
        #expect(state.needs.isEmpty && state.legalSpheres.isEmpty && state.consents.isEmpty)
    }

    @Test("Every published state fulfils its contract")
    func contract() async throws {
        let rig = try CaseRig()
        let submission = Samples.submission(
            needs: ["housing", "health"], spheres: ["residence:AUFENTHG_24", "supplementary:SGB_XI"],
            consents: [("special-categories", "2026-09-01", "2027-08-31")])
        try await rig.harness.deliver(
            Samples.admission(of: submission, to: rig.keys.publicKey), on: Topics.handover, key: "case-1")
        _ = try await rig.post("/v1/cases/case-1/assessments", "{}")
        _ = try await rig.post("/v1/cases/case-1/closures", #"{"reason": "offer-ended"}"#)
        let events = try await rig.harness.emitted(on: Topics.cases)
        #expect(events.count == 3)
        for event in events {
            let body = try JSONValue.parse(try #require(event.envelope.data))
            let findings = try CaseState.shape.issues(
                in: body, on: day("2026-09-21"), codelists: Codelists.shipped())
            #expect(findings == ValidationFindings())
        }
    }

    @Test("A second admission of the same case changes nothing")
    func twice() async throws {
        let rig = try CaseRig()
        #expect(try await rig.admit().count == 1)
        #expect(try await rig.admit(Samples.submission(needs: ["work"]), post: "gt-cm-2").isEmpty)
        #expect(try await rig.harness.deadLetters().isEmpty)
        let list = try await rig.get("/v1/cases")
        #expect(list.text.contains("gt-cm-1") && !list.text.contains("gt-cm-2"))
    }

    @Test(
        "Special categories are published only under a consent that holds, and then without state and offer",
        arguments: [
            (nil, false), (("case-management", "2026-09-01", nil), false),
            (("special-categories", "2026-09-21", nil), true),
            (("special-categories", "2026-09-01", "2026-09-21"), true),
            (("special-categories", "2026-09-01", "2026-09-20"), false),
            (("special-categories", "2026-09-22", nil), false),
        ] as [((String, String, String?)?, Bool)])
    func specialCategories(consent: (String, String, String?)?, isPublished: Bool) async throws {
        let document = Samples.submission(
            needs: ["housing", "health"], spheres: ["livelihood:SGB_II", "supplementary:SGB_XI"],
            consents: consent.map { [$0] } ?? [])
        let state = try #require(try await CaseRig().admit(document).first)
        #expect(state.needs.map(\.area) == (isPublished ? ["housing", "health"] : ["housing"]))
        #expect(state.legalSpheres.map(\.code) == (isPublished ? ["SGB_II", "SGB_XI"] : ["SGB_II"]))
        let health = state.needs.first { $0.area == "health" }
        #expect(health?.state == nil && health?.offer == nil)
    }

    enum Broken: CaseIterable { case otherRecipient, otherCase, altered, noSubmission }

    @Test(
        "An admission that cannot be read is set aside with its cause, and the next case opens",
        arguments: Broken.allCases)
    func unreadable(_ broken: Broken) async throws {
        let rig = try CaseRig()
        let own = rig.keys.publicKey
        var admission: Admission
        switch broken {
        case .otherRecipient:
            let other = try ServiceKeys(file: ServiceKeys.makeFile(for: .caseHandling)).publicKey
            admission = try Samples.admission(to: other)
        case .otherCase: admission = try Samples.admission(to: own, sealedFor: "case-2")
        case .altered:
            admission = try Samples.admission(to: own)
            admission.sealed.ciphertext[20] ^= 1
        case .noSubmission: admission = try Samples.admission(of: #"{"client": {}}"#, to: own)
        }
        #expect(try await rig.deliver(admission).isEmpty)
        let cause = broken == .noSubmission ? "invalid-body" : "not-opened"
        #expect(try await rig.harness.deadLetters().map(\.cause) == [cause])
        #expect(try await rig.get("/v1/cases/case-1").status == .notFound)
        #expect(try await rig.admit(caseID: "case-2").map(\.version) == [1])
    }
}
