import Foundation
import Kafka
import Models
import Synchronization
import TestSupport
import Testing

@testable import Pipeline

/// Every error that a broker may answer a produce request with, by the protocol's codes.
@Suite("The relay and the errors of brokers", .timeLimit(.minutes(3)))
struct RelayErrorTests {
    typealias Fault = MockCluster.Fault

    /// Waiting heals them, or a new producer does.
    static let passing = [-195, 3, 5, 6, 7, 8, 9, 13, 19, 20, 45, 47, 56, 59, 74, 75, 77, 89].map(Fault.init)
    /// Somebody has to do something about the topic, the right to write to it, or the event.
    static let lasting = [-1, 1, 10, 17, 18, 21, 29, 31, 32, 33, 35, 42, 43, 44, 53, 76, 87, 90].map(Fault.init)

    /// A service that says numbers, with a clock that only the test moves.
    private final class Speaker: Sendable {
        private final class Clock: Sendable {
            let now = Mutex(Date())
        }
        private let clock: Clock
        let rig: PipelineRig

        init() async throws {
            let clock = Clock()
            self.clock = clock
            // One request for all that is said at once: behind a refused one, a real broker would see the gap and
            // refuse the next, this one does not.
            rig = try await PipelineRig(
                handlers: [listening], properties: ["linger.ms": "20"], clock: { clock.now.withLock { $0 } })
        }

        func advance(by seconds: TimeInterval) { clock.now.withLock { $0 += seconds } }

        func emit(_ range: Range<Int>, to topic: String = "answers") async throws {
            // Not by a command: its record would be published too, and might get the answer that is meant for these.
            let ids = try await rig.pipeline.entry.write { scope in
                let cause = Cause(source: "test", id: "\(range) \(topic)", traceParent: nil)
                return try Saying(numbers: Array(range), topic: topic).emit(
                    scope.transaction(because: cause, at: scope.performedAt))
            }
            #expect(ids.count == range.count)
        }

        /// Waits until the broker has all events of a topic.
        func published(_ topic: Topic = TestTopics.answers, after fault: Fault) async throws {
            let waiting = "SELECT COUNT(*) FROM outbox WHERE sentAt IS NULL AND topic = '\(topic.name)'"
            try await eventually("\(fault.testDescription)") { try await rig.number(waiting) == 0 }
        }

        /// Every event stands in the topic once and in order, and each row is marked with the offset of its event.
        func expectAll(_ range: Range<Int>, topic: Topic = TestTopics.answers) async throws {
            let records = try await rig.records(of: topic, atLeast: range.count)
            let numbers = try records.map { try JSONDecoder().decode(Note.self, from: $0.value ?? Data()).number }
            #expect(numbers == Array(range))
            let count = "SELECT COUNT(*) FROM outbox"
            let earlier = "\(count) AS other WHERE other.topic = outbox.topic AND other.seq < outbox.seq"
            let marked = "\(count) WHERE topic = '\(topic.name)' AND sentOffset = (\(earlier))"
            #expect(try await rig.number(marked) == range.count)
        }
    }

    @Test("After errors that pass, three of each on end, all is published once and in order")
    func passes() async throws {
        let speaker = try await Speaker()
        await speaker.rig.start()
        for (index, fault) in Self.passing.enumerated() {
            await speaker.rig.cluster.fail(.produce, with: [fault, fault, fault])
            try await speaker.emit(index * 20..<index * 20 + 20)
            try await speaker.published(after: fault)
            #expect(await speaker.rig.view.stoppedTopics.isEmpty, "\(fault.testDescription)")
        }
        try await speaker.expectAll(0..<Self.passing.count * 20)
        try await speaker.rig.stop()
    }

    @Test("An error that stays stops its topic, which says so; others go on, and it goes on later, in order")
    func stops() async throws {
        let speaker = try await Speaker()
        await speaker.rig.start()
        for (index, fault) in Self.lasting.enumerated() {
            let name: Comment = "\(fault.testDescription)"
            await speaker.rig.cluster.fail(.produce, with: [fault])
            try await speaker.emit(index * 20..<index * 20 + 10)
            await eventually(name) { await speaker.rig.view.stoppedTopics[TestTopics.answers.name] != nil }
            try await speaker.emit(index * 20 + 10..<index * 20 + 20)
            try await speaker.emit(index..<index + 1, to: "others")
            try await speaker.published(TestTopics.others, after: fault)
            #expect(try await speaker.rig.number("SELECT COUNT(*) FROM outbox WHERE sentAt IS NULL") == 20, name)
            speaker.advance(by: Relay.stoppedTopicRetry)
            try await speaker.published(after: fault)
            #expect(await speaker.rig.view.stoppedTopics.isEmpty, name)
        }
        #expect(speaker.rig.hasLogged("topic refused an event"))
        try await speaker.expectAll(0..<Self.lasting.count * 20)
        try await speaker.expectAll(0..<Self.lasting.count, topic: TestTopics.others)
        try await speaker.rig.stop()
    }
}
