import Foundation
import GRDB
import Kafka
import Models
import TestSupport
import Testing

@testable import Pipeline

@Suite("The relay", .timeLimit(.minutes(1)))
struct RelayTests {
    private func emit(_ range: Range<Int>, in rig: PipelineRig, to topic: Topic = TestTopics.answers) async throws {
        try await rig.pipeline.entry.write { scope in
            let cause = Cause(source: "test", id: "\(range) \(topic.name)", traceParent: nil)
            let transaction = scope.transaction(because: cause, at: scope.performedAt)
            for number in range { try transaction.emit(Note(text: "", number: number), to: topic, key: "k") }
        }
    }

    private func numbers(_ records: [ConsumedRecord]) throws -> [Int] {
        try records.map { try JSONDecoder().decode(Note.self, from: $0.value ?? Data()).number }
    }

    @Test("Order is kept and nothing doubled while the broker answers with errors that pass")
    func keepsOrder() async throws {
        let rig = try await PipelineRig(handlers: [listening])
        await rig.cluster.fail(.produce, with: [.notLeader, .requestTimedOut, .disconnected, .notEnoughReplicas])
        await rig.start()
        for start in stride(from: 0, to: 300, by: 50) { try await emit(start..<start + 50, in: rig) }
        let records = try await rig.records(of: TestTopics.answers, atLeast: 300)
        try await rig.stop()
        #expect(try numbers(records) == Array(0..<300))
    }

    @Test("A producer that failed for good is replaced and every event is published")
    func replacesProducer() async throws {
        let rig = try await PipelineRig(handlers: [listening])
        await rig.start()
        try await emit(0..<10, in: rig)
        _ = try await rig.records(of: TestTopics.answers, atLeast: 10)
        await rig.cluster.fail(.produce, with: [.outOfOrderSequence])
        try await emit(10..<20, in: rig)
        let records = try await rig.records(of: TestTopics.answers, atLeast: 20)
        try await rig.stop()
        // The mock cluster does not hold what follows a refused request against it, so the order says nothing here.
        #expect(Set(try numbers(records)) == Set(0..<20))
    }

    @Test("A topic that refuses an event stops alone; others go on, and its events wait")
    func stopsOneTopic() async throws {
        let rig = try await PipelineRig(handlers: [listening])
        await rig.cluster.fail(.produce, with: [.topicAuthorizationFailed])
        await rig.start()
        try await emit(0..<1, in: rig)
        await eventually { rig.hasLogged("topic refused an event") }
        try await emit(1..<2, in: rig, to: TestTopics.others)
        let records = try await rig.records(of: TestTopics.others, atLeast: 1)
        try await eventually { try await rig.number("SELECT COUNT(*) FROM outbox WHERE sentAt IS NOT NULL") == 1 }
        try await rig.stop()
        #expect(try numbers(records) == [1])
        #expect(try await rig.number("SELECT COUNT(*) FROM outbox WHERE sentAt IS NULL") == 1)
    }

    @Test("Rows are marked sent, with their offsets, soon after the broker's report although nothing else happens")
    func marksSent() async throws {
        let rig = try await PipelineRig(handlers: [listening])
        await rig.start()
        try await emit(0..<3, in: rig)
        try await eventually { try await rig.number("SELECT COUNT(*) FROM outbox WHERE sentAt IS NULL") == 0 }
        try await rig.stop()
        #expect(try await rig.number("SELECT SUM(sentOffset) FROM outbox") == 3)
    }

    @Test("While the broker is away nothing is marked, the service still stops in time, and the next start publishes")
    func survivesOutage() async throws {
        let rig = try await PipelineRig(handlers: [listening])
        await rig.start()
        try await emit(0..<1, in: rig)
        try await eventually { try await rig.number("SELECT COUNT(*) FROM outbox WHERE sentAt IS NULL") == 0 }
        try await rig.cluster.takeDown()
        try await emit(1..<4, in: rig)
        let started = ContinuousClock.now
        try await rig.stop()
        #expect(ContinuousClock.now - started < .seconds(5))
        #expect(try await rig.number("SELECT COUNT(*) FROM outbox WHERE sentAt IS NULL") == 3)
        try await rig.cluster.bringUp()
        try await rig.restart()
        let records = try await rig.records(of: TestTopics.answers, atLeast: 4)
        try await rig.stop()
        #expect(Set(try numbers(records)) == Set(0..<4))
    }
}
