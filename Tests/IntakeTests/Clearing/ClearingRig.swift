import Foundation
import GRDB
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Models
import Runtime
import Testing
import TestSupport

@testable import Intake

/// What clearing staff and time do to requests.
extension IntakeRig {
    static let clerk = Identity.caller([.intakeClerk], municipalities: [Samples.guetersloh])

    static let admit = """
        {"outcome": "admitted", "checklist": {"actors": 3, "areas": 2, "regularPathwayTried": true,
         "ownResourcesSuffice": false, "agreement": true}}
        """
    static let awaitDecision = #"{"outcome": "parked", "reason": "awaiting-decision"}"#
    static let askClient = #"{"outcome": "parked", "reason": "participation-to-be-asked"}"#
    static let advise = #"{"outcome": "advised", "reason": "advice-sufficient"}"#

    /// A request, as it began.
    func begin(
        _ patch: String = "{}", id: String = "e-1", source: String = Sources.sample
    ) async throws -> RequestState {
        try #require(try await take(Samples.event(patch, id: id, source: source)).states.first)
    }

    /// What a decision of staff, made over HTTP, led to.
    @discardableResult
    func decide(
        _ body: String, on id: String, _ status: HTTPResponse.Status = .created,
        _ location: SourceLocation = #_sourceLocation
    ) async throws -> Effects {
        _ = try await harness.emitted()
        let router = Router.asked(by: IntakeRig.clerk) { service.addRoutes(to: $0, entry: harness.entry) }
        try await Application(router: router).test(.router) { client in
            try await client.execute(
                uri: "/v1/requests/\(id)/decisions", method: .post, body: ByteBuffer(string: body)
            ) { #expect($0.status == status, sourceLocation: location) }
        }
        return Effects(emitted: try await harness.emitted())
    }

    /// What happens by itself until the beginning of a day, to which the clock moves on.
    @discardableResult
    func wait(until day: String) async throws -> Effects {
        _ = try await harness.emitted()
        try await harness.fireTimers(at: Samples.day(day).start)
        return Effects(emitted: try await harness.emitted())
    }

    func rows(_ sql: String) async throws -> [String] {
        try await harness.entry.store.read { try String.fetchAll($0, sql: sql) }
    }

    /// How the requests stand whose content is kept.
    func kept() async throws -> [String] {
        try await rows("SELECT status FROM request WHERE content IS NOT NULL AND wrappedKey IS NOT NULL")
    }

    /// Which deletions are on record: rule and day.
    func deletions() async throws -> [String] {
        try await rows("SELECT rule || ' ' || deletedOn FROM deletionRecord ORDER BY deletedOn, rule")
    }
}
