import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Models
import Pipeline
import Runtime
import Testing
import TestSupport

@testable import Intake

@Suite("Submissions over HTTP")
struct HTTPTests {
    private func client<Value: Sendable>(
        of rig: IntakeRig, by identity: Identity? = nil,
        _ test: @Sendable @escaping (any TestClientProtocol) async throws -> Value
    ) async throws -> Value {
        let router = Router.asked(by: try identity ?? .everything(in: .example())) {
            rig.service.addRoutes(to: $0, entry: rig.harness.entry)
        }
        return try await Application(router: router).test(.router, test)
    }

    /// The attributes of ``Samples/event(_:id:source:type:time:)`` as headers of binary mode.
    private static func binaryHeaders() throws -> HTTPFields {
        var headers: HTTPFields = [.contentType: "application/json"]
        let attributes = [
            "specversion": "1.0", "id": "e-1", "source": Sources.sample, "type": Submission.eventType,
            "time": "2026-09-21T10:00:00+02:00",
        ]
        for (name, value) in attributes { headers[try #require(HTTPField.Name("ce-\(name)"))] = value }
        return headers
    }

    enum Mode: CaseIterable { case structured, batch, binary }

    private func receipt(of event: Envelope, in mode: Mode, _ client: any TestClientProtocol) async throws -> Receipt {
        struct Answer: Decodable { let receipt: Receipt }
        let structured = event.structured
        let (headers, body): (HTTPFields, Data) =
            switch mode {
            case .structured: ([.contentType: "application/cloudevents+json; charset=utf-8"], structured.encoded())
            case .batch:
                ([.contentType: "application/cloudevents-batch+json"], JSONValue.array([structured]).encoded())
            case .binary: (try HTTPTests.binaryHeaders(), event.data ?? Data())
            }
        return try await client.execute(
            uri: "/v1/submissions", method: .post, headers: headers, body: ByteBuffer(bytes: body)
        ) { response in
            #expect(response.status == .ok)
            let body = Data(response.body.readableBytesView)
            return mode == .batch
                ? try JSONDecoder().decode([Answer].self, from: body)[0].receipt
                : try JSONDecoder().decode(Receipt.self, from: body)
        }
    }

    @Test("Every mode is answered as the topic answers, under the same ids", arguments: Mode.allCases)
    func modes(_ mode: Mode) async throws {
        let rig = try await IntakeRig(posts: [try Samples.post("cm-1")])
        let event = try Samples.event()
        let answer = try await client(of: rig) { try await receipt(of: event, in: mode, $0) }
        let overHTTP = Effects(emitted: try await rig.harness.emitted())
        #expect(answer.outcome == .admitted)
        #expect(try overHTTP.receipts == [answer])

        let overTopic = try await rig.take(event, key: nil)
        #expect(overTopic.receiptIDs == overHTTP.receiptIDs)
        #expect(overTopic.on(Topics.receipts).map(\.key) == overHTTP.on(Topics.receipts).map(\.key))
        #expect(try overTopic.receipts == [answer])
        #expect(overTopic.emitted.count == 1)
    }

    @Test("All four types come in over HTTP, and say what the topic would")
    func laterEvents() async throws {
        let rig = try await IntakeRig(posts: [try Samples.post("cm-1")])
        let client = #"{"clientReference": "ref-1"}"#
        let events = [
            try Samples.event(), try Samples.correction(), Samples.change(client),
            Samples.withdrawal(.consentWithdrawn),
        ]
        for (event, outcome) in zip(events, [Receipt.Outcome.admitted, .recorded, .recorded, .recorded]) {
            _ = try await rig.harness.emitted()
            let answer = try await self.client(of: rig) { try await receipt(of: event, in: .structured, $0) }
            #expect(answer.outcome == outcome)
            let overHTTP = Effects(emitted: try await rig.harness.emitted())
            #expect(overHTTP.on(Topics.handover).count == 1)
            let overTopic = try await rig.take(event)
            #expect(overTopic.receiptIDs == overHTTP.receiptIDs)
            #expect(overTopic.emitted.count == 1)
        }
    }

    @Test("A batch is answered event by event, in order, also where one is no event")
    func batch() async throws {
        struct Answer: Decodable {
            struct Problem: Decodable { let code: String }
            let receipt: Receipt?
            let problem: Problem?
        }
        let rig = try await IntakeRig(posts: [try Samples.post("cm-1")])
        let batch = JSONValue.array([
            try Samples.event(id: "e-1").structured, .object([]),
            try Samples.event(#"{"participation": "declined"}"#, id: "e-2").structured,
        ])
        let answers = try await client(of: rig) { client in
            try await client.execute(
                uri: "/v1/submissions", method: .post,
                headers: [.contentType: "application/cloudevents-batch+json"], body: ByteBuffer(bytes: batch.encoded())
            ) { try JSONDecoder().decode([Answer].self, from: Data($0.body.readableBytesView)) }
        }
        #expect(answers.map(\.receipt?.outcome) == [.admitted, nil, .rejected])
        #expect(answers.map(\.problem?.code) == [nil, "not-cloud-events", nil])
    }

    struct Unreadable: Sendable {
        let contentType: String
        let body: String
        let status: HTTPResponse.Status
        let code: String
    }

    @Test(
        "What is no event is refused as a problem that says why, and has no effect",
        arguments: [
            Unreadable(contentType: "application/json", body: "{}", status: .badRequest, code: "not-cloud-events"),
            Unreadable(
                contentType: "application/cloudevents+json", body: "{", status: .badRequest, code: "invalid-json"),
            Unreadable(
                contentType: "application/cloudevents+json", body: #"{"specversion": "1.0", "id": "1"}"#,
                status: .badRequest, code: "missing-attribute"),
            Unreadable(
                contentType: "application/cloudevents-batch+json", body: "{}", status: .badRequest,
                code: "invalid-json"),
            Unreadable(
                contentType: "application/cloudevents-batch+json",
                body: "[\(Array(repeating: "1", count: 501).joined(separator: ","))]", status: .contentTooLarge,
                code: "batch-too-large"),
            Unreadable(
                contentType: "application/cloudevents+json", body: String(repeating: " ", count: 300_000),
                status: .contentTooLarge, code: "content-too-large"),
        ])
    func unreadable(_ test: Unreadable) async throws {
        let rig = try await IntakeRig()
        try await client(of: rig) { client in
            try await client.execute(
                uri: "/v1/submissions", method: .post, headers: [.contentType: test.contentType],
                body: ByteBuffer(string: test.body)
            ) { response in
                #expect(response.status == test.status)
                #expect(response.headers[.contentType] == Problem.mediaType)
                #expect(String(buffer: response.body).contains("\(test.code)\""))
            }
        }
        #expect(try await rig.harness.emitted().isEmpty)
    }

    @Test("The last receipt of an event can be read; of an unknown one there is none")
    func receipts() async throws {
        let rig = try await IntakeRig()
        try await rig.take(Samples.event())
        try await rig.publish(Samples.post("cm-1"))
        try await client(of: rig) { client in
            func get(_ query: String) async throws -> TestResponse {
                try await client.execute(uri: "/v1/receipts?\(query)", method: .get) { $0 }
            }
            let found = try await get("source=https://sample.example/kim&id=e-1")
            let receipt = try JSONDecoder().decode(Receipt.self, from: Data(found.body.readableBytesView))
            #expect(receipt.outcome == .admitted)
            #expect(try await get("source=https://sample.example/kim&id=e-2").status == .notFound)
            #expect(try await get("source=https://abh.example/fachverfahren&id=e-1").status == .notFound)
            #expect(try await get("id=e-1").status == .badRequest)
        }
    }

    struct Sender: Sendable, CustomTestStringConvertible {
        let publisher: String?
        let source: String
        let isPermitted: Bool
        var testDescription: String { "\(publisher ?? "none") sends as \(source)" }
    }

    @Test(
        "A publisher may send and read as itself alone",
        arguments: [
            Sender(publisher: "sample", source: Sources.sample, isPermitted: true),
            Sender(publisher: "abh", source: Sources.sample, isPermitted: false),
            Sender(publisher: "unknown", source: Sources.sample, isPermitted: false),
            Sender(publisher: nil, source: Sources.sample, isPermitted: false),
            Sender(publisher: "sample", source: "https://stranger.example", isPermitted: false),
        ])
    func senders(_ sender: Sender) async throws {
        let rig = try await IntakeRig(posts: [try Samples.post("cm-1")])
        let event = try Samples.event(source: sender.source)
        let caller = Identity.caller([.publisher], publisher: sender.publisher)
        let answer = try await client(of: rig, by: caller) { try await receipt(of: event, in: .structured, $0) }
        #expect(answer.outcome == (sender.isPermitted ? .admitted : .rejected))
        #expect(answer.codes == (sender.isPermitted ? [] : [.sourceNotPermitted]))
        #expect(try await rig.count("request") == (sender.isPermitted ? 1 : 0))
        // The answer is the sender's alone: on the topic it would be a refusal of somebody else's event.
        #expect(try await rig.count("answer") == (sender.isPermitted ? 1 : 0))
        #expect(try await rig.harness.emitted().isEmpty == !sender.isPermitted)
        #expect(try await (rig.rows("SELECT number FROM journal") == ["0"]) == !sender.isPermitted)
        #expect(
            try await rig.take(Samples.event(source: sender.source)).receipt().outcome
                == (sender.source == Sources.sample ? .admitted : .rejected))

        try await rig.take(Samples.event(id: "by-topic"))
        let read = try await client(of: rig, by: caller) { client in
            let uri = "/v1/receipts?source=\(Sources.sample)&id=by-topic"
            return try await client.execute(uri: uri, method: .get) { $0.status }
        }
        #expect(read == (sender.publisher == "sample" ? .ok : .notFound))
    }

    @Test("A dry run is answered as the event would be now, and has no effect, however often")
    func dryRun() async throws {
        let rig = try await IntakeRig(posts: [try Samples.post("cm-1")])
        for (patch, outcome) in [("{}", Receipt.Outcome.admitted), (#"{"needs": ["weather"]}"#, .rejected)] {
            let event = try Samples.event(patch)
            let receipts = try await client(of: rig) { client in
                var receipts: [Receipt] = []
                for _ in 0..<2 {
                    receipts.append(
                        try await client.execute(
                            uri: "/v1/submissions:validate", method: .post,
                            headers: [.contentType: "application/cloudevents+json"],
                            body: ByteBuffer(bytes: event.structured.encoded())
                        ) { try JSONDecoder().decode(Receipt.self, from: Data($0.body.readableBytesView)) })
                }
                return receipts
            }
            #expect(receipts.map(\.outcome) == [outcome, outcome])
        }
        #expect(try await rig.harness.emitted().isEmpty)
        #expect(try await rig.count("request") == 0)
        #expect(try await rig.count("answer") == 0)
    }

    @Test("A receipt can be waited for, and is told only where it is another than the one that is known")
    func waitsForReceipt() async throws {
        let rig = try await IntakeRig()
        let uri = "/v1/receipts?source=\(Sources.sample)&id=e-1"
        let statuses = try await client(of: rig) { client in
            async let waiting = client.execute(uri: uri + "&wait=20", method: .get) { ($0.status, $0.headers[.eTag]) }
            try await rig.take(Samples.event())
            let (first, tag) = try await waiting
            let known: HTTPFields = [.ifNoneMatch: tag ?? ""]
            let same = try await client.execute(uri: uri, method: .get, headers: known) { $0.status }
            async let later = client.execute(uri: uri + "&wait=20", method: .get, headers: known) { $0.status }
            try await rig.publish(Samples.post("cm-1"))
            return [first, same, try await later]
        }
        #expect(statuses == [.ok, .notModified, .ok])
    }

    @Test("A publisher with topics of its own gets the receipt of HTTP there too")
    func ownTopics() async throws {
        let rig = try await IntakeRig(posts: [try Samples.post("cm-1")], ownTopics: ["sample"])
        let event = try Samples.event()
        let answer = try await client(of: rig) { try await receipt(of: event, in: .structured, $0) }
        #expect(answer.outcome == .admitted)
        #expect(try await rig.harness.emitted().map(\.topic).contains("\(Topics.receipts.name).sample"))
    }

    @Test("Clearing staff see the requests of their municipalities; without any, none")
    func requestScope() async throws {
        struct Page: Decodable {
            struct Item: Decodable { let municipality: String }
            let items: [Item]
        }
        let rig = try await IntakeRig(posts: [try Samples.post("cm-1")])
        try await rig.take(Samples.event())
        for (municipalities, expected) in [([Samples.guetersloh], 1), (["05754032"], 0), ([], 0)] {
            let caller = Identity.caller([.intakeClerk], municipalities: municipalities)
            let page = try await client(of: rig, by: caller) { client in
                try await client.execute(uri: "/v1/requests", method: .get) {
                    try JSONDecoder().decode(Page.self, from: Data($0.body.readableBytesView))
                }
            }
            #expect(page.items.count == expected)
        }
    }

    @Test("Requests are listed page by page, without a word of the person")
    func requests() async throws {
        struct Page: Decodable {
            struct Item: Decodable {
                let id: String
                let state: String
                let municipality: String
                let receivedOn: String
            }
            let items: [Item]
            let next: String?
        }
        let rig = try await IntakeRig(posts: [try Samples.post("cm-1")])
        for number in 1...5 { try await rig.take(Samples.event(id: "e-\(number)")) }
        let pages = try await client(of: rig) { client in
            var pages: [Page] = []
            var cursor: String?
            repeat {
                let query = "limit=2" + (cursor.map { "&cursor=\($0)" } ?? "")
                let page = try await client.execute(uri: "/v1/requests?\(query)", method: .get) { response in
                    #expect(Samples.personal.filter(String(buffer: response.body).contains) == [])
                    return try JSONDecoder().decode(Page.self, from: Data(response.body.readableBytesView))
                }
                pages.append(page)
                cursor = page.next
            } while cursor != nil && pages.count < 10
            return pages
        }
        #expect(pages.map(\.items.count) == [2, 2, 1])
        #expect(Set(pages.flatMap(\.items).map(\.id)).count == 5)
        let first = try #require(pages.first?.items.first)
        #expect([first.state, first.municipality, first.receivedOn] == ["admitted", Samples.guetersloh, "2026-09-21"])
    }
}
