import Foundation
import GRDB
import Models
import TestSupport
import Testing

@testable import Pipeline

@Suite("Commands")
struct CommandTests {
    private static let doubling = CommandHandler.command("double", Int.self) { number, _ in number * 2 }

    private func entry() throws -> TransactionalEntry {
        let store = try Store(directory: TemporaryDirectory().path, service: "test") { _ in }
        let entry = TransactionalEntry(
            store: store, service: .statistics, keys: try .fresh(for: .statistics),
            commands: [Saying.command, Self.doubling], clock: { Date() }, meters: PipelineMeters())
        entry.gate.open()
        return entry
    }

    private func command(_ name: String, _ ask: some Encodable) throws -> Command {
        try Command(name, ask, id: "c", actor: "test", instant: Date(timeIntervalSince1970: 1000))
    }

    private func outbox(_ entry: TransactionalEntry) async throws -> [Outbox.Row] {
        try await entry.store.read {
            let journal: Set = [Topics.journal(of: .statistics).name]
            return try Outbox.pending(after: 0, rows: 100, bytes: .max, without: journal, in: $0)
        }
    }

    private func ids(_ count: Int) -> [String] {
        (0..<count).map {
            DerivedID.event(
                emitter: .statistics, source: "command", id: "c", type: Note.eventType, subject: "k", n: $0)
        }
    }

    @Test("The same command twice gets the first answer again and has one effect")
    func performsOnce() async throws {
        let entry = try entry()
        for _ in 0..<2 {
            let answer: [String] = try await entry.perform(command("say", Saying()))
            #expect(answer == ids(1))
        }
        #expect(try await outbox(entry).count == 1)
    }

    @Test("The same id with other content is refused, and so is a name that nobody handles")
    func refusesOtherContent() async throws {
        let entry = try entry()
        let first: Int = try await entry.perform(command("double", 1))
        #expect(first == 2)
        await #expect(throws: IdempotencyConflict.self) {
            let _: Int = try await entry.perform(command("double", 2))
        }
        await #expect(throws: UnknownCommand.self) {
            let _: Int = try await entry.perform(command("triple", 1))
        }
    }

    @Test("A command that fails changes nothing and may be tried again")
    func rollsBack() async throws {
        let entry = try entry()
        await #expect(throws: HandlerBug.self) {
            let _: [String] = try await entry.perform(command("say", Saying(text: "bug")))
        }
        #expect(try await outbox(entry).isEmpty)
        let answer: Int = try await entry.perform(command("double", 7))
        #expect(answer == 14)
    }

    @Test("Several events of one type and subject get ids of their own, always the same ones")
    func countsEmissions() async throws {
        let entry = try entry()
        let answer: [String] = try await entry.perform(command("say", Saying(numbers: [0, 1, 2])))
        #expect(Set(answer).count == 3)
        #expect(answer == ids(3))
    }

    @Test("An event larger than its topic permits, or with an invalid key, is refused inside the transaction")
    func checksSizeAndKey() async throws {
        let entry = try entry()
        await #expect(throws: EmitError.self) {
            let large = Saying(text: String(repeating: "x", count: 5000), topic: "small")
            let _: [String] = try await entry.perform(command("say", large))
        }
        await #expect(throws: EmitError.invalidKey(topic: TestTopics.small.name)) {
            let _: [String] = try await entry.perform(command("say", Saying(topic: "small", key: "ein Schlüssel")))
        }
    }
}
