import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Models
import Testing
import TestSupport

@testable import Intake
@testable import Runtime

/// Intake with a clerk who decides who is who, over the API and on pages. The publisher's clients wait for staff.
struct ClerkRig {
    let rig: IntakeRig

    init(posts: [PostState] = []) async throws { rig = try await IntakeRig(posts: posts) }

    /// What a clerk is told of a request.
    struct Shown: Decodable {
        struct Proposal: Decodable { let request: String, kind: String, score: Int, evidence: [String] }
        struct Decided: Decodable { let request: String, decision: String }
        struct Choice: Decodable { let post: String, reasons: [String] }
        let samePerson: [String]
        let proposals: [Proposal]
        let decided: [Decided]
        let choice: Choice?
    }

    /// What a clerk is answered.
    struct Answer {
        let status: HTTPResponse.Status
        let text: String

        /// What is wrong, as the problem says it.
        struct Problem: Decodable {
            struct Item: Decodable { let code: String }
            let type: String, title: String
            let errors: [Item]?
        }

        func problem() throws -> Problem { try JSONDecoder().decode(Problem.self, from: Data(text.utf8)) }
    }

    private func ask(
        _ uri: String, _ body: String? = nil, form: Bool = false
    ) async throws -> Answer {
        let clerk = Identity.caller([.intakeClerk], municipalities: [Samples.guetersloh])
        let router = Router.asked(by: clerk) { rig.service.addRoutes(to: $0, entry: rig.harness.entry) }
        return try await Application(router: router).test(.router) { client in
            try await client.execute(
                uri: uri, method: body == nil ? .get : .post,
                headers: form ? [.contentType: "application/x-www-form-urlencoded"] : [:],
                body: body.map { ByteBuffer(string: $0) }
            ) { Answer(status: $0.status, text: String(buffer: $0.body)) }
        }
    }

    /// Takes a submission in; the id of its request.
    func sent(_ patch: String = "{}", as id: String, by source: String = Sources.jobcenter) async throws -> String {
        try #require(try await rig.take(Samples.event(patch, id: id, source: source)).states.first?.requestId)
    }

    /// Decides against a case, so that the person can be sent again.
    func advise(_ id: String) async throws {
        let body = #"{"outcome": "advised", "reason": "advice-sufficient"}"#
        #expect(try await ask("/v1/requests/\(id)/decisions", body).status == .created)
    }

    /// Admits who waits for staff.
    func admit(_ id: String) async throws {
        let body = """
            {"outcome": "admitted", "checklist": {"actors": 3, "areas": 2, "regularPathwayTried": true,
             "ownResourcesSuffice": false, "agreement": true}}
            """
        #expect(try await ask("/v1/requests/\(id)/decisions", body).status == .created)
    }

    /// Says over the API what two are to each other; `seen` is what the clerk knows to be decided.
    func decide(
        _ decision: String, _ one: String, _ other: String, seen: String? = nil
    ) async throws -> Answer {
        let seen = seen.map { #", "seen": "\#($0)""# } ?? ""
        return try await ask(
            "/v1/requests/\(one)/persons", #"{"other": "\#(other)", "decision": "\#(decision)"\#(seen)}"#)
    }

    /// Presses a button on the page of a request.
    func press(
        _ decision: String, _ one: String, _ other: String, seen: String? = nil, language: String = "de"
    ) async throws -> Answer {
        let fields = [("other", other), ("decision", decision)] + (seen.map { [("seen", $0)] } ?? [])
        let body = FormText.encode(fields.map { (name: $0.0, value: $0.1) })
        return try await ask("/requests/\(one)/persons?lang=\(language)", body, form: true)
    }

    func shown(_ id: String) async throws -> Shown {
        try JSONDecoder().decode(Shown.self, from: Data(try await ask("/v1/requests/\(id)").text.utf8))
    }

    func page(_ id: String) async throws -> String { try await ask("/requests/\(id)").text }

    /// Who counts as the same person.
    func same(_ id: String) async throws -> Set<String> { Set(try await shown(id).samePerson) }

    /// Who is proposed.
    func proposed(_ id: String) async throws -> Set<String> { Set(try await shown(id).proposals.map(\.request)) }
}
