import Foundation
import GRDB
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Models
import Pipeline
import Runtime
import TestSupport
import Testing

@testable import CaseHandling

/// CaseHandling on a store of its own.
struct CaseRig {
    /// 21 September 2026, afternoon in Gütersloh.
    static let now = Date(timeIntervalSince1970: 1_790_000_000)

    let keys: ServiceKeys
    let service: CaseHandlingService
    let harness: ServiceHarness

    init() throws {
        let keys = try ServiceKeys(file: ServiceKeys.makeFile(for: .caseHandling))
        let codelists = try Codelists.shipped()
        let territory = try Territory.example()
        let definition = CaseHandlingService(
            territory: territory, codelists: codelists, keys: keys, clock: { CaseRig.now }
        ).definition
        harness = try ServiceHarness(definition, now: CaseRig.now)
        service = CaseHandlingService(
            territory: territory, codelists: codelists, keys: keys, clock: harness.clock)
        self.keys = keys
    }

    /// The service with the sample's case open.
    static func withCase(_ document: String = Samples.submission()) async throws -> CaseRig {
        let rig = try CaseRig()
        try await rig.admit(document)
        return rig
    }

    /// Delivers the admission of a document; returns what was published of cases because of it.
    @discardableResult
    func admit(
        _ document: String = Samples.submission(), caseID: String = "case-1",
        municipality: String = Samples.guetersloh, post: String = "gt-cm-1", at instant: Date? = nil
    ) async throws -> [CaseState] {
        let admission = try Samples.admission(
            of: document, to: keys.publicKey, caseID: caseID, municipality: municipality, post: post)
        return try await deliver(admission, at: instant)
    }

    @discardableResult
    func deliver(_ admission: Admission, at instant: Date? = nil) async throws -> [CaseState] {
        _ = try await harness.emitted()
        try await harness.deliver(admission, on: Topics.handover, key: admission.caseId, at: instant)
        return try await published()
    }

    /// Delivers what Intake hands over after an admission; returns everything published because of it.
    @discardableResult
    func handOver<Body: EventBody>(
        _ body: Body, about caseID: String = "case-1", id: String? = nil
    ) async throws -> [ServiceHarness.Emitted] {
        _ = try await harness.emitted()
        try await harness.deliver(body, on: Topics.handover, key: caseID, id: id)
        return try await harness.emitted()
    }

    /// The proposals that a case manager sees.
    func proposals(to caseID: String = "case-1") async throws -> [Proposal] {
        struct Whole: Decodable { let proposals: [Proposal] }
        return try await get("/v1/cases/\(caseID)").decoded(as: Whole.self).proposals
    }

    /// How many rows a table has.
    func count(_ table: String) async throws -> Int {
        try await harness.entry.store.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM \(table)") ?? 0 }
    }

    /// The states published since the last look.
    func published() async throws -> [CaseState] {
        try await harness.emitted(on: Topics.cases).map { event in
            #expect(event.key == event.envelope.subject)
            return try event.body(CaseState.self)
        }
    }

    /// Every byte of the store's files.
    func storedBytes() async throws -> Data {
        let path = try await harness.entry.store.read { database in
            try String.fetchOne(database, sql: "SELECT file FROM pragma_database_list WHERE name = 'main'")
        }
        let file = try #require(path)
        return try ["", "-wal"].reduce(into: Data()) { bytes, suffix in
            bytes += try Data(contentsOf: URL(filePath: file + suffix))
        }
    }

    // MARK: - HTTP

    /// An answer over HTTP.
    struct Answer: Sendable {
        let status: HTTPResponse.Status
        let headers: HTTPFields
        let body: Data

        var text: String { String(decoding: body, as: UTF8.self) }
        func decoded<Value: Decodable>(as type: Value.Type) throws -> Value {
            try JSONDecoder().decode(type, from: body)
        }
    }

    func get(_ uri: String, by identity: Identity? = nil) async throws -> Answer {
        try await send(.get, uri, by: identity)
    }

    func post(
        _ uri: String, _ body: String, headers: HTTPFields = [:], by identity: Identity? = nil
    ) async throws -> Answer {
        try await send(.post, uri, body, headers: headers, by: identity)
    }

    private func send(
        _ method: HTTPRequest.Method, _ uri: String, _ body: String? = nil, headers: HTTPFields = [:],
        by identity: Identity?
    ) async throws -> Answer {
        let router = Router.asked(by: try identity ?? .everything(in: .example())) {
            service.addRoutes(to: $0, entry: harness.entry)
        }
        return try await Application(router: router).test(.router) { client in
            try await client.execute(
                uri: uri, method: method, headers: headers, body: body.map { ByteBuffer(string: $0) }
            ) { Answer(status: $0.status, headers: $0.headers, body: Data($0.body.readableBytesView)) }
        }
    }
}

/// What the tests read of a problem.
struct ProblemBody: Decodable {
    struct Item: Decodable {
        let pointer: String?
        let code: String
    }
    let type: String
    let errors: [Item]?

    /// The problem's short name.
    var name: String { String(type.dropFirst(Problem.typePrefix.count)) }
}
