import Foundation
import GRDB
import Kafka
import Models
import TestSupport
import Testing

@testable import Pipeline

@Suite("The message path", .timeLimit(.minutes(1)))
struct MessagePathTests {
    @Test("An event is handled once and its answer is published with an id that follows from it")
    func handlesAndAnswers() async throws {
        let rig = try await PipelineRig(handlers: [listening])
        await rig.start()
        let note = Note(text: "eins", number: 1)
        try await rig.publish([record(note, id: "a", to: TestTopics.notes, key: "k")])
        let answers = try await rig.records(of: TestTopics.answers, atLeast: 1)
        try await rig.stop()
        #expect(try await rig.heard() == [note])
        let answer = try #require(answers.first)
        let envelope = try Envelope.read(
            headers: answer.headers.map { (name: $0.name, value: $0.value) }, body: answer.value)
        #expect(
            envelope.id
                == DerivedID.event(
                    emitter: .statistics, source: "tag:kim.example,2026:test", id: "a", type: Note.eventType,
                    subject: "k", n: 0))
        #expect(answer.key == Data("k".utf8))
    }

    @Test("The same event delivered three times has one effect")
    func dropsDuplicates() async throws {
        let rig = try await PipelineRig(handlers: [listening])
        await rig.start()
        let twice = try record(Note(text: "eins", number: 1), id: "a", to: TestTopics.notes, key: "k")
        let last = try record(Note(text: "zwei", number: 2), id: "b", to: TestTopics.notes, key: "k")
        try await rig.publish([twice, twice, twice, last])
        try await eventually { try await rig.heard().count >= 2 }
        try await rig.stop()
        #expect(try await rig.heard().map(\.number) == [1, 2])
        #expect(try await rig.number("SELECT COUNT(*) FROM outbox") == 2)
    }

    @Test("A message that fails is set aside alone: nothing of it stays, its neighbours in the batch are handled")
    func setsAside() async throws {
        let rig = try await PipelineRig(handlers: [listening])
        try await rig.publish([
            record(Note(text: "eins", number: 1), id: "a", to: TestTopics.notes, key: "k"),
            record(Note(text: "bug", number: 2), id: "b", to: TestTopics.notes, key: "other"),
            record(Note(text: "drei", number: 3), id: "c", to: TestTopics.notes, key: "k"),
        ])
        await rig.start()
        try await eventually { try await rig.heard().count >= 2 }
        let letters = try await rig.records(of: Topics.deadLetters(of: .statistics), atLeast: 1)
        try await rig.stop()
        #expect(try await rig.heard().map(\.number) == [1, 3])
        #expect(try await rig.number("SELECT COUNT(*) FROM inbox WHERE id = 'b'") == 0)
        #expect(letters.count == 1)
        let headers = Dictionary(
            letters[0].headers.map { ($0.name, String(decoding: $0.value ?? Data(), as: UTF8.self)) }
        ) { $1 }
        #expect(headers["__connect.errors.topic"] == "t.test.notes.v1")
        #expect(headers["__connect.errors.offset"] == "1")
        #expect(headers["__connect.errors.exception.class.name"] == "handler-failed")
        #expect(headers["ce_id"] == "b")
        let body = try JSONDecoder().decode(Note.self, from: letters[0].value ?? Data())
        #expect(body == Note(text: "bug", number: 2))
    }

    @Test("What is no event becomes one dead letter with the bytes as they came, keyed by a digest if need be")
    func setsUnreadableAside() async throws {
        let rig = try await PipelineRig(handlers: [
            .publicEvents(of: TestTopics.open) { _, _ in }, listening,
        ])
        await rig.start()
        let bytes = Data([0xFF, 0x00, 0x7B])
        try await rig.publish([
            ProducedRecord(topic: "t.test.open.v1", key: Data("Schlüssel".utf8), value: bytes, headers: [])
        ])
        let letters = try await rig.records(of: Topics.deadLetters(of: .statistics), atLeast: 1)
        try await rig.stop()
        #expect(letters.map(\.value) == [bytes])
        #expect(RecordKey.text(letters[0].key) != nil)
        let original = letters[0].headers.first { $0.name == "kim.original.key" }?.value
        #expect(original == Data("Schlüssel".utf8))
    }

    @Test("A restarted service goes on where it stood")
    func resumes() async throws {
        let rig = try await PipelineRig(handlers: [listening])
        await rig.start()
        try await rig.publish([record(Note(text: "eins", number: 1), id: "a", to: TestTopics.notes, key: "k")])
        try await eventually { try await rig.heard().count == 1 }
        try await rig.stop()
        try await rig.publish([record(Note(text: "zwei", number: 2), id: "b", to: TestTopics.notes, key: "k")])
        try await rig.restart()
        try await eventually { try await rig.heard().count == 2 }
        try await rig.stop()
        #expect(try await rig.number("SELECT next FROM position WHERE topic = 't.test.notes.v1'") == 2)
        #expect(try await rig.records(of: TestTopics.answers, atLeast: 2).count == 2)
    }

    @Test("A position that somebody else moved stops the service instead of handling anything twice")
    func refusesMovedPosition() async throws {
        let rig = try await PipelineRig(handlers: [listening])
        await rig.start()
        try await rig.publish([record(Note(text: "eins", number: 1), id: "a", to: TestTopics.notes, key: "k")])
        try await eventually { try await rig.heard().count == 1 }
        try await rig.pipeline.entry.write { scope in
            try scope.database.execute(sql: "UPDATE position SET next = next + 1")
        }
        try await rig.publish([record(Note(text: "zwei", number: 2), id: "b", to: TestTopics.notes, key: "k")])
        let error = await rig.end()
        #expect(error is PositionConflict)
        #expect(try await rig.heard().count == 1)
    }

    @Test("A full disk sets nothing aside: the batch waits and is handled when there is room")
    func waitsForTheStore() async throws {
        let rig = try await PipelineRig(handlers: [
            .directed(TestTopics.notes, Note.self) { event, transaction in
                try transaction.database.execute(
                    sql: "INSERT INTO heard (text, number) VALUES (?, ?)",
                    arguments: [String(repeating: "x", count: 300_000), event.body.number])
            }
        ])
        try await rig.pipeline.entry.write { scope in
            let pages = try Int.fetchOne(scope.database, sql: "PRAGMA page_count") ?? 0
            try scope.database.execute(sql: "PRAGMA max_page_count = \(pages + 20)")
        }
        await rig.start()
        try await rig.publish([record(Note(text: "", number: 1), id: "a", to: TestTopics.notes, key: "k")])
        await eventually { await rig.pipeline.status.current.waitsFor?.hasPrefix("store") == true }
        #expect(try await rig.number("SELECT COUNT(*) FROM deadLetter") == 0)
        try await rig.pipeline.entry.write { scope in
            try scope.database.execute(sql: "PRAGMA max_page_count = 100000")
        }
        try await eventually { try await rig.heard().count == 1 }
        try await rig.stop()
        #expect(try await rig.number("SELECT COUNT(*) FROM deadLetter") == 0)
    }

    @Test("Nothing more is consumed while the outbox is full, and consuming goes on when it has emptied")
    func holdsBack() async throws {
        let rig = try await PipelineRig(handlers: [listening])
        try await rig.pipeline.entry.write { scope in
            try scope.database.execute(
                sql: """
                    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
                    INSERT INTO outbox (topic, key, headers, createdAt) SELECT 'missing', 'k', x'', 0 FROM n
                    """)
        }
        try await rig.publish([record(Note(text: "eins", number: 1), id: "a", to: TestTopics.notes, key: "k")])
        await rig.cluster.fail(.produce, with: Array(repeating: .topicAuthorizationFailed, count: 1000))
        await rig.start()
        await eventually { await rig.pipeline.status.current.waitsFor?.hasPrefix("outbox") == true }
        let full = Date()
        await eventually {
            let turned = await rig.pipeline.status.current.lastTurn ?? .distantPast
            return turned > full.addingTimeInterval(0.5)
        }
        #expect(try await rig.heard().isEmpty)
        try await rig.pipeline.entry.write { try $0.database.execute(sql: "DELETE FROM outbox") }
        try await eventually { try await rig.heard().count == 1 }
        try await rig.stop()
    }
}
