import Foundation
import GRDB
import Kafka
import Logging
import Models
import Synchronization
import TestSupport
import Testing

@testable import Pipeline

/// A handler with a fault that can be mended while it runs.
final class Mendable: Sendable {
    private let isMended = Mutex(false)

    func mend() { isMended.withLock { $0 = true } }

    var handler: Handler {
        .directed(TestTopics.notes, Note.self) { [self] event, transaction in
            try transaction.database.execute(
                sql: "INSERT INTO heard (text, number) VALUES (?, ?)", arguments: [event.body.text, event.body.number])
            if event.body.text == "bug", !isMended.withLock({ $0 }) { throw HandlerBug() }
            try transaction.emit(event.body, to: TestTopics.answers, key: event.key ?? "none")
        }
    }
}

@Suite("Dead letters", .timeLimit(.minutes(1)))
struct DeadLetterTests {
    private let mendable = Mendable()

    /// Two keys of which one stumbles at its second message.
    private func rig() async throws -> PipelineRig {
        let rig = try await PipelineRig(handlers: [mendable.handler])
        let texts = ["", "bug", "", "", "bug", ""]
        try await rig.publish(
            texts.enumerated().map { number, text in
                try record(
                    Note(text: text, number: number), id: "n\(number)", to: TestTopics.notes,
                    key: number == 3 ? "free" : "stuck")
            })
        await rig.start()
        try await eventually { try await rig.number("SELECT next FROM position") == 6 }
        return rig
    }

    private func decide(
        _ rig: PipelineRig, _ work: @Sendable @escaping (DeadLetterDecisions, TransactionalEntry.Scope) throws
            -> DecisionResult
    ) async throws -> DecisionResult {
        let inputs = Inputs(handlers: [mendable.handler], timers: [], prefix: "t.")
        return try await rig.pipeline.entry.write { scope in
            try work(DeadLetterDecisions(inputs: inputs, logger: .silent), scope)
        }
    }

    private func letters(_ rig: PipelineRig) async throws -> [String] {
        try await rig.pipeline.entry.store.read {
            try String.fetchAll($0, sql: "SELECT id FROM deadLetter ORDER BY seq")
        }
    }

    @Test("What comes after a failed message with its key is held, other keys go on")
    func holds() async throws {
        let rig = try await rig()
        let mirrored = try await rig.records(of: Topics.deadLetters(of: .statistics), atLeast: 4)
        try await rig.stop()
        #expect(try await rig.heard().map(\.number) == [0, 3])
        let causes = mirrored.map { letter in
            letter.headers.first { $0.name == "__connect.errors.exception.class.name" }?.value
                .map { String(decoding: $0, as: UTF8.self) }
        }
        #expect(causes == ["handler-failed", "held", "held", "held"])
    }

    @Test("A retry after the fault is mended handles the message and all that waited, in order and with the same ids")
    func retries() async throws {
        let rig = try await rig()
        mendable.mend()
        let first = try #require(try await letters(rig).first)
        let result = try await decide(rig) { try $0.retry(first, $1) }
        #expect(result == DecisionResult(handled: 4, failed: nil))
        #expect(try await rig.heard().map(\.number) == [0, 3, 1, 2, 4, 5])
        let answers = try await rig.records(of: TestTopics.answers, atLeast: 6)
        try await rig.stop()
        let ids = try answers.map { answer in
            try Envelope.read(headers: answer.headers.map { (name: $0.name, value: $0.value) }, body: answer.value).id
        }
        let expected = [("n0", "stuck"), ("n3", "free"), ("n1", "stuck"), ("n2", "stuck"), ("n4", "stuck"), ("n5", "stuck")]
        #expect(
            ids
                == expected.map { id, key in
                    DerivedID.event(
                        emitter: .statistics, source: "tag:kim.example,2026:test", id: id, type: Note.eventType,
                        subject: key, n: 0)
                })
        #expect(try await rig.number("SELECT COUNT(*) FROM deadLetter") == 0)
    }

    @Test("A retry that fails again leaves everything as it was")
    func failsAgain() async throws {
        let rig = try await rig()
        try await rig.stop()
        let before = try await letters(rig)
        let result = try await decide(rig) { try $0.retry(before[0], $1) }
        #expect(result == DecisionResult(handled: 0, failed: .handlerFailed))
        #expect(try await letters(rig) == before)
        #expect(try await rig.heard().map(\.number) == [0, 3])
    }

    @Test("A discarded message lets those behind it go on, up to the next that fails")
    func discards() async throws {
        let rig = try await rig()
        try await rig.stop()
        let before = try await letters(rig)
        let result = try await decide(rig) { try $0.discard(before[0], $1) }
        #expect(result == DecisionResult(handled: 1, failed: .handlerFailed))
        #expect(try await rig.heard().map(\.number) == [0, 3, 2])
        #expect(try await letters(rig) == Array(before[2...]))
    }

    @Test("A held message cannot be decided on before the one that it waits for")
    func keepsOrder() async throws {
        let rig = try await rig()
        try await rig.stop()
        let letters = try await letters(rig)
        await #expect(throws: DecisionError.waitsBehind(letters[0])) {
            try await decide(rig) { try $0.retry(letters[1], $1) }
        }
        await #expect(throws: DecisionError.notFound) { try await decide(rig) { try $0.retry("none", $1) } }
    }

    @Test("The store keeps nothing of a dead letter in clear but its place and its key on internal topics")
    func seals() async throws {
        let rig = try await rig()
        try await rig.stop()
        let content = try await rig.pipeline.entry.store.read {
            try Data.fetchOne($0, sql: "SELECT content FROM deadLetter")
        }
        #expect(content?.range(of: Data("bug".utf8)) == nil)
        #expect(content?.range(of: Data("ce_id".utf8)) == nil)
    }
}
