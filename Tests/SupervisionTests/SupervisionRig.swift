import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import Models
import Pipeline
import Runtime
import Synchronization
import TestSupport
import Testing

@testable import Supervision

/// Supervision on a store of its own, in the example territory.
struct SupervisionRig {
    /// 21 September 2026, a Monday, afternoon in Gütersloh.
    static let now = Date(timeIntervalSince1970: 1_790_000_000)

    let service: SupervisionService
    let harness: ServiceHarness
    let warnings: Warnings

    init() throws {
        let warnings = Warnings()
        let territory = try Fixtures.territory()
        let definition = SupervisionService(
            territory: territory, logger: warnings.logger, clock: { SupervisionRig.now }
        ).definition
        harness = try ServiceHarness(definition, now: SupervisionRig.now)
        service = SupervisionService(territory: territory, logger: warnings.logger, clock: harness.clock)
        self.warnings = warnings
    }

    /// Starts the service as a process does, with another territory file where one is given.
    func start(with territory: Territory? = nil) async throws {
        let started = try SupervisionService(
            territory: territory ?? Fixtures.territory(), logger: warnings.logger, clock: harness.clock)
        try await started.start(harness.entry)
    }

    /// Delivers the state of a case; `nil` is its tombstone.
    func deliver(_ state: CaseState?, of caseID: String = "case-1", at instant: Date? = nil) async throws {
        try await harness.deliver(state, on: Topics.cases, key: state?.caseId ?? caseID, at: instant)
    }

    /// What retention does to the answers to commands in time.
    func forgetCommands() async throws {
        try await harness.alter { try $0.execute(sql: "DELETE FROM command") }
    }

    /// The decisions emitted since the last look.
    func decisions() async throws -> [Decision] {
        try await harness.emitted(on: Topics.decisions).map { event in
            let decision = try event.body(Decision.self)
            #expect(event.key == decision.refers)
            return decision
        }
    }

    // MARK: - HTTP

    struct Post: Decodable, Equatable {
        let post: String
        let municipalities: [String]
        let occupiedFte: Double
        let openCases: Int
        let casesPerFte: Double?
    }

    struct Notices: Decodable {
        struct Item: Decodable {
            let id: String
            let caseId: String
            let post: String?
            let municipality: String?
            let codes: [String]
            let at: Timestamp
        }
        let items: [Item]
        let next: String?
    }

    func posts(by identity: Identity? = nil) async throws -> [String: Post] {
        let posts = try await get("/v1/posts", as: [Post].self, by: identity)
        return Dictionary(uniqueKeysWithValues: posts.map { ($0.post, $0) })
    }

    func notices(_ query: String = "", by identity: Identity? = nil) async throws -> Notices {
        try await get("/v1/notices\(query)", as: Notices.self, by: identity)
    }

    private func get<Value: Decodable & Sendable>(
        _ uri: String, as type: Value.Type, by identity: Identity?
    ) async throws -> Value {
        let router = Router.asked(by: try identity ?? .everything(in: .example())) {
            service.addRoutes(to: $0, entry: harness.entry)
        }
        return try await Application(router: router).test(.router) { client in
            try await client.execute(uri: uri, method: .get) { response in
                #expect(response.status == .ok)
                return try JSONDecoder().decode(type, from: Data(response.body.readableBytesView))
            }
        }
    }
}

/// What the service warns of.
final class Warnings: Sendable {
    private let lines = Mutex<[String]>([])

    /// The posts that each warning names.
    var posts: [String] { lines.withLock { $0 } }

    var logger: Logger { Logger(label: "test") { _ in Handler(warnings: self) } }

    private struct Handler: LogHandler {
        let warnings: Warnings
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.warning

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            warnings.lines.withLock { $0.append(event.metadata?["posts"].map { "\($0)" } ?? "") }
        }
    }
}
