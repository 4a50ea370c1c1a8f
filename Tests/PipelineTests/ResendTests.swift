import Foundation
import GRDB
import Kafka
import Models
import TestSupport
import Testing

@testable import Pipeline

@Suite("Publishing again", .timeLimit(.minutes(1)))
struct ResendTests {
    /// Raises one aggregate with every note, and says each note once more to others.
    private static let counting = Handler.directed(TestTopics.notes, Note.self) { event, transaction in
        let sum = event.body.number
        try transaction.emit(Tally(version: sum, sum: sum), to: TestTopics.tallies, key: event.key ?? "none")
        try transaction.emit(event.body, to: TestTopics.answers, key: event.key ?? "none")
    }

    private func rig() async throws -> PipelineRig {
        let rig = try await PipelineRig(handlers: [ResendTests.counting])
        await rig.start()
        try await rig.publish(
            (1...3).map {
                try record(Note(text: "", number: $0), id: "n\($0)", to: TestTopics.notes, key: $0 == 3 ? "b" : "a")
            })
        try await eventually { try await rig.number("SELECT COUNT(*) FROM outbox WHERE sentAt IS NOT NULL") == 6 }
        return rig
    }

    private func ask(_ resend: Resend, _ rig: PipelineRig) async throws -> Int {
        try await rig.pipeline.entry.perform(
            Command(Resend.command, resend, id: "again", actor: "operator", instant: Date()))
    }

    private func ids(_ records: [ConsumedRecord]) -> [String] {
        records.map { record in
            record.headers.first { $0.name == "ce_id" }?.value.map { String(decoding: $0, as: UTF8.self) } ?? ""
        }
    }

    @Test("Everything since an instant is published again, in order and with the same ids")
    func sinceAnInstant() async throws {
        let rig = try await rig()
        #expect(try await ask(.since(Date(timeIntervalSinceNow: -3600)), rig) == 6)
        let answers = ids(try await rig.records(of: TestTopics.answers, atLeast: 6))
        try await rig.stop()
        #expect(answers.count == 6)
        #expect(Array(answers[..<3]) == Array(answers[3...]))
        #expect(try await rig.number("SELECT COUNT(*) FROM audit WHERE action = 'outbox-resend'") == 1)
    }

    @Test("What was published before the instant is not published again")
    func notBefore() async throws {
        let rig = try await rig()
        #expect(try await ask(.since(Date(timeIntervalSinceNow: 3600)), rig) == 0)
        try await rig.stop()
        #expect(try await rig.records(of: TestTopics.answers, atLeast: 3).count == 3)
    }

    @Test("The current states are published again with their versions and ids, however long ago they were published")
    func states() async throws {
        let rig = try await rig()
        try await rig.pipeline.entry.write { scope in
            try scope.database.execute(sql: "UPDATE outbox SET sentAt = 1")
            while try Retention.purge(at: scope.performedAt, limit: 100, in: scope.database) {}
        }
        #expect(try await rig.number("SELECT COUNT(*) FROM outbox") == 2)
        #expect(try await ask(.states, rig) == 2)
        let states = try await rig.records(of: TestTopics.tallies, atLeast: 5)
        try await rig.stop()
        let sums = try states.map { try JSONDecoder().decode(Tally.self, from: $0.value ?? Data()).sum }
        #expect(sums == [1, 2, 3, 2, 3])
        #expect(ids(states)[3...] == ids(states)[1...2])
    }
}
