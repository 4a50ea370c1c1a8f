import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Models
import Pipeline
import Testing

@testable import Runtime

@Suite("HTTP")
struct HTTPTests {
    private let trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"

    private static func name(_ text: String) throws -> HTTPField.Name { try #require(HTTPField.Name(text)) }

    struct Refused: Sendable, CustomTestStringConvertible {
        let method: HTTPRequest.Method
        let uri: String
        var body: String?
        let status: HTTPResponse.Status
        let type: String
        var pointer: String?
        var code: String?
        var testDescription: String { "\(method) \(uri) \(body?.prefix(30) ?? "")" }
    }

    @Test(
        "Every refusal is a problem with a stable type, a German title, the trace, and nothing of what was sent",
        arguments: [
            Refused(method: .get, uri: "/v1/nowhere/hidden", status: .notFound, type: "not-found"),
            Refused(method: .delete, uri: "/v1/notes", status: .methodNotAllowed, type: "method-not-allowed"),
            Refused(method: .post, uri: "/metrics", status: .methodNotAllowed, type: "method-not-allowed"),
            Refused(method: .trace, uri: "/v1/notes", status: .methodNotAllowed, type: "method-not-allowed"),
            Refused(method: .get, uri: "/codelists/hidden", status: .notFound, type: "codelist-not-found"),
            Refused(method: .get, uri: "/v1/broken", status: .internalServerError, type: "internal-error"),
            Refused(
                method: .get, uri: "/v1/notes?limit=0", status: .badRequest, type: "invalid-parameter"),
            Refused(
                method: .get, uri: "/v1/notes?cursor=%21", status: .badRequest, type: "invalid-parameter"),
            Refused(
                method: .post, uri: "/v1/notes", body: String(repeating: "hidden", count: 200),
                status: .contentTooLarge, type: "content-too-large"),
            Refused(
                method: .post, uri: "/v1/notes", body: "{\"text\": hidden", status: .badRequest,
                type: "invalid-body", pointer: "", code: "invalid-json"),
            Refused(
                method: .post, uri: "/v1/notes", body: "", status: .badRequest, type: "invalid-body", pointer: "",
                code: "invalid-json"),
            Refused(
                method: .post, uri: "/v1/notes", body: "{\"tags\": []}", status: .badRequest, type: "invalid-body",
                pointer: "/text", code: "missing-field"),
            Refused(
                method: .post, uri: "/v1/notes",
                body:
                    #"{"text": "a", "tags": [{"name": "a", "weight": 1}, {"name": "b", "weight": "hidden"}]}"#,
                status: .badRequest, type: "invalid-body", pointer: "/tags/1/weight", code: "wrong-type"),
        ])
    func refusals(refused: Refused) async throws {
        let rig = try Rig()
        let header = try Self.name("traceparent")
        try await rig.ask(try await rig.running()) { [trace] client in
            let response = try await client.execute(
                uri: refused.uri, method: refused.method, headers: [header: trace],
                body: refused.body.map { ByteBuffer(string: $0) })
            #expect(response.status == refused.status)
            #expect(response.headers[.contentType] == "application/problem+json")
            let problem = try response.read(ReadProblem.self)
            #expect(problem.type == "tag:kim.example,2026:problem:\(refused.type)")
            #expect(problem.status == refused.status.code)
            #expect(!problem.title.isEmpty)
            #expect(problem.traceId == "4bf92f3577b34da6a3ce929d0e0e4736")
            #expect(problem.errors?.first?.pointer == refused.pointer)
            #expect(problem.errors?.first?.code == refused.code)
            for secret in ["hidden", "secret words", "Broken"] { #expect(!response.text.contains(secret)) }
        }
    }

    @Test("A method that an address does not have is answered with those it has")
    func allow() async throws {
        let rig = try Rig()
        try await rig.ask(try await rig.running()) { client in
            let response = try await client.execute(uri: "/v1/notes", method: .put)
            #expect(response.headers[.allow] == "GET, HEAD, POST")
            let head = try await client.execute(uri: "/health/live", method: .head)
            #expect(head.status == .ok)
        }
    }

    @Test("The caller's trace goes on with a span of its own; without one, or with a broken one, a trace begins")
    func traceContext() async throws {
        let rig = try Rig()
        let header = try Self.name("traceparent")
        try await rig.ask(try await rig.running()) { [trace] client in
            let given = try await client.execute(uri: "/health/live", method: .get, headers: [header: trace])
            let own = try #require(given.headers[header])
            #expect(TraceContext.traceID(of: own) == "4bf92f3577b34da6a3ce929d0e0e4736")
            #expect(own != trace)
            var begun: Set<String> = []
            for sent in [nil, "00-broken", trace.uppercased()] {
                let headers: HTTPFields = sent.map { [header: $0] } ?? [:]
                let response = try await client.execute(uri: "/health/live", method: .get, headers: headers)
                begun.insert(try #require(response.headers[header].flatMap { TraceContext.traceID(of: $0) }))
            }
            #expect(begun.count == 3)
        }
    }

    @Test("A repeated request with the same key has one effect; with another body it is refused")
    func idempotencyKey() async throws {
        let rig = try Rig()
        let running = try await rig.running()
        let header = try Self.name("Idempotency-Key")
        try await rig.ask(running) { client in
            func post(_ text: String, _ key: String?) async throws -> TestResponse {
                try await client.execute(
                    uri: "/v1/notes", method: .post, headers: key.map { [header: $0] } ?? [:],
                    body: ByteBuffer(string: "{\"text\":\"\(text)\"}"))
            }
            let first = try await post("a", "key-1")
            #expect(first.status == .created)
            #expect(try await post("a", "key-1").text == first.text)
            #expect(try await post("a", "key-2").text != first.text)
            #expect(try await post("a", nil).text != first.text)
            let conflict = try await post("b", "key-1")
            #expect(conflict.status == .unprocessableContent)
            #expect(try conflict.read(ReadProblem.self).type.hasSuffix(":idempotency-key-reused"))
            #expect(try await post("a", "not a key").status == .badRequest)
        }
        // Three notes, and each in the journal.
        #expect(try await running.pipeline.entry.facts().outboxPending == 6)
    }

    @Test("A list is handed out in pages that follow each other without gap or repetition")
    func pages() async throws {
        struct Read: Decodable {
            let items: [String]
            let next: String?
        }
        let rig = try Rig()
        try await rig.ask(try await rig.running()) { client in
            var all: [String] = []
            var sizes: [Int] = []
            var next: String? = ""
            while let cursor = next {
                let uri = cursor.isEmpty ? "/v1/notes" : "/v1/notes?cursor=\(cursor)&limit=150"
                let page = try await client.execute(uri: uri, method: .get).read(Read.self)
                all += page.items
                sizes.append(page.items.count)
                next = page.next
            }
            #expect(all == (1...300).map { String(1000 + $0) })
            #expect(sizes == [100, 150, 50])
        }
    }

    @Test("Requests are counted by method, route template and status, never by address")
    func metrics() async throws {
        let rig = try Rig()
        try await rig.ask(try await rig.running()) { client in
            _ = try await client.execute(uri: "/codelists/hidden", method: .get)
            _ = try await client.execute(uri: "/hidden", method: HTTPRequest.Method("HIDDEN") ?? .get)
            let text = try await client.execute(uri: "/metrics", method: .get).text
            let expected = [
                "kim_http_requests_total{method=\"GET\",route=\"/codelists/{name}\",status=\"404\"} 1",
                "kim_http_requests_total{method=\"other\",route=\"unmatched\",status=\"404\"} 1",
            ]
            for line in expected { #expect(text.contains(line)) }
            #expect(text.contains("process_resident_memory_bytes "))
            #expect(text.contains("process_start_time_seconds "))
            #expect(!text.lowercased().contains("hidden"))
        }
    }

    @Test("A codelist is handed out with its version and German names")
    func codelist() async throws {
        let rig = try Rig()
        let list = try #require(try Codelists.shipped()["closure"])
        try await rig.ask(try await rig.running()) { client in
            let response = try await client.execute(uri: "/codelists/closure", method: .get)
            #expect(response.headers[.contentType] == "application/json")
            let json = try JSONValue.parse(Data(response.body.readableBytesView))
            #expect(json["version"]?.stringValue == list.version)
            #expect(json["values"]?.arrayValue?.compactMap { $0["code"]?.stringValue } == list.values.map(\.code))
        }
    }
}
