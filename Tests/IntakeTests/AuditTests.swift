import Foundation
import GRDB
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Models
import Testing
import TestSupport

@testable import Intake
@testable import Runtime

@Suite("Who saw and decided what")
struct AuditTests {
    private static let clerk = Identity.caller([.intakeClerk], municipalities: [Samples.guetersloh])
    private static let elsewhere = Identity.caller([.intakeClerk], municipalities: [Samples.steinhagen])

    private func ask(
        _ rig: IntakeRig, _ uri: String, _ body: String? = nil, by identity: Identity = clerk
    ) async throws -> HTTPResponse.Status {
        let router = Router.asked(by: identity) { rig.service.addRoutes(to: $0, entry: rig.harness.entry) }
        return try await Application(router: router).test(.router) { client in
            try await client.execute(
                uri: uri, method: body == nil ? .get : .post, body: body.map { ByteBuffer(string: $0) }
            ) { $0.status }
        }
    }

    private func parked(_ rig: IntakeRig, id: String = "e-1") async throws -> String {
        let effects = try await rig.take(Samples.event(id: id, source: Sources.jobcenter))
        return try #require(try effects.states.first?.requestId)
    }

    /// What was written down, each as action and subject.
    private func trail(_ rig: IntakeRig) async throws -> [String] {
        try await rig.harness.entry.store.read {
            try String.fetchAll($0, sql: "SELECT action || ' ' || subject FROM audit ORDER BY seq")
        }
    }

    @Test("Each decision on a request is written down with it, and so is one that was refused")
    func decisions() async throws {
        let rig = try await IntakeRig()
        let id = try await parked(rig)
        let uri = "/v1/requests/\(id)/decisions"
        let advice = #"{"outcome": "advised", "reason": "advice-sufficient"}"#
        #expect(try await ask(rig, uri, advice, by: Self.elsewhere) == .notFound)
        #expect(try await ask(rig, uri, #"{"outcome": "advised"}"#) == .unprocessableContent)
        #expect(try await ask(rig, uri, advice) == .created)
        #expect(
            try await trail(rig) == [
                "decide-request-refused \(id)", "decide-request-refused \(id)", "decide-request \(id)",
            ])
    }

    @Test("Each decision on who is who is written down")
    func persons() async throws {
        let rig = try await IntakeRig()
        let ids = [try await parked(rig, id: "e-1"), try await parked(rig, id: "e-2")]
        let ask = #"{"other": "\#(ids[0])", "decision": "household"}"#
        #expect(try await self.ask(rig, "/v1/requests/\(ids[1])/persons", ask, by: Self.elsewhere) == .notFound)
        #expect(try await self.ask(rig, "/v1/requests/\(ids[1])/persons", ask) == .created)
        #expect(try await trail(rig) == ["decide-person-refused \(ids[1])", "decide-person \(ids[1])"])
    }

    @Test(
        "Each list that somebody reads is written down once, on pages and over HTTP",
        arguments: ["/v1/requests", "/v1/worklist", "/worklist"])
    func lists(uri: String) async throws {
        let rig = try await IntakeRig()
        #expect(try await ask(rig, uri) == .ok)
        #expect(try await trail(rig) == ["requests-listed intake"])
    }

    @Test("What publishers send and read, and what are counts only, is no look at persons")
    func publishers() async throws {
        let rig = try await IntakeRig()
        try await rig.take(Samples.event())
        let publisher = Identity.caller([.publisher], publisher: "sample")
        #expect(try await ask(rig, "/v1/receipts?source=\(Sources.sample)&id=e-1", by: publisher) == .ok)
        for uri in ["/v1/unmet-demand", "/v1/publishers"] { #expect(try await ask(rig, uri) == .ok) }
        #expect(try await trail(rig).isEmpty)
    }

    @Test(
        "What somebody wrote into an address instead of an id is written down nowhere: it may be a name",
        arguments: [
            "musterfrau", "Zelda%20Musterfrau", "Zelda%20Musterfrau-aus-der-langen-Gasse-Nummer-siebenundneunzig",
        ])
    func names(name: String) async throws {
        let rig = try await IntakeRig()
        let decision = #"{"outcome": "parked", "reason": "awaiting-decision"}"#
        #expect(try await ask(rig, "/requests/\(name)") == .notFound)
        #expect(try await ask(rig, "/v1/requests/\(name)/decisions", decision) == .notFound)
        #expect(try await trail(rig) == ["request-shown-refused unknown", "decide-request-refused unknown"])
    }
}
