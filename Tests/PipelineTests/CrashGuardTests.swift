import Foundation
import GRDB
import Kafka
import Models
import TestSupport
import Testing

@testable import Pipeline

@Suite("A message that ends the process", .timeLimit(.minutes(1)))
struct CrashGuardTests {
    private func rigWithThreeNotes() async throws -> PipelineRig {
        let rig = try await PipelineRig(handlers: [listening])
        try await rig.publish(
            (0..<3).map { try record(Note(text: "", number: $0), id: "n\($0)", to: TestTopics.notes, key: "k\($0)") })
        return rig
    }

    @Test("is set aside at its third crash, and what comes after it is handled")
    func setsAside() async throws {
        let rig = try await rigWithThreeNotes()
        try await rig.restart { database in
            try database.execute(sql: "INSERT INTO attempt VALUES ('t.test.notes.v1', 0, 0, 3)")
        }
        try await eventually { try await rig.heard().count == 2 }
        let letters = try await rig.records(of: Topics.deadLetters(of: .statistics), atLeast: 1)
        try await rig.stop()
        #expect(try await rig.heard().map(\.number) == [1, 2])
        #expect(letters.count == 1)
        let cause = letters.first?.headers.first { $0.name == "__connect.errors.exception.class.name" }?.value
        #expect(cause == Data("crashed".utf8))
        #expect(try await rig.number("SELECT COUNT(*) FROM attempt") == 0)
    }

    @Test("gets a second chance: two crashes may have been somebody else's fault")
    func triesAgain() async throws {
        let rig = try await rigWithThreeNotes()
        try await rig.restart { database in
            try database.execute(sql: "INSERT INTO attempt VALUES ('t.test.notes.v1', 0, 0, 2)")
        }
        try await eventually { try await rig.heard().count == 3 }
        try await rig.stop()
        #expect(try await rig.number("SELECT COUNT(*) FROM deadLetter") == 0)
    }

    @Test("is noted before it is handled, and handled alone, until a whole batch behind the crash is done")
    func handlesAlone() async throws {
        var known = CrashGuard(stoppedUncleanly: true, positions: [:], partitions: [place])
        let inside = (0..<500).map { consumed(at: $0) }
        let taken = known.takeSuspects(of: inside)
        #expect(taken.alone.count == 500 && taken.together.isEmpty)
        let behind = known.takeSuspects(of: [consumed(at: 500), consumed(at: 501)])
        #expect(behind.alone.isEmpty && behind.together.count == 2)
    }

    @Test("is not looked for after an orderly stop")
    func trustsOrder() async throws {
        let rig = try await rigWithThreeNotes()
        try await rig.restart()
        let stoppedUncleanly = await rig.pipeline.entry.store.stoppedUncleanly
        #expect(!stoppedUncleanly)
        try await eventually { try await rig.heard().count == 3 }
        try await rig.stop()
        var guarding = CrashGuard(stoppedUncleanly: false, positions: [:], partitions: [place])
        #expect(guarding.takeSuspects(of: [consumed(at: 0)]).together.count == 1)
    }

    private let place = TopicPartition(topic: "t.test.notes.v1", partition: 0)

    private func consumed(at offset: Int64) -> ConsumedRecord {
        ConsumedRecord(
            topicPartition: place, offset: offset, timestamp: Date(timeIntervalSince1970: 0), key: nil, value: nil,
            headers: [])
    }
}
