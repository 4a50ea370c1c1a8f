import Foundation
import GRDB
import Kafka
import Models
import TestSupport
import Testing

@testable import Pipeline

@Suite("The journal", .timeLimit(.minutes(1)))
struct JournalTests {
    /// How many rows were heard so far: what every step depends on, so that a wrong order shows.
    private static func count(_ transaction: Transaction) throws -> Int {
        try Int.fetchOne(transaction.database, sql: "SELECT COUNT(*) FROM heard") ?? 0
    }

    private static func hear(_ text: String, _ number: Int, _ transaction: Transaction) throws {
        try transaction.database.execute(
            sql: "INSERT INTO heard (text, number) VALUES (?, ?)", arguments: [text, number])
    }

    /// Draws a lot for each note, and sets a timer on the word that says so.
    private static let drawing = Handler.directed(TestTopics.notes, Note.self) { event, transaction in
        if event.body.text == "set" {
            try transaction.schedule("bell", for: "s", at: transaction.now.addingTimeInterval(0.2))
        }
        let lot = try transaction.draw("lot", for: "k") { DataKey.freshBytes() }
        try hear("\(event.body.text) \(lot.base64EncodedString())", count(transaction), transaction)
        try transaction.emit(event.body, to: TestTopics.answers, key: "k")
        if event.body.text == "bug" { throw HandlerBug() }
    }

    private static let counting = CommandHandler.command("count", String.self) { text, transaction in
        let lot = try transaction.draw("lot", for: "k") { DataKey.freshBytes() }
        try hear("command \(text) \(lot.base64EncodedString())", count(transaction), transaction)
        if text == "bug" { throw HandlerBug() }
        return try transaction.emit(Note(text: text, number: 0), to: TestTopics.others, key: "k")
    }

    private static let raising = CommandHandler.command("raise", String.self) { key, transaction in
        let version = try transaction.nextVersion(after: count(transaction), on: TestTopics.tallies, key: key)
        try hear("raised", version, transaction)
        return try transaction.emit(Tally(version: version, sum: 0), to: TestTopics.tallies, key: key)
    }

    private static let ringing = TimerHandler("bell") { _, transaction in
        try hear("bell", count(transaction), transaction)
    }

    private func rig() async throws -> PipelineRig {
        try await PipelineRig(handlers: [Self.drawing], commands: [Self.counting, Self.raising], timers: [Self.ringing])
    }

    private func hear(_ texts: [String], in rig: PipelineRig) async throws {
        let before = try await rig.heard().count
        try await rig.publish(
            texts.map { try record(Note(text: $0, number: 0), id: "note \($0)", to: TestTopics.notes, key: "k") })
        try await eventually { try await rig.heard().count >= before + texts.count }
    }

    private func ask(_ text: String, of rig: PipelineRig) async throws {
        await eventually { await rig.pipeline.entry.gate.isOpen }
        let command = try Command("count", text, id: "ask \(text)", about: "k", actor: "test", instant: Date())
        let _: String = try await rig.pipeline.entry.perform(command)
    }

    /// Stops when everything is published; returns what was heard.
    private func finish(_ rig: PipelineRig) async throws -> [Note] {
        try await eventually { try await rig.number("SELECT COUNT(*) FROM outbox WHERE sentAt IS NULL") == 0 }
        let heard = try await rig.heard()
        try await rig.stop()
        try await rig.close()
        return heard
    }

    private func ids(_ rig: PipelineRig, _ topic: Topic) async throws -> [String] {
        try await rig.records(of: topic, atLeast: 1).compactMap { record in
            record.headers.first { $0.name == "ce_id" }?.value.map { String(decoding: $0, as: UTF8.self) }
        }
    }

    @Test("A lost store comes back from journal and inputs: commands in their place, the same lots, keys and ids")
    func restoresFromNothing() async throws {
        let rig = try await rig()
        await rig.start()
        try await ask("first", of: rig)
        try await hear(["a", "b"], in: rig)
        try await ask("second", of: rig)
        try await hear(["c"], in: rig)
        let before = try await finish(rig)
        #expect(before.count == 5)
        let answers = Set(try await ids(rig, TestTopics.answers) + ids(rig, TestTopics.others))
        try await rig.lose()
        try await rig.restart()
        await eventually { await rig.pipeline.status.current.isAssigned }
        #expect(rig.hasLogged("the store is restored"))
        #expect(try await finish(rig) == before)
        #expect(Set(try await ids(rig, TestTopics.answers) + ids(rig, TestTopics.others)) == answers)
        let numbers = try await rig.records(of: Topics.journal(of: .statistics), atLeast: 7).count
        #expect(numbers == 7)
    }

    @Test("A backup is brought to where the service was, and goes on with the numbers behind the journal's")
    func restoresBackup() async throws {
        let rig = try await rig()
        await rig.start()
        try await hear(["a"], in: rig)
        try await ask("first", of: rig)
        _ = try await finish(rig)
        let backup = try await rig.backup()
        try await rig.restart()
        try await hear(["b"], in: rig)
        try await ask("second", of: rig)
        let before = try await finish(rig)
        for _ in 0..<2 {
            try await rig.lose(backup: backup)
            try await rig.restart()
            await eventually { await rig.pipeline.status.current.isAssigned }
            #expect(try await rig.heard() == before)
            _ = try await finish(rig)
        }
        try await rig.restart()
        try await ask("third", of: rig)
        try await hear(["c"], in: rig)
        let after = try await finish(rig)
        #expect(after.map(\.number) == [0, 1, 2, 3, 4, 5])
        try await rig.lose()
        try await rig.restart()
        await eventually { await rig.pipeline.status.current.isAssigned }
        #expect(try await finish(rig) == after)
    }

    @Test("At a restore a timer fires behind the events up to its instant and before later ones")
    func timersAmongEvents() async throws {
        let rig = try await rig()
        await rig.start()
        try await hear(["set"], in: rig)
        try await eventually { try await rig.heard().count == 2 }
        try await hear(["later"], in: rig)
        let before = try await finish(rig)
        #expect(before.map { $0.text.prefix(4) } == ["set ", "bell", "late"])
        try await rig.lose()
        try await rig.restart()
        await eventually { await rig.pipeline.status.current.isAssigned }
        #expect(try await finish(rig) == before)
    }

    @Test("What fails leaves no record, neither of a command nor of a lot")
    func failuresLeaveNothing() async throws {
        let rig = try await rig()
        await rig.start()
        try await rig.publish([record(Note(text: "bug", number: 0), id: "x", to: TestTopics.notes, key: "k")])
        await eventually { await rig.pipeline.status.current.deadLetters == 1 }
        await #expect(throws: HandlerBug.self) { try await ask("bug", of: rig) }
        _ = try await rig.pipeline.entry.store.read { database in
            #expect(try Int.fetchOne(database, sql: "SELECT number FROM journal") == 0)
            let journal = Topics.journal(of: .statistics).name
            let rows = try Int.fetchOne(database, sql: "SELECT COUNT(*) FROM outbox WHERE topic = ?", arguments: [journal])
            #expect(rows == 0)
        }
        try await rig.stop()
    }

    @Test("An ordinary start reads nothing of the journal again, and takes commands only after it looked")
    func ordinaryStart() async throws {
        let rig = try await rig()
        await #expect(throws: NotReady.self) {
            let _: String = try await rig.pipeline.entry.perform(
                Command("count", "early", id: "early", actor: "test", instant: Date()))
        }
        await rig.start()
        try await ask("first", of: rig)
        _ = try await finish(rig)
        try await rig.restart()
        try await ask("second", of: rig)
        #expect(!rig.hasLogged("the store is older than its journal"))
        #expect(try await rig.number("SELECT SUM(next) FROM sent WHERE topic LIKE '%journal%'") >= 2)
        _ = try await finish(rig)
    }

    @Test("A state is never said again under a version that was said before, even where nothing tells of it any more")
    func versionsGoOn() async throws {
        let rig = try await rig()
        try await rig.publish([record(Tally(version: 7, sum: 0), id: "lost", to: TestTopics.tallies, key: "k")])
        await rig.start()
        await eventually { await rig.pipeline.entry.gate.isOpen }
        for key in ["k", "other"] {
            let raise = try Command("raise", key, id: "raise \(key)", actor: "test", instant: Date())
            let _: String = try await rig.pipeline.entry.perform(raise)
        }
        #expect(try await finish(rig).map(\.number) == [8, 2])
    }

    @Test("A record opens under its own number and key only, and holds nothing in clear")
    func sealed() async throws {
        let rig = try await rig()
        await rig.start()
        try await ask("secret", of: rig)
        _ = try await finish(rig)
        for record in try await rig.records(of: Topics.journal(of: .statistics), atLeast: 2) {
            #expect(!String(decoding: record.value ?? Data(), as: UTF8.self).contains("secret"))
            #expect(throws: SealError.self) { try Journal.open(record, .fresh(for: .statistics)) }
        }
    }
}
