import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import Models
import TestSupport
import Testing

@testable import Pipeline
@testable import Runtime

/// An invented service that takes notes.
struct NoteService: Microservice {
    static let name = ServiceName.statistics
    static let api = APIDescription(yaml: Array("openapi: 3.1.0".utf8))
    static let topic = Topic("test.notes.v1", .directed)

    struct Note: EventBody, Equatable {
        static let eventType = "de.kim.test.note.v1"
        var text: String
        var tags: [Tag]?

        struct Tag: Codable, Equatable {
            var name: String
            var weight: Int
        }
    }
    struct Broken: Error, CustomStringConvertible {
        let description = "secret words"
    }

    private let frame: PageFrame

    init(context: ServiceContext) throws { frame = try PageFrame(codelists: context.codelists) }

    var definition: ServiceDefinition { NoteService.definition }

    static var definition: ServiceDefinition {
        ServiceDefinition(
            name: NoteService.name,
            migrations: { migrator in
                migrator.registerMigration("note") { database in
                    try database.execute(sql: "CREATE TABLE note (text TEXT NOT NULL) STRICT")
                }
            },
            handlers: [
                .directed(NoteService.topic, Note.self) { event, transaction in
                    if event.body.text == "bug" { throw Broken() }
                    try transaction.database.execute(
                        sql: "INSERT INTO note (text) VALUES (?)", arguments: [event.body.text])
                    try transaction.schedule("remind", for: event.body.text, at: transaction.now + 60)
                    try transaction.emit(event.body, to: Topics.receipts, key: event.key ?? "none")
                }
            ],
            commands: [
                .command("note", Note.self) { note, transaction in
                    try transaction.emit(note, to: Topics.receipts, key: "note")
                }
            ],
            timers: [
                TimerHandler("remind") { subject, transaction in
                    try transaction.emit(Note(text: "again \(subject)"), to: Topics.receipts, key: subject)
                }
            ])
    }

    func addRoutes(to router: APIRouter, entry: TransactionalEntry) {
        router.post("/v1/notes", for: [.caseManager]) { request, context in
            let content = try await request.body(limit: 1000)
            let note = try JSONBody.decode(Note.self, from: content)
            let order = try command("note", note, from: request, context: context) {
                Date(timeIntervalSince1970: 0)
            }
            let id: String = try await entry.perform(order)
            return JSONResponse(["id": id], status: .created)
        }
        router.get("/v1/notes", for: [.caseManager, .supervisor]) { request, _ in
            let page = try PageRequest(request)
            let ids = (1...300).map { String(1000 + $0) }.filter { $0 > page.after ?? "" }
            return JSONResponse(Page(Array(ids.prefix(page.limit + 1)), for: page) { $0 })
        }
        router.get("/v1/broken", for: .everybody) { _, _ -> Response in throw Broken() }
        router.page("/broken", for: .everybody, in: frame) { _ in throw Broken() }
        router.page("/notes", for: [.caseManager], in: frame) { _ in
            .page(PageContent("signed-out", title: "Notes", ["heading": "Notes"]))
        }
        router.form("/notes", for: [.caseManager], in: frame) { visit in
            .seeOther("/notes?text=\(FormText.encode(try await visit.form()["text"] ?? ""))")
        }
    }
}

extension Logger {
    static let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
}

/// What a process is started with, in a folder of its own.
struct Rig: Sendable {
    let directory: TemporaryDirectory
    let key: DevelopmentKey
    let environment: [String: String]

    init() throws {
        directory = try TemporaryDirectory()
        let keys = try ServiceKeys.makeFile(for: NoteService.name)
        key = try #require(try DevelopmentKey(file: DevelopmentKey.makeFile()))
        let files = [
            "key": keys, "jwks": try key.keySet(),
            "public": try PublicKeys.makeFile(of: [ServiceKeys(file: keys)]),
            "territory": try Data(contentsOf: Rig.compose.appending(path: "territory.yaml")),
        ]
        for (name, content) in files {
            try content.write(to: URL(filePath: directory.path).appending(path: name))
        }
        environment = [
            "KIM_KAFKA_BOOTSTRAP_SERVERS": "localhost:1", "KIM_STORE_DIRECTORY": directory.path + "/store",
            "KIM_TERRITORY_FILE": directory.path + "/territory", "KIM_KEY_FILE": directory.path + "/key",
            "KIM_PUBLIC_KEYS_FILE": directory.path + "/public", "KIM_HTTP_PORT": "0",
            "KIM_JWKS": directory.path + "/jwks", "KIM_MODE": "development",
        ]
    }

    private static let compose = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../compose")

    func configuration(
        _ changes: [String: String?] = [:], arguments: [String] = []
    ) async throws -> ServiceConfiguration {
        var environment = environment
        for (name, value) in changes { environment[name] = value }
        return try ServiceConfiguration(
            of: NoteService.name,
            from: await ConfigurationSources(arguments: ["test"] + arguments, environment: environment))
    }

    func running(
        _ changes: [String: String?] = [:], metrics: PrometheusRegistry = PrometheusRegistry(),
        logger: Logger = .silent, clock: @Sendable @escaping () -> Date = { Date() }
    ) async throws -> RunningService {
        let configuration = try await configuration(changes)
        let files = try ServiceFiles(of: NoteService.name, configuration)
        let context = ServiceContext(
            configuration: configuration, territory: files.territory, codelists: try .shipped(), keys: files.keys,
            publicKeys: files.publicKeys, logger: logger, clock: clock)
        return try await RunningService(NoteService.self, context: context, metrics: metrics)
    }

    /// Asks the service's routes without a network, with a token of somebody who may do everything.
    func ask<Answer: Sendable>(
        _ running: RunningService, _ test: @Sendable @escaping (any TestClientProtocol) async throws -> Answer
    ) async throws -> Answer {
        let token = try token()
        return try await askBare(running) { try await test(TokenClient(client: $0, token: token)) }
    }

    /// Asks the service's routes without a token and without a journal; `live`: over a connection.
    func askBare<Answer: Sendable>(
        _ running: RunningService, live: Bool = false, logger: Logger = .silent,
        _ test: @Sendable @escaping (any TestClientProtocol) async throws -> Answer
    ) async throws -> Answer {
        running.pipeline.entry.gate.open()
        return try await Application(responder: running.router.responder, logger: logger).test(live ? .live : .router, test)
    }

    /// A token for these roles.
    func token(_ roles: Set<Role> = .everybody, at instant: Date = Date(), seconds: Int = 600) throws -> String {
        try key.sign(
            DevelopmentKey.Statement(
                about: "tester", Identity.Claims(roles: Array(roles)), audience: IdentityConfiguration.defaultAudience,
                at: instant, seconds: seconds))
    }
}

/// A client that sends a token with each request that has none.
private struct TokenClient: TestClientProtocol {
    let client: any TestClientProtocol
    let token: String
    var port: Int? { client.port }

    func executeRequest(
        uri: String, method: HTTPRequest.Method, headers: HTTPFields, body: ByteBuffer?
    ) async throws -> TestResponse {
        var headers = headers
        if headers[.authorization] == nil { headers[.authorization] = "Bearer \(token)" }
        return try await client.executeRequest(uri: uri, method: method, headers: headers, body: body)
    }
}

/// A problem as a caller reads it.
struct ReadProblem: Decodable, Equatable {
    struct Item: Decodable, Equatable {
        let pointer: String?
        let code: String
        let message: String
    }
    let type: String
    let title: String
    let status: Int
    let detail: String?
    let errors: [Item]?
    let traceId: String
}

extension TestResponse {
    func read<Value: Decodable>(_ type: Value.Type) throws -> Value {
        try JSONDecoder().decode(type, from: Data(body.readableBytesView))
    }

    var text: String { String(buffer: body) }
}
