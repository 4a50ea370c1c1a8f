import Foundation
import Models
import Testing
import TestSupport

@testable import Intake

@Suite("What becomes of a submission")
struct OutcomeTests {
    @Test("A submission from an automatic publisher is admitted to an occupied post")
    func admitted() async throws {
        let rig = try await IntakeRig(posts: [try Samples.post("cm-1")])
        let effects = try await rig.take(Samples.event())

        let receipt = try effects.receipt()
        #expect(receipt.outcome == .admitted)
        #expect(receipt.reasons.isEmpty)
        #expect(receipt.event == .init(source: Sources.sample, id: "e-1", type: Submission.eventType))

        let state = try #require(try effects.states.first)
        let caseID = try #require(state.caseId)
        #expect(receipt.handle == rig.keys.identity.aggregate("handle", caseID, "sample"))
        #expect(state.version == 1)
        #expect(state.changes == ["received", "admitted"])
        #expect(state.status == .admitted)
        #expect(state.receivedOn == (try Samples.day("2026-09-21")))
        #expect(state.municipality == Samples.guetersloh)
        #expect(state.ageGroup == "27-44")
        #expect(state.gender == "female")
        #expect(state.accessRoute == "referral")
        #expect(effects.on(Topics.requests).map(\.key) == [state.requestId])

        let admission = try #require(try effects.admissions.first)
        #expect(admission.requestId == state.requestId)
        #expect(admission.caseId == caseID)
        #expect(admission.post == "cm-1")
        #expect(admission.provider == "stadt-guetersloh")
        #expect(admission.household?.members.map(\.relation) == [nil])
        #expect(effects.on(Topics.handover).map(\.key) == [admission.caseId])
        #expect(effects.emitted.count == 3)
    }

    struct Undecided: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var patch = "{}"
        var source = Sources.sample
        var posts = true
        let outcome: Receipt.Outcome
        let reason: ReasonCode
    }

    @Test(
        "A submission that fulfils the contract but cannot go on becomes a request without a case",
        arguments: [
            Undecided(
                testDescription: "participation to be asked", patch: #"{"participation": "to-be-asked"}"#,
                outcome: .parked, reason: .participationToBeAsked),
            Undecided(
                testDescription: "manual publisher", source: Sources.jobcenter, outcome: .parked,
                reason: .awaitingDecision),
            Undecided(
                testDescription: "no KIM offer", patch: #"{"municipality": "05754040"}"#, outcome: .redirected,
                reason: .noKIMOffer),
            Undecided(testDescription: "no post", posts: false, outcome: .waiting, reason: .postVacant),
        ])
    func undecided(_ test: Undecided) async throws {
        let rig = try await IntakeRig(posts: test.posts ? [try Samples.post("cm-1")] : [])
        let effects = try await rig.take(Samples.event(test.patch, source: test.source))
        let receipt = try effects.receipt()
        #expect(receipt.outcome == test.outcome)
        #expect(receipt.codes == [test.reason])
        #expect(receipt.handle == nil)
        let state = try #require(try effects.states.first)
        #expect(state.status?.rawValue == test.outcome.rawValue)
        #expect(state.states.map(\.reasons) == [[test.reason.rawValue]])
        #expect(state.caseId == nil)
        #expect(effects.on(Topics.handover).isEmpty)
    }

    struct Refused: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var patch = "{}"
        var data: String?
        var source = Sources.sample
        var type = Submission.eventType
        var time: String? = "2026-09-21T10:00:00+02:00"
        let codes: Set<ReasonCode>
    }

    @Test(
        "A submission that does not fulfil the contract leads to a receipt and nothing else",
        arguments: [
            Refused(testDescription: "no JSON", data: "{", codes: [.invalidJSON]),
            Refused(testDescription: "no data", data: "", codes: [.invalidJSON]),
            Refused(testDescription: "null", data: "null", codes: [.wrongType]),
            Refused(testDescription: "unknown type", type: "com.example.other", codes: [.unknownEventType]),
            Refused(testDescription: "no time", time: nil, codes: [.timeMissing]),
            Refused(testDescription: "time without offset", time: "2026-09-21T10:00:00", codes: [.timeMissing]),
            Refused(
                testDescription: "no transmission", patch: #"{"transmission": null}"#, codes: [.transmissionMissing]),
            Refused(
                testDescription: "declined", patch: #"{"participation": "declined"}"#, codes: [.participationDeclined]
            ),
            Refused(
                testDescription: "municipality of another Kreis", patch: #"{"municipality": "05711000"}"#,
                codes: [.unknownMunicipality]),
            Refused(
                testDescription: "note that is not allowed", patch: #"{"note": "ruft abends an"}"#,
                source: Sources.abh, codes: [.noteNotPermitted]),
            Refused(
                testDescription: "minor without representation",
                patch: #"{"client": {"birth": {"date": "2012-03-05"}}}"#,
                codes: [.representationRequired, .notAnEmergencyService]),
            Refused(
                testDescription: "everything that is wrong, at once",
                patch: #"{"client": {"gender": "x"}, "municipality": "1", "note": "x", "transmission": null}"#,
                source: Sources.abh, time: nil,
                codes: [.unknownCode, .transmissionMissing, .noteNotPermitted, .timeMissing, .tooShort]),
        ])
    func refused(_ test: Refused) async throws {
        let rig = try await IntakeRig(posts: [try Samples.post("cm-1")])
        var event = try Samples.event(test.patch, source: test.source, type: test.type, time: test.time)
        if let data = test.data { event.data = data.isEmpty ? nil : Data(data.utf8) }
        let effects = try await rig.take(event)
        let receipt = try effects.receipt()
        #expect(receipt.outcome == .rejected)
        #expect(Set(receipt.codes) == test.codes)
        #expect(receipt.handle == nil)
        #expect(effects.emitted.count == 1)
        #expect(try await rig.count("request") == 0)
    }

    @Test("A minor's loss of housing is admitted, and the receipt says whom to turn to")
    func minorLosingHousing() async throws {
        let rig = try await IntakeRig(posts: [try Samples.post("cm-1")])
        let patch = """
            {"client": {"birth": {"date": "2012-03-05"}, "representation": {"kind": "guardian"}},
             "urgency": {"level": "urgent", "reason": "housing-loss"}}
            """
        let receipt = try await rig.take(Samples.event(patch)).receipt()
        #expect(receipt.outcome == .admitted)
        #expect(receipt.warnings.map(\.code) == [.notAnEmergencyService])
        #expect(receipt.warnings.first?.message.contains("110") == true)
    }

    @Test("A minor's loss of housing is answered so whatever else is wrong, and before it")
    func minorLosingHousingRefused() async throws {
        let rig = try await IntakeRig(posts: [try Samples.post("cm-1")])
        let patch = """
            {"client": {"birth": {"date": "2012-03-05"}, "representation": {"kind": "guardian"}}, "accessRoute": "x",
             "urgency": {"level": "urgent", "reason": "housing-loss"}}
            """
        let codes = [ReasonCode.notAnEmergencyService, .unknownCode]
        #expect(try await rig.take(Samples.event(patch)).receipt().codes == codes)
        #expect(try await rig.take(Samples.correction(patch)).receipt().codes == codes)
        let sound = patch.replacing(#""accessRoute": "x","#, with: "")
        let unmatched = try await rig.take(Samples.correction(sound, id: "c-2")).receipt()
        #expect(unmatched.outcome == .notMatched)
        #expect(unmatched.warnings.map(\.code) == [.notAnEmergencyService])
    }

    @Test("Unknown fields are taken and named in the receipt, however many and long they are")
    func unknownFields() async throws {
        let rig = try await IntakeRig(posts: [try Samples.post("cm-1")])
        let one = try await rig.take(Samples.event(#"{"shoeSize": 38}"#)).receipt()
        #expect(one.outcome == .admitted)
        #expect(one.warnings.map(\.code) == [.unknownField])
        #expect(one.warnings.first?.pointer == "/shoeSize")

        let flood = (0..<4500).map { #""unknown-\#($0)-\#(String(repeating: "~", count: 80))": 1"# }
        let many = try await rig.take(Samples.event("{\(flood.joined(separator: ","))}", id: "e-2"))
        #expect(try many.receipt().outcome == .admitted)
        let last = try #require(try many.receipt().warnings.last)
        #expect(last.code == .moreNotTold && last.message.contains("4400"))
        #expect(try many.receipt().warnings.count == 101)

        let giant = #"{"\#(String(repeating: "~", count: 400_000))": 1}"#
        let long = try await rig.take(Samples.event(giant, id: "e-3"))
        #expect(try long.receipt().warnings.map(\.code) == [.unknownField])
        #expect(long.on(Topics.receipts).allSatisfy { ($0.envelope.data?.count ?? 0) < 10_000 })
        #expect(try await rig.harness.deadLetters().isEmpty)
    }

    @Test(
        "A receipt's key is the record's, else the reference, else the event's id, else its digest",
        arguments: [
            ("k-1", "ref-1", "e-1", "k-1"), (nil, "ref-1", "e-1", "ref-1"), (nil, nil, "e-1", "e-1"),
            (nil, "not valid", "e-1", "e-1"),
            (nil, nil, "ä", DerivedID.digest(of: Data("ä".utf8))),
        ] as [(String?, String?, String, String)])
    func receiptKey(_ recordKey: String?, _ reference: String?, _ id: String, _ expected: String) async throws {
        let rig = try await IntakeRig()
        let patch = #"{"clientReference": \#(reference.map { "\"\($0)\"" } ?? "null")}"#
        let effects = try await rig.take(Samples.event(patch, id: id), key: recordKey)
        #expect(effects.on(Topics.receipts).map(\.key) == [expected])
    }
}
