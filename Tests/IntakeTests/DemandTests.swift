import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Models
import Runtime
import Testing
import TestSupport

@testable import Intake

@Suite("What clearing tells the coordinating offices")
struct DemandTests {
    private func answer<Value: Decodable & Sendable>(
        _ rig: IntakeRig, _ uri: String, by identity: Identity, as type: Value.Type
    ) async throws -> Value {
        let router = Router.asked(by: identity) { rig.service.addRoutes(to: $0, entry: rig.harness.entry) }
        return try await Application(router: router).test(.router) { client in
            try await client.execute(uri: uri, method: .get) { response in
                #expect(response.status == .ok)
                return try JSONDecoder().decode(type, from: Data(response.body.readableBytesView))
            }
        }
    }

    @Test("A municipality without KIM is unmet demand, a vacant post is not: it is told apart, within one's own scope")
    func unmetDemand() async throws {
        let rig = try await IntakeRig()
        let steinhagen = #"{"municipality": "\#(Samples.steinhagen)"}"#
        let urgent = """
            {"municipality": "\(Samples.steinhagen)", "urgency": {"level": "urgent", "reason": "housing-loss"}}
            """
        try await rig.take(Samples.event(steinhagen))
        try await rig.take(Samples.event(urgent, id: "e-2"))
        try await rig.take(Samples.event(id: "e-3"))
        let kreis = Identity.caller([.coordinator], scopes: ["kreis"])
        let demand = try await answer(rig, "/v1/unmet-demand", by: kreis, as: UnmetDemand.self)
        #expect(
            demand.withoutOffer
                == [.init(municipality: Samples.steinhagen, month: "2026-09", requests: 2, urgent: 1)])
        #expect(demand.waiting.isEmpty)
        let clerk = Identity.caller([.intakeClerk], municipalities: [Samples.guetersloh])
        let own = try await answer(rig, "/v1/unmet-demand", by: clerk, as: UnmetDemand.self)
        #expect(own.withoutOffer.isEmpty)
        let since = try Samples.day("2026-09-21")
        #expect(own.waiting == [.init(municipality: Samples.guetersloh, requests: 1, urgent: 0, since: since)])
    }

    @Test("The first one waits since the day on which it was said that she waits, not since the reception")
    func waitsSince() async throws {
        let rig = try await IntakeRig()
        let id = try await rig.begin(source: Sources.jobcenter).requestId
        try await rig.wait(until: "2026-10-20")
        try await rig.decide(IntakeRig.admit, on: id)
        try await rig.wait(until: "2026-10-22")
        _ = try await rig.begin(id: "e-2")
        let demand = try await answer(rig, "/v1/unmet-demand", by: IntakeRig.clerk, as: UnmetDemand.self)
        let since = try Samples.day("2026-10-20")
        #expect(demand.waiting == [.init(municipality: Samples.guetersloh, requests: 2, urgent: 0, since: since)])
    }

    @Test("Of every publisher the outcomes and what was wrong are counted, once for each event, whatever is erased later")
    func publishers() async throws {
        let rig = try await IntakeRig(posts: [try Samples.post("cm-1")])
        let event = try Samples.event()
        try await rig.take(event)
        try await rig.take(event)
        let wrong = #"{"municipality": "05999999", "participation": "declined", "shoe": 38}"#
        try await rig.take(Samples.event(wrong, id: "e-2"))
        try await rig.take(Samples.event(#"{"accessRoute": "self"}"#, id: "e-2"))
        try await rig.take(Samples.event(source: "https://nobody.example"))
        try await rig.take(Samples.withdrawal(.sentInError))
        struct Counts: Decodable, Sendable { let items: [PublisherTally.Row] }
        let reader = Identity.caller([.coordinator])
        let rows = try await answer(rig, "/v1/publishers", by: reader, as: Counts.self).items
        #expect(rows.allSatisfy { $0.publisher == "sample" && $0.month == "2026-09" })
        #expect(
            rows.map { "\($0.kind.rawValue) \($0.code) \($0.count)" } == [
                "outcome rejected 2", "outcome admitted 1", "outcome recorded 1", "error id-reused 1",
                "error participation-declined 1", "error unknown-municipality 1", "warning unknown-field 1",
            ])
        #expect(try await answer(rig, "/v1/publishers?since=2026-10-01", by: reader, as: Counts.self).items.isEmpty)
    }
}
