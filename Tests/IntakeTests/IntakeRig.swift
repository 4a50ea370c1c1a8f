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

    /// Intake with these posts; `ownTopics` names publishers that get a pair of topics of their own, `forbidden` event
    /// types that nobody may send.
    init(posts: [PostState] = [], ownTopics: [String] = [], forbidden: [String] = []) async throws {
        keys = try ServiceKeys(file: ServiceKeys.makeFile(for: .intake))
        caseHandling = try ServiceKeys(file: ServiceKeys.makeFile(for: .caseHandling))
        service = try IntakeService(
            territory: try IntakeRig.territory(ownTopics: ownTopics, forbidden: forbidden),
            codelists: try Codelists.shipped(), keys: keys,
            publicKeys: try PublicKeys(file: PublicKeys.makeFile(of: [keys, caseHandling])))
        harness = try ServiceHarness(service.definition, now: IntakeRig.now)
        for post in posts { try await publish(post) }
    }

    private static func territory(ownTopics: [String], forbidden: [String]) throws -> Territory {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(
            path: "../../compose/territory.yaml")
        var yaml = try String(contentsOf: file, encoding: .utf8)
        for publisher in ownTopics {
            yaml = yaml.replacing("  - id: \(publisher)\n", with: "  - id: \(publisher)\n    ownTopics: true\n")
        }
        for type in forbidden { yaml = yaml.replacing("      - \(type)\n", with: "") }
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

    /// What CaseHandling reads of something that was handed over.
    func opened<Body: EventBody>(
        _ sealed: SealedContent, _ body: Body.Type, of handover: (some EventBody).Type, about caseID: String
    ) throws -> Body {
        let plain = try sealed.opened(as: handover.eventType, about: caseID, with: caseHandling)
        return try JSONDecoder().decode(Body.self, from: plain)
    }

    /// Whether what the publisher told of the person is kept, of each request.
    func keepsContent() async throws -> [Bool] {
        try await harness.entry.store.read {
            try Bool.fetchAll($0, sql: "SELECT content IS NOT NULL AND wrappedKey IS NOT NULL FROM request")
        }
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
        get throws {
            try on(Topics.requests).filter { $0.envelope.data != nil }.map { try $0.body(RequestState.self) }
        }
    }
    var admissions: [Admission] {
        get throws { try handedOver(Admission.self) }
    }

    /// What was handed over of one type.
    func handedOver<Body: EventBody>(_ type: Body.Type) throws -> [Body] {
        try on(Topics.handover).filter { $0.envelope.type == Body.eventType }.map { try $0.body(Body.self) }
    }

    /// The keys of the requests that readers are to delete.
    var tombstones: [String] { on(Topics.requests).filter { $0.envelope.data == nil }.map(\.key) }
    var erasures: [Erasure] {
        get throws { try on(Topics.erasures).map { try $0.body(Erasure.self) } }
    }

    /// The receipts for one event, in order.
    func receipts(for id: String) throws -> [Receipt] { try receipts.filter { $0.event.id == id } }
}

extension Receipt {
    var codes: [ReasonCode] { reasons.map(\.code) }
}
