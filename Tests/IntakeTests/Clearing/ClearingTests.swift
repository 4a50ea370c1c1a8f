import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Models
import Runtime
import Testing
import TestSupport

@testable import Intake

@Suite("Clearing")
struct ClearingTests {
    private static let clerk = Identity.caller([.intakeClerk], municipalities: [Samples.guetersloh])
    private static let admit = """
        {"outcome": "admitted", "checklist": {"actors": 3, "areas": 2, "regularPathwayTried": true,
         "ownResourcesSuffice": false, "agreement": true}}
        """

    /// Gütersloh has KIM.
    private static let elsewhere = """
        {"outcome": "redirected", "reason": "no-kim-offer", "targetKind": "coordination-office"}
        """

    private static func urgent(_ reason: String, by day: String) -> String {
        #"{"urgency": {"level": "urgent", "reason": "\#(reason)", "by": "\#(day)"}}"#
    }

    private struct Answer {
        let status: HTTPResponse.Status
        let tag: String?
        let body: Data

        func decoded<Value: Decodable>(as type: Value.Type) throws -> Value {
            try JSONDecoder().decode(type, from: body)
        }
    }

    private func ask(
        _ rig: IntakeRig, _ uri: String, _ body: String? = nil, headers: HTTPFields = [:],
        by identity: Identity = clerk
    ) async throws -> Answer {
        let method: HTTPRequest.Method = body == nil ? .get : .post
        let router = Router.asked(by: identity) { rig.service.addRoutes(to: $0, entry: rig.harness.entry) }
        return try await Application(router: router).test(.router) { client in
            try await client.execute(
                uri: uri, method: method, headers: headers, body: body.map { ByteBuffer(string: $0) }
            ) { Answer(status: $0.status, tag: $0.headers[.eTag], body: Data($0.body.readableBytesView)) }
        }
    }

    private func decide(
        _ rig: IntakeRig, _ id: String, _ body: String, headers: HTTPFields = [:], by identity: Identity = clerk
    ) async throws -> (answer: Answer, effects: Effects) {
        _ = try await rig.harness.emitted()
        let answer = try await ask(rig, "/v1/requests/\(id)/decisions", body, headers: headers, by: identity)
        return (answer, Effects(emitted: try await rig.harness.emitted()))
    }

    /// A request that waits for staff; the publisher is one whose clients are not admitted at once.
    private func parked(_ rig: IntakeRig, _ patch: String = "{}", id: String = "e-1") async throws -> String {
        let effects = try await rig.take(Samples.event(patch, id: id, source: Sources.jobcenter))
        #expect(try effects.receipt().outcome == .parked)
        return try #require(try effects.states.first?.requestId)
    }

    private func rows(_ rig: IntakeRig, _ sql: String) async throws -> [String] {
        try await rig.harness.entry.store.read { try String.fetchAll($0, sql: sql) }
    }

    // MARK: - Decisions

    @Test("A request that staff admit goes to a post, with one more receipt, and the decision is kept with its reasons")
    func admits() async throws {
        let rig = try await IntakeRig(posts: [try Samples.post("cm-1")])
        let id = try await parked(rig)
        let (answer, effects) = try await decide(rig, id, Self.admit)
        #expect(answer.status == .created && answer.tag == "\"2\"")
        #expect(try effects.receipt().outcome == .admitted)
        #expect(try effects.receipt().handle != nil)
        #expect(try effects.admissions.map(\.post) == ["cm-1"])
        #expect(try effects.states.map(\.changes) == [["admitted"]])
        struct Whole: Decodable {
            struct Choice: Decodable { let post: String, reasons: [String] }
            struct Decision: Decodable { let by: String }
            let choice: Choice
            let decisions: [Decision]
        }
        let whole = try await ask(rig, "/v1/requests/\(id)").decoded(as: Whole.self)
        #expect(whole.choice.post == "cm-1" && whole.choice.reasons == ["only-post"])
        #expect(whole.decisions.map(\.by) == ["test-caller"])
    }

    @Test("Where no post is filled, who is admitted waits, and goes to the next one without being decided again")
    func waits() async throws {
        let rig = try await IntakeRig()
        let id = try await parked(rig)
        let (_, effects) = try await decide(rig, id, Self.admit)
        #expect(try effects.receipt().outcome == .waiting)
        let later = try await rig.publish(Samples.post("cm-1"))
        #expect(try later.receipt().outcome == .admitted)
    }

    @Test(
        "Every other outcome ends the request with its reason, told to the publisher",
        arguments: [
            (#"{"outcome": "advised", "reason": "advice-sufficient"}"#, Receipt.Outcome.advised, nil),
            (#"{"outcome": "redirected", "reason": "regular-service", "targetKind": "mbe"}"#, .redirected, "mbe"),
            (#"{"outcome": "rejected", "reason": "not-target-group"}"#, .rejected, nil),
        ] as [(String, Receipt.Outcome, String?)])
    func ends(body: String, outcome: Receipt.Outcome, target: String?) async throws {
        let rig = try await IntakeRig(posts: [try Samples.post("cm-1")])
        let id = try await parked(rig)
        let (answer, effects) = try await decide(rig, id, body)
        #expect(answer.status == .created)
        #expect(try effects.receipt().outcome == outcome)
        #expect(try effects.states.first?.states.last?.targetKind == target)
        #expect(try effects.admissions.isEmpty)
        for version in ["1", "2"] {
            let again = try await decide(rig, id, Self.admit, headers: [.ifMatch: "\"\(version)\""])
            #expect(again.answer.status == .conflict && again.effects.emitted.isEmpty)
        }
    }

    @Test("A decision that is none, on another version, or by somebody of another municipality changes nothing")
    func refuses() async throws {
        let rig = try await IntakeRig(posts: [try Samples.post("cm-1")])
        let id = try await parked(rig)
        let elsewhere = Identity.caller([.intakeClerk], municipalities: [Samples.steinhagen])
        let cases: [(Answer, HTTPResponse.Status)] = [
            (try await decide(rig, id, #"{"outcome": "admitted"}"#).answer, .unprocessableContent),
            (try await decide(rig, id, #"{"outcome": "waiting"}"#).answer, .unprocessableContent),
            (try await decide(rig, id, #"{"outcome": "settled"}"#).answer, .badRequest),
            (
                try await decide(rig, id, Self.admit.replacing(#""actors": 3"#, with: #""actors": -3"#)).answer,
                .unprocessableContent
            ),
            (try await decide(rig, id, Self.elsewhere).answer, .unprocessableContent),
            (try await decide(rig, id, Self.admit, headers: [.ifMatch: "\"7\""]).answer, .preconditionFailed),
            (try await decide(rig, id, Self.admit, by: elsewhere).answer, .notFound),
            (try await decide(rig, "unknown", Self.admit).answer, .notFound),
        ]
        for (answer, status) in cases { #expect(answer.status == status) }
        #expect(try await rows(rig, "SELECT status FROM request") == ["parked"])
        #expect(try await rig.count("clearingDecision") == 0)
        #expect(try await decide(rig, id, Self.admit, headers: [.ifMatch: "\"1\""]).answer.status == .created)
    }

    // MARK: - Reading

    @Test("Staff see a request of their municipalities with the person, and each look, also a refused one, is audited")
    func shows() async throws {
        let rig = try await IntakeRig()
        let id = try await parked(rig, #"{"otherSupport": ["mbe", "jobcenter"]}"#)
        struct Whole: Decodable {
            struct Suggestion: Decodable { let actors: Int, areas: Int }
            let submission: Submission
            let suggested: Suggestion
        }
        let answer = try await ask(rig, "/v1/requests/\(id)")
        let whole = try answer.decoded(as: Whole.self)
        #expect(whole.submission.client.name.family == "Musterfrau" && answer.tag == "\"1\"")
        #expect(whole.suggested.actors == 2 && whole.suggested.areas == 2)
        let elsewhere = Identity.caller([.intakeClerk], municipalities: [Samples.steinhagen])
        #expect(try await ask(rig, "/v1/requests/\(id)", by: elsewhere).status == .notFound)
        let audit = try await rows(rig, "SELECT action || ' ' || subject FROM audit ORDER BY seq")
        #expect(audit == ["request-shown \(id)", "request-shown-refused \(id)"])
    }

    @Test("The worklist has what is to be decided: urgent requests first by their day, then the oldest, in pages")
    func worklist() async throws {
        struct Page: Decodable {
            struct Item: Decodable {
                struct Urgency: Decodable { let reason: String }
                let id: String
                let urgency: Urgency?
            }
            let items: [Item]
            let next: String?
        }
        let rig = try await IntakeRig(posts: [try Samples.post("cm-1")])
        let loss = Self.urgent("housing-loss", by: "2026-10-09")
        let cover = Self.urgent("health-cover", by: "2026-10-02")
        func requestID(_ id: String) -> String {
            RequestDrafts.requestID(
                of: SubmissionReference(source: Sources.jobcenter, id: id), under: rig.keys.identity)
        }
        // They come against the order of their ids, so that only the time can be what sorts them.
        let events = ["e-0", "e-1", "e-2", "e-3"].sorted { requestID($0) > requestID($1) }
        var ids: [String] = []
        for (id, patch) in zip(events, ["{}", loss, "{}", cover]) {
            ids.append(try await parked(rig, patch, id: id))
            try await rig.harness.fireTimers(at: IntakeRig.now + Double(ids.count))
        }
        _ = try await rig.take(Samples.event(id: "e-4"))
        let all = try await ask(rig, "/v1/worklist").decoded(as: Page.self)
        let order = [ids[3], ids[1], ids[0], ids[2]]
        #expect(all.items.map(\.id) == order)
        #expect(all.items.map { $0.urgency?.reason } == ["health-cover", "housing-loss", nil, nil])
        let first = try await ask(rig, "/v1/worklist?limit=3").decoded(as: Page.self)
        let next = try #require(first.next)
        let second = try await ask(rig, "/v1/worklist?limit=3&cursor=\(next)").decoded(as: Page.self)
        #expect((first.items + second.items).map(\.id) == order && second.next == nil)
        let urgent = try await ask(rig, "/v1/worklist?urgent=true&status=parked").decoded(as: Page.self)
        #expect(urgent.items.map(\.id) == [ids[3], ids[1]])
        #expect(try await ask(rig, "/v1/worklist?status=admitted").status == .badRequest)
        _ = try await decide(rig, ids[3], Self.admit)
        #expect(try await ask(rig, "/v1/worklist").decoded(as: Page.self).items.map(\.id) == Array(order.dropFirst()))
    }

    // MARK: - Persons

    @Test("Whom a request may be about as well is proposed to staff who see both, until they have decided")
    func persons() async throws {
        struct Whole: Decodable {
            struct Proposal: Decodable { let request: String, kind: String }
            let proposals: [Proposal]
            let samePerson: [String]
        }
        let rig = try await IntakeRig()
        let other = #"{"clientReference": "ref-2", "client": {"name": {"family": "Mustafrau", "given": "Selda"}}}"#
        let ids = [try await parked(rig, id: "e-1"), try await parked(rig, other, id: "e-2")]
        func proposals(_ id: String) async throws -> [String] {
            try await ask(rig, "/v1/requests/\(id)").decoded(as: Whole.self).proposals.map {
                "\($0.kind) \($0.request)"
            }
        }
        #expect(try await proposals(ids[1]) == ["same-person \(ids[0])"])
        #expect(try await proposals(ids[0]) == ["same-person \(ids[1])"])
        let uri = "/v1/requests/\(ids[1])/persons"
        func decide(_ decision: String, on id: String) async throws -> HTTPResponse.Status {
            try await ask(rig, uri, #"{"other": "\#(id)", "decision": "\#(decision)"}"#).status
        }
        #expect(try await decide("same", on: "unknown") == .notFound)
        #expect(try await decide("same", on: ids[1]) == .unprocessableContent)
        #expect(try await decide("split", on: ids[0]) == .unprocessableContent)
        #expect(try await proposals(ids[1]).count == 1)
        #expect(try await decide("same", on: ids[0]) == .created)
        #expect(try await ask(rig, "/v1/requests/\(ids[1])").decoded(as: Whole.self).samePerson == [ids[0]])
        #expect(try await decide("split", on: ids[0]) == .created)
        #expect(try await proposals(ids[1]).isEmpty)
        #expect(try await rig.count("personProposal") == 0)
    }

    @Test("Who the same publisher sent before, and whose request was decided against, is the same person, unasked")
    func samePublisher() async throws {
        struct Whole: Decodable { let samePerson: [String] }
        let rig = try await IntakeRig()
        let first = try await parked(rig, id: "e-1")
        let decision = #"{"outcome": "advised", "reason": "advice-sufficient"}"#
        #expect(try await decide(rig, first, decision).answer.status == .created)
        let reference = #"{"clientReference": "ref-1"}"#
        let second = try await parked(rig, reference, id: "e-2")
        let another = try await parked(
            rig, #"{"clientReference": "ref-1", "client": {"birth": {"date": "1970-04-12"}}}"#, id: "e-3")
        #expect(try await ask(rig, "/v1/requests/\(second)").decoded(as: Whole.self).samePerson == [first])
        #expect(try await ask(rig, "/v1/requests/\(another)").decoded(as: Whole.self).samePerson.isEmpty)
    }

    @Test("Of a client who is forgotten nothing stays in the index of persons")
    func personsForgotten() async throws {
        let rig = try await IntakeRig()
        _ = try await parked(rig, #"{"participation": "to-be-asked"}"#)
        _ = try await parked(rig, #"{"clientReference": "ref-2"}"#, id: "e-2")
        #expect(try await rig.count("person") == 2)
        #expect(try await rig.count("personProposal") == 1)
        try await rig.harness.fireTimers(at: Samples.day("2026-10-06").start)
        #expect(try await rig.count("person") == 1)
        #expect(try await rig.count("personProposal") == 0)
    }

    // MARK: - Time

    @Test("A client who was not asked within 14 days is rejected and forgotten, with a record that says by which rule")
    func unanswered() async throws {
        let rig = try await IntakeRig()
        let id = try await parked(rig, #"{"participation": "to-be-asked"}"#)
        try await rig.harness.fireTimers(at: Samples.day("2026-10-05").start)
        #expect(try await rows(rig, "SELECT status FROM request WHERE content IS NOT NULL") == ["parked"])
        _ = try await rig.harness.emitted()
        try await rig.harness.fireTimers(at: Samples.day("2026-10-06").start)
        let effects = Effects(emitted: try await rig.harness.emitted())
        #expect(try effects.receipt().outcome == .rejected)
        #expect(try effects.receipt().codes == [.participationUnanswered])
        #expect(try effects.states.first?.status == .rejected)
        let forgotten = try await rows(
            rig, "SELECT requestId FROM request WHERE content IS NULL AND wrappedKey IS NULL")
        #expect(forgotten == [id])
        #expect(try await rows(rig, "SELECT rule FROM deletionRecord") == ["parkedSubmission"])
    }

    @Test("A client who was asked in time is not forgotten")
    func answered() async throws {
        let rig = try await IntakeRig()
        let id = try await parked(rig, #"{"participation": "to-be-asked"}"#)
        _ = try await decide(rig, id, Self.admit)
        try await rig.harness.fireTimers(at: Samples.day("2026-12-01").start)
        #expect(try await rows(rig, "SELECT status FROM request WHERE content IS NOT NULL") == ["waiting"])
    }

    @Test("Six months after a decision against a case the person is forgotten; that there was a request is not")
    func retention() async throws {
        let rig = try await IntakeRig()
        let id = try await parked(rig)
        _ = try await decide(rig, id, #"{"outcome": "advised", "reason": "advice-sufficient"}"#)
        try await rig.harness.fireTimers(at: Samples.day("2027-03-21").start)
        #expect(try await rows(rig, "SELECT requestId FROM request WHERE content IS NOT NULL") == [id])
        _ = try await rig.harness.emitted()
        try await rig.harness.fireTimers(at: Samples.day("2027-03-22").start)
        #expect(try await rows(rig, "SELECT status FROM request WHERE content IS NULL") == ["advised"])
        #expect(try await rows(rig, "SELECT rule FROM deletionRecord") == ["request"])
        #expect(try await rig.harness.emitted().isEmpty)
    }
}
