import Foundation
import GRDB
import Models
import Pipeline
import Testing
import TestSupport

@testable import Intake

/// Intake on a store of its own, in the example territory.
struct IntakeRig {
    let keys: ServiceKeys
    let caseHandling: ServiceKeys
    let service: IntakeService
    let harness: ServiceHarness

    /// 21 September 2026, afternoon in Gütersloh.
    static let now = Date(timeIntervalSince1970: 1_790_000_000)

    /// Intake with these posts; `ownTopics` names publishers that get a pair of topics of their own.
    init(posts: [PostState] = [], ownTopics: [String] = []) async throws {
        keys = try ServiceKeys(file: ServiceKeys.makeFile(for: .intake))
        caseHandling = try ServiceKeys(file: ServiceKeys.makeFile(for: .caseHandling))
        service = try IntakeService(
            territory: try IntakeRig.territory(ownTopics: ownTopics), codelists: try Codelists.shipped(), keys: keys,
            publicKeys: try PublicKeys(file: PublicKeys.makeFile(of: [keys, caseHandling])))
        harness = try ServiceHarness(service.definition, now: IntakeRig.now)
        for post in posts { try await publish(post) }
    }

    private static func territory(ownTopics: [String]) throws -> Territory {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(
            path: "../../compose/territory.yaml")
        var yaml = try String(contentsOf: file, encoding: .utf8)
        for publisher in ownTopics {
            yaml = yaml.replacing("  - id: \(publisher)\n", with: "  - id: \(publisher)\n    ownTopics: true\n")
        }
        return try Territory.parse(yaml: yaml)
    }

    // MARK: - Feeding

    /// Takes an event in and returns everything that it led to.
    @discardableResult
    func take(
        _ event: Envelope, on topic: Topic = Topics.submissions, key: String? = "ref-1", at instant: Date? = nil
    ) async throws -> Effects {
        _ = try await harness.emitted()
        try await harness.deliver(event, on: topic, key: key, at: instant)
        return Effects(emitted: try await harness.emitted())
    }

    @discardableResult
    func publish(_ post: PostState, at instant: Date? = nil) async throws -> Effects {
        _ = try await harness.emitted()
        try await harness.deliver(post, on: Topics.supervision, key: post.key, at: instant)
        return Effects(emitted: try await harness.emitted())
    }

    func publish(_ state: CaseState) async throws {
        try await harness.deliver(state, on: Topics.cases, key: state.caseId)
    }

    /// How many rows a table has.
    func count(_ table: String) async throws -> Int {
        try await harness.entry.store.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM \(table)") ?? 0 }
    }
}

/// What was emitted because of one event.
struct Effects {
    let emitted: [ServiceHarness.Emitted]

    func on(_ topic: Topic) -> [ServiceHarness.Emitted] { emitted.filter { $0.topic == topic.name } }

    /// The receipts on the shared topic.
    var receipts: [Receipt] {
        get throws { try on(Topics.receipts).map { try $0.body(Receipt.self) } }
    }

    /// The one receipt on the shared topic.
    func receipt(_ location: SourceLocation = #_sourceLocation) throws -> Receipt {
        let receipts = try receipts
        #expect(receipts.count == 1, sourceLocation: location)
        return try #require(receipts.first, sourceLocation: location)
    }

    var receiptIDs: [String] { on(Topics.receipts).map(\.envelope.id) }
    var states: [RequestState] {
        get throws { try on(Topics.requests).map { try $0.body(RequestState.self) } }
    }
    var admissions: [Admission] {
        get throws { try on(Topics.handover).map { try $0.body(Admission.self) } }
    }
}

extension Receipt {
    var codes: [ReasonCode] { reasons.map(\.code) }
}
