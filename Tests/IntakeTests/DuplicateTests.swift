import Foundation
import Models
import Testing
import TestSupport

@testable import Intake

@Suite("The same person sent twice by the same publisher")
struct DuplicateTests {
    private static let again = #"{"clientReference": "ref-1"}"#

    @Test("She is one request and one case: the second submission is a duplicate with the handle of the first")
    func admitted() async throws {
        let rig = try await IntakeRig(posts: [try Samples.post("cm-1")])
        let first = try await rig.take(Samples.event()).receipt()
        let effects = try await rig.take(Samples.event(Self.again, id: "e-2"))
        let second = try effects.receipt()
        #expect(second.outcome == .duplicate && second.codes == [.duplicate])
        #expect(second.handle == first.handle && first.handle != nil)
        #expect(effects.emitted.count == 1)
        #expect(try await rig.count("request") == 1)
    }

    @Test("While the first one waits or is parked as well", arguments: ["{}", #"{"participation": "to-be-asked"}"#])
    func undecided(patch: String) async throws {
        let rig = try await IntakeRig()
        try await rig.take(Samples.event(patch))
        let second = try await rig.take(Samples.event(Self.again, id: "e-2")).receipt()
        #expect(second.outcome == .duplicate && second.handle == nil)
        #expect(try await rig.count("request") == 1)
    }

    @Test(
        "Another year of birth, none at all, another publisher: a request of its own",
        arguments: [
            (#"{"client": {"birth": {"date": "1992-04-12"}}}"#, Sources.sample),
            (#"{"client": {"birth": null}}"#, Sources.sample), ("{}", Sources.abh),
        ])
    func another(patch: String, source: String) async throws {
        let rig = try await IntakeRig(posts: [try Samples.post("cm-1")])
        try await rig.take(Samples.event())
        let event = try Samples.event(patch, id: "e-1-again", source: source)
        let body = try JSONValue.parse(try #require(event.data)).encoded()
        let sent = String(decoding: body, as: UTF8.self).replacing("ref-of-e-1-again", with: "ref-1")
        let again = Envelope(
            id: event.id, source: source, type: event.type, time: event.time, data: Data(sent.utf8))
        #expect(try await rig.take(again).receipt().outcome == .admitted)
        #expect(try await rig.count("request") == 2)
    }

    @Test("Once her case is closed she can come again")
    func afterTheCase() async throws {
        let rig = try await IntakeRig(posts: [try Samples.post("cm-1")])
        let admission = try #require(try await rig.take(Samples.event()).admissions.first)
        let closed = try Samples.caseState(admission.caseId, at: "cm-1", closedOn: "2026-09-20")
        try await rig.publish(closed)
        #expect(try await rig.take(Samples.event(Self.again, id: "e-2")).receipt().outcome == .admitted)
    }

    @Test("When she is erased, what was a duplicate of her does not bring her back")
    func erased() async throws {
        let rig = try await IntakeRig(posts: [try Samples.post("cm-1")])
        try await rig.take(Samples.event())
        let duplicate = try Samples.event(Self.again, id: "e-2")
        try await rig.take(duplicate)
        try await rig.take(Samples.withdrawal(.wrongPerson))
        let receipt = try await rig.take(duplicate).receipt()
        #expect(receipt.outcome == .withdrawn && receipt.codes == [.erased])
        #expect(try await rig.count("request") == 0)
    }
}
