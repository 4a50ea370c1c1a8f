import Foundation
import GRDB
import Kafka
import Models
import TestSupport
import Testing

@testable import Pipeline

@Suite("Position identity", .timeLimit(.minutes(2)))
struct PositionTests {
    static let topic = "t.test.notes.v1"

    private func note(_ number: Int) throws -> ProducedRecord {
        try record(Note(text: "\(number)", number: number), id: "\(number)", to: TestTopics.notes, key: "k")
    }

    /// A store that has handled so many notes on a cluster that is gone then.
    private func storeWith(notes: Range<Int>) async throws -> TemporaryDirectory {
        let rig = try await PipelineRig(handlers: [listening])
        await rig.start()
        try await rig.publish(notes.map(note))
        try await eventually { try await rig.heard().count == notes.count }
        try await rig.stop()
        try await rig.pipeline.entry.write { try $0.database.execute(sql: "DELETE FROM cluster") }
        try await rig.close()
        return rig.directory
    }

    private func halted(_ rig: PipelineRig) async -> PositionTrouble? {
        await eventually { await rig.pipeline.path.currentTrouble != nil }
        return await rig.pipeline.path.currentTrouble
    }

    @Test("A topic made anew with as many records stops the service, which says so and the way out")
    func otherRecord() async throws {
        let directory = try await storeWith(notes: 0..<3)
        let rig = try await PipelineRig(handlers: [listening], on: directory)
        try await rig.publish((10..<15).map(note))
        await rig.start()
        let trouble = try #require(await halted(rig))
        #expect(trouble.finding == .otherRecord(offset: 2))
        #expect(trouble.description.contains(Self.topic) && trouble.description.contains("kim positions accept"))
        let view = await rig.pipeline.status
        await eventually { view.current.waitsFor == trouble.description }
        #expect(!view.current.isAssigned)
        #expect(try await rig.heard().count == 3)

        await #expect(throws: NothingToAccept.self) { try await rig.pipeline.path.accept(Self.topic, loss: true) }
        await #expect(throws: NothingToAccept.self) { try await rig.pipeline.path.accept("t.other", loss: false) }
        try await rig.pipeline.path.accept(Self.topic, loss: false)
        try await eventually { try await rig.heard().map(\.number) == [0, 1, 2, 10, 11, 12, 13, 14] }
        try await rig.stop()
    }

    @Test("A topic that ends before the position stops the service; what comes again then is dropped by the inbox")
    func beyondEnd() async throws {
        let directory = try await storeWith(notes: 0..<5)
        let rig = try await PipelineRig(handlers: [listening], on: directory)
        try await rig.publish((3..<6).map(note))
        await rig.start()
        #expect(await halted(rig)?.finding == .beyondEnd(next: 5, end: 3))
        try await rig.pipeline.path.accept(Self.topic, loss: false)
        try await eventually { try await rig.heard().map(\.number) == [0, 1, 2, 3, 4, 5] }
        try await rig.stop()
    }

    @Test("Another number of partitions stops the service until operations accept it")
    func otherPartitionCount() async throws {
        let directory = try await storeWith(notes: 0..<1)
        let rig = try await PipelineRig(handlers: [listening], partitions: 3, on: directory)
        try await rig.publish([note(0)])
        await rig.start()
        #expect(await halted(rig)?.finding == .otherPartitionCount(stored: 1, found: 3))
        try await rig.pipeline.path.accept(Self.topic, loss: false)
        await eventually { await rig.pipeline.path.currentTrouble == nil }
        try await rig.stop()
        #expect(try await rig.number("SELECT partitions FROM input") == 3)
    }

    @Test("Another cluster stops the service until operations accept it")
    func otherCluster() async throws {
        let rig = try await PipelineRig(handlers: [listening])
        try await rig.pipeline.entry.write { try BrokerIdentity.remember(cluster: "elsewhere", in: $0.database) }
        await rig.start()
        guard case .otherCluster("elsewhere", _) = await halted(rig)?.finding else {
            Issue.record("not noticed")
            return try await rig.stop()
        }
        try await rig.pipeline.path.accept("cluster", loss: false)
        await eventually { await rig.pipeline.status.current.isAssigned }
        try await rig.stop()
    }

    @Test("A stopped service still stops in time")
    func stopsWhileHalted() async throws {
        let directory = try await storeWith(notes: 0..<2)
        let rig = try await PipelineRig(handlers: [listening], on: directory)
        await rig.start()
        #expect(await halted(rig) != nil)
        let started = ContinuousClock.now
        try await rig.stop()
        #expect(ContinuousClock.now - started < .seconds(5))
    }

    @Test(
        "Where reading begins, for every relation of position and partition",
        arguments: [
            (nil, 0, 0, false, "beginning"), (nil, 4, 9, false, "beginning"), (5, 0, 9, false, "4"),
            (5, 4, 5, false, "4"), (5, 5, 9, false, "5"), (5, 5, 5, true, "5"), (5, 7, 9, true, "7"),
            (5, 7, 9, false, "lost 5 to 6"), (5, 0, 4, false, "beyond 4"), (5, 0, 4, true, "beyond 4"),
        ] as [(Int64?, Int64, Int64, Bool, String)])
    func starts(next: Int64?, low: Int64, high: Int64, isCompacted: Bool, expected: String) {
        let partition = TopicPartition(topic: "t", partition: 0)
        let positions = next.map { [partition: position(at: $0 - 1)] } ?? [:]
        var check = PositionCheck()
        let result: String
        do {
            let starts = try check.starts(
                of: [partition], positions: positions, watermarks: [partition: Watermarks(low: low, high: high)],
                isCompacted: { _ in isCompacted })
            switch starts[partition] {
            case .beginning: result = "beginning"
            case .offset(let offset): result = String(offset)
            case nil: result = "nothing"
            }
        } catch {
            switch error.finding {
            case .lost(let first, let last): result = "lost \(first) to \(last)"
            case .beyondEnd(_, let end): result = "beyond \(end)"
            default: result = "\(error)"
            }
        }
        #expect(result == expected)
    }

    @Test("The checked record is passed over once, and a record behind a gap is handled")
    func passesOver() throws {
        let partition = TopicPartition(topic: "t", partition: 0)
        var check = PositionCheck()
        let positions = [partition: position(at: 4)]
        let watermarks = [partition: Watermarks(low: 0, high: 9)]
        _ = try check.starts(of: [partition], positions: positions, watermarks: watermarks) { _ in true }
        #expect(try check.unhandled([consumed(4), consumed(5)]).map(\.offset) == [5])
        #expect(try check.unhandled([consumed(6)]).map(\.offset) == [6])
        _ = try check.starts(of: [partition], positions: positions, watermarks: watermarks) { _ in true }
        #expect(try check.unhandled([consumed(7)]).map(\.offset) == [7])
    }

    @Test("A record is told by key, value, headers and time")
    func hash() {
        let one = consumed(1)
        let others = [
            consumed(1, key: "x"), consumed(1, value: "x"), consumed(1, header: "x"), consumed(1, second: 1),
            consumed(1, key: "kv", value: ""),
        ]
        #expect(Set((others + [one]).map(RecordHash.of)).count == others.count + 1)
        #expect(RecordHash.of(one) == RecordHash.of(consumed(2)))
    }

    private func position(at offset: Int64) -> Position { Position(behind: consumed(offset)) }

    private func consumed(
        _ offset: Int64, key: String = "k", value: String = "v", header: String = "h", second: Double = 0
    ) -> ConsumedRecord {
        ConsumedRecord(
            topicPartition: TopicPartition(topic: "t", partition: 0), offset: offset,
            timestamp: Date(timeIntervalSince1970: second), key: Data(key.utf8), value: Data(value.utf8),
            headers: [KafkaHeader(name: "ce_id", value: Data(header.utf8))])
    }
}
