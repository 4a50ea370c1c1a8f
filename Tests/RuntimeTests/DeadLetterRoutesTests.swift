import Foundation
import GRDB
import HTTPTypes
import HummingbirdTesting
import Kafka
import Logging
import Models
import Testing

@testable import Pipeline
@testable import Runtime

@Suite("Dead letters and outbox over HTTP")
struct DeadLetterRoutesTests {
    /// A service whose second message failed and whose third waits behind it.
    private func running(_ rig: Rig) async throws -> RunningService {
        let running = try await rig.running()
        let texts = ["first", "bug", "third"]
        let place = TopicPartition(topic: "kim." + NoteService.topic.name, partition: 0)
        let records = try texts.enumerated().map { number, text in
            let envelope = Envelope(
                id: "n\(number)", source: "tag:kim.example,2026:test", type: NoteService.Note.eventType, subject: "k",
                data: try JSONEncoder().encode(NoteService.Note(text: text)))
            return ConsumedRecord(
                topicPartition: place, offset: Int64(number), timestamp: Date(timeIntervalSince1970: 1_790_000_000),
                key: Data("k".utf8), value: envelope.data,
                headers: envelope.headers.map { KafkaHeader(name: $0.name, value: $0.value) })
        }
        let inputs = Inputs(handlers: NoteService.definition.handlers, timers: [], prefix: "kim.")
        _ = try await running.pipeline.entry.write { scope in
            try Batch.handle(records, from: [:], inputs: inputs, scope: scope, logger: .silent)
        }
        return running
    }

    private struct List: Decodable {
        struct Item: Decodable {
            let id: String
            let cause: String
            let key: String?
            let offset: Int
        }
        let items: [Item]
    }

    private func list(_ client: any TestClientProtocol) async throws -> [List.Item] {
        try await client.execute(uri: "/v1/dead-letters", method: .get).read(List.self).items
    }

    @Test("Operations see what was set aside and why, with every value masked")
    func shows() async throws {
        let rig = try Rig()
        try await rig.ask(try await running(rig)) { client in
            let items = try await list(client)
            #expect(items.map(\.cause) == ["handler-failed", "held"])
            #expect(items.map(\.key) == ["k", "k"] && items.map(\.offset) == [1, 2])
            let shown = try await client.execute(uri: "/v1/dead-letters/\(items[1].id)", method: .get).text
            #expect(shown.contains("text (5)") && shown.contains("ce_type"))
            #expect(!shown.contains("third") && !shown.contains("n2"))
            #expect(try await client.execute(uri: "/v1/dead-letters/none", method: .get).status == .notFound)
        }
    }

    @Test(
        "A letter that waits cannot be decided on first; a discard lets it go on; each look, decision and refusal is audited"
    )
    func decides() async throws {
        let rig = try Rig()
        let running = try await running(rig)
        try await rig.ask(running) { client in
            let items = try await list(client)
            let early = try await client.execute(uri: "/v1/dead-letters/\(items[1].id)/retries", method: .post)
            #expect(early.status == .conflict)
            let again = try await client.execute(uri: "/v1/dead-letters/\(items[0].id)/retries", method: .post)
            #expect(try again.read(DecisionResult.self) == DecisionResult(handled: 0, failed: .handlerFailed))
            let discarded = try await client.execute(uri: "/v1/dead-letters/\(items[0].id)/discards", method: .post)
            #expect(try discarded.read(DecisionResult.self) == DecisionResult(handled: 1, failed: nil))
            #expect(try await list(client).isEmpty)
        }
        let (notes, audited) = try await running.pipeline.entry.store.read { database in
            (
                try String.fetchAll(database, sql: "SELECT text FROM note ORDER BY rowid"),
                try String.fetchAll(database, sql: "SELECT action FROM audit ORDER BY seq")
            )
        }
        #expect(notes == ["first", "third"])
        #expect(
            audited == [
                "dead-letters-listed", "dead-letter-retry-refused", "dead-letter-retry", "dead-letter-discard",
                "dead-letters-listed",
            ])
    }

    @Test("The outbox tells what waits, and publishes again what is asked for in one of two ways")
    func resends() async throws {
        let rig = try Rig()
        try await rig.ask(try await running(rig)) { client in
            let waiting = try await client.execute(uri: "/v1/outbox", method: .get).read([String: JSONNumber].self)
            #expect(waiting["pending"]?.value == 3)
            for (body, status) in [
                (#"{"states": true}"#, HTTPResponse.Status.accepted),
                (#"{"since": "2026-11-24T09:00:00+01:00"}"#, .accepted),
                ("{}", .badRequest), (#"{"states": false}"#, .badRequest), (#"{"since": "yesterday"}"#, .badRequest),
            ] {
                let answer = try await client.execute(
                    uri: "/v1/outbox/resends", method: .post, body: .init(string: body))
                #expect(answer.status == status, "\(body)")
            }
        }
    }

    /// A number among values of other kinds.
    private struct JSONNumber: Decodable {
        let value: Int?
        init(from decoder: any Decoder) throws { value = try? decoder.singleValueContainer().decode(Int.self) }
    }
}
