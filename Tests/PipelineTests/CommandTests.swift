import Foundation
import GRDB
import Models
import TestSupport
import Testing

@testable import Pipeline

@Suite("Commands")
struct CommandTests {
    private func entry() throws -> TransactionalEntry {
        let store = try Store(directory: TemporaryDirectory().path, service: "test") { _ in }
        return TransactionalEntry(
            store: store, service: .statistics, keys: try .fresh(for: .statistics), clock: { Date() },
            meters: PipelineMeters())
    }

    private func command(_ content: String) -> Command {
        Command(id: "c", actor: "test", instant: Date(timeIntervalSince1970: 1000), content: Data(content.utf8))
    }

    private func outbox(_ entry: TransactionalEntry) async throws -> [Outbox.Row] {
        try await entry.store.read {
            try Outbox.pending(after: 0, rows: 100, bytes: .max, without: [], in: $0)
        }
    }

    @Test("The same command twice gets the first answer again and has one effect")
    func performsOnce() async throws {
        let entry = try entry()
        for _ in 0..<2 {
            let answer: String = try await entry.perform(command("x")) { transaction in
                try transaction.emit(Note(text: "", number: 1), to: TestTopics.answers, key: "k")
            }
            #expect(
                answer
                    == DerivedID.event(
                        emitter: .statistics, source: "command", id: "c", type: Note.eventType, subject: "k", n: 0))
        }
        #expect(try await outbox(entry).count == 1)
    }

    @Test("The same id with other content is refused")
    func refusesOtherContent() async throws {
        let entry = try entry()
        let first: Int = try await entry.perform(command("x")) { _ in 1 }
        #expect(first == 1)
        await #expect(throws: IdempotencyConflict.self) {
            let _: Int = try await entry.perform(command("y")) { _ in 2 }
        }
    }

    @Test("A command that fails changes nothing and may be tried again")
    func rollsBack() async throws {
        let entry = try entry()
        await #expect(throws: HandlerBug.self) {
            let _: Int = try await entry.perform(command("x")) { transaction in
                try transaction.emit(Note(text: "", number: 1), to: TestTopics.answers, key: "k")
                throw HandlerBug()
            }
        }
        #expect(try await outbox(entry).isEmpty)
        let answer: Int = try await entry.perform(command("x")) { _ in 7 }
        #expect(answer == 7)
    }

    @Test("Several events of one type and subject get ids of their own, always the same ones")
    func countsEmissions() async throws {
        let entry = try entry()
        let ids: [String] = try await entry.perform(command("x")) { transaction in
            try (0..<3).map { try transaction.emit(Note(text: "", number: $0), to: TestTopics.answers, key: "k") }
        }
        #expect(Set(ids).count == 3)
        #expect(
            ids
                == (0..<3).map {
                    DerivedID.event(
                        emitter: .statistics, source: "command", id: "c", type: Note.eventType, subject: "k", n: $0)
                })
    }

    @Test("An event larger than its topic permits, or with an invalid key, is refused inside the transaction")
    func checksSizeAndKey() async throws {
        let entry = try entry()
        let small = Topic("test.small.v1", .outward, maximumBytes: 5000)
        await #expect(throws: EmitError.self) {
            let _: String = try await entry.perform(command("x")) {
                try $0.emit(Note(text: String(repeating: "x", count: 5000), number: 1), to: small, key: "k")
            }
        }
        await #expect(throws: EmitError.invalidKey(topic: small.name)) {
            let _: String = try await entry.perform(command("x")) {
                try $0.emit(Note(text: "", number: 1), to: small, key: "ein Schlüssel")
            }
        }
    }
}
