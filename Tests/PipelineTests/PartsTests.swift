import Foundation
import Kafka
import Models
import Testing

@testable import Pipeline

@Suite("Parts of the pipeline")
struct PartsTests {
    @Test("Headers come back from the store as they went in, absent and empty values told apart")
    func headersRoundTrip() {
        let headers: [(name: String, value: Data?)] = [
            ("ce_id", Data("ä".utf8)), ("", Data()), ("empty", Data()), ("none", nil), ("bytes", Data([0, 255, 10])),
        ]
        let decoded = Headers.decode(Headers.encode(headers))
        #expect(decoded.map(\.name) == headers.map(\.name))
        #expect(decoded.map(\.value) == headers.map(\.value))
        #expect(Headers.decode(Data()).isEmpty)
    }

    @Test(
        "A partition is late when its next record is older than the first that is young enough",
        arguments: [
            (5, 5, false), (4, 5, true), (6, 5, false), (9, nil, false), (8, nil, true), (0, 3, false), (0, 4, true),
        ] as [(Int64, Int64?, Bool)])
    func retention(next: Int64, young: Int64?, isLate: Bool) {
        #expect(RetentionWatch.isLate(next: next, young: young, ends: Watermarks(low: 3, high: 9)) == isLate)
    }

    @Test("A topic that is late is told once, looked at more often, and told again when it was on time between")
    func retentionIsToldOnce() {
        var watch = RetentionWatch()
        let start = Date()
        #expect(watch.isDue(at: start) && !watch.isDue(at: start + 59))
        #expect([true, true, false, true].map { watch.note("t", isLate: $0) } == [true, false, false, true])
        #expect(!watch.isDue(at: start + 4) && watch.isDue(at: start + 5))
        #expect(["604800000", "-1", "x"].map { RetentionWatch.period(["retention.ms": $0]) } == [604_800, nil, nil])
    }

    @Test("Of a partition no more is read ahead than enough, so that one with much does not fill the memory")
    func readsAheadWithinBounds() {
        let places = (0..<2).map { TopicPartition(topic: "t", partition: $0) }
        let start = Date(timeIntervalSince1970: 1_700_000_000)
        func records(_ place: TopicPartition, _ offsets: Range<Int64>) -> [ConsumedRecord] {
            offsets.map { offset in
                ConsumedRecord(
                    topicPartition: place, offset: offset, timestamp: start + Double(offset), key: nil, value: nil,
                    headers: [])
            }
        }
        var order = EventOrder()
        #expect(order.isEmpty)
        order.add(records(places[0], 0..<Int64(EventOrder.readAhead)) + records(places[1], 0..<3))
        #expect(order.full == [places[0]] && !order.isEmpty)
        let taken = order.take(through: [[places[0]: 2, places[1]: 3]], from: [:], until: start + 1, limit: 10)
        #expect(taken.map(\.offset) == [0, 0, 1, 1])
        #expect(order.full.isEmpty)
    }

    @Test("What several topics brought is taken as it was handled, as far as the journal tells it, else by its time")
    func takesInTheOrderOfThen() {
        let (early, late) = (TopicPartition(topic: "early", partition: 0), TopicPartition(topic: "late", partition: 0))
        let start = Date(timeIntervalSince1970: 1_700_000_000)
        func record(_ place: TopicPartition, _ offset: Int64, at seconds: Double) -> ConsumedRecord {
            ConsumedRecord(
                topicPartition: place, offset: offset, timestamp: start + seconds, key: nil, value: nil, headers: [])
        }
        var order = EventOrder()
        order.add((0..<3).map { record(late, $0, at: 10 + Double($0)) })
        let goals: [[TopicPartition: Int64]] = [[late: 1], [late: 1, early: 2], [late: 3, early: 2]]
        func take(from next: [TopicPartition: Int64] = [:]) -> [String] {
            order.take(through: goals[...], from: next, until: .distantFuture, limit: 10)
                .map { "\($0.topicPartition.topic) \($0.offset)" }
        }
        // What comes behind the first is not known yet.
        #expect(take() == ["late 0"])
        order.add([record(early, 0, at: 0), record(early, 1, at: 11.5)])
        #expect(take(from: [late: 1]) == ["early 0", "early 1", "late 1", "late 2"])
    }

    @Test("An event stays in the trace of what led to it, and starts one where there was none")
    func traceContext() {
        let parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
        let child = TraceContext.child(of: parent, id: "x")
        #expect(TraceContext.traceID(of: child) == "4bf92f3577b34da6a3ce929d0e0e4736")
        #expect(child != parent && child.hasSuffix("-01"))
        #expect(child == TraceContext.child(of: parent, id: "x"))
        for malformed in [nil, "", "00-xyz", "00-00000000000000000000000000000000-00f067aa0ba902b7-01"] {
            #expect(TraceContext.traceID(of: TraceContext.child(of: malformed, id: "x")) != nil)
        }
    }

    @Test("A raised signal wakes the wait, even one that begins later")
    func signal() async {
        let signal = Signal()
        signal.raise()
        let started = ContinuousClock.now
        await signal.wait(atMost: .seconds(60))
        async let waiting: Void = signal.wait(atMost: .seconds(60))
        signal.raise()
        await waiting
        #expect(ContinuousClock.now - started < .seconds(50))
        await signal.wait(atMost: .milliseconds(1))
    }

    @Test(
        "Keys are what contracts permit",
        arguments: [
            ("a", true), ("A.b_c:d;e=f-9", true), ("", false), ("ä", false), ("a b", false), ("a/b", false),
            (String(repeating: "x", count: 128), true), (String(repeating: "x", count: 129), false),
        ])
    func keys(text: String, isValid: Bool) {
        #expect(RecordKey.isValid(text.utf8) == isValid)
    }
}
