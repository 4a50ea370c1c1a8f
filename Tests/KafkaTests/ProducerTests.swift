import Foundation
import Kafka
import TestSupport
import Testing

@Suite("Kafka producer", .timeLimit(.minutes(1)))
struct ProducerTests {
    @Test(
        "Errors that pass are survived: every record arrives once and in order",
        arguments: [
            [MockCluster.Fault.requestTimedOut], [.disconnected, .disconnected], [.notLeader], [.notEnoughReplicas],
            [.requestTimedOut, .disconnected, .notLeader, .storageError],
        ])
    func retries(faults: [MockCluster.Fault]) async throws {
        let bench = try await Bench()
        let results = try await bench.withProducer { producer in
            let warm = await producer.send([Bench.record(0)])
            await bench.cluster.fail(.produce, with: faults)
            return await warm + producer.send(Bench.records(1..<100, keys: 4))
        }
        // The mock checks no sequence numbers, so a request acknowledged on behalf of a failed one would be seen here.
        #expect(try results.map { try $0.get().offset } == Array(0..<100))
        #expect(try await bench.readAll(count: 100).compactMap(\.number) == Array(0..<100))
    }

    @Test("Sending waits for a broker that is away and goes on when it is back")
    func waitsForBroker() async throws {
        let bench = try await Bench()
        try await bench.cluster.takeDown()
        let results = try await bench.withProducer { producer in
            let sending = Task { await producer.send(Bench.records(0..<10)) }
            try await bench.cluster.bringUp()
            return await sending.value
        }
        #expect(results.compactMap(\.failure).isEmpty)
        #expect(try await bench.readAll(count: 10).compactMap(\.number) == Array(0..<10))
    }

    @Test("A full queue only makes a window slower")
    func survivesFullQueue() async throws {
        let bench = try await Bench(properties: ["queue.buffering.max.messages": "10"])
        let places = try await bench.send(Bench.records(0..<500))
        #expect(places.map(\.offset) == Array(0..<500))
        #expect(try await bench.readAll(count: 500).compactMap(\.number) == Array(0..<500))
    }

    @Test("A fatal idempotence error says so, and a new producer goes on")
    func fatalError() async throws {
        let bench = try await Bench()
        try await bench.withProducer { producer in
            #expect(await producer.send([Bench.record(0)]).compactMap(\.failure).isEmpty)
            await bench.cluster.fail(.produce, with: [.outOfOrderSequence])
            let failed = await producer.send([Bench.record(1)]).compactMap(\.failure)
            #expect(failed.map(\.isFatal) == [true])
            #expect(failed.map(\.name) == ["OUT_OF_ORDER_SEQUENCE_NUMBER"])
            let after = await producer.send([Bench.record(1)]).compactMap(\.failure)
            #expect(after.map(\.isFatal) == [true])
            #expect(after.map(\.isRetriable) == [true])
        }
        try await bench.send([Bench.record(1)])
        #expect(try await bench.readAll(count: 2).compactMap(\.number) == [0, 1])
    }

    @Test("A record that is too large fails alone and for good")
    func tooLarge() async throws {
        let bench = try await Bench(properties: ["message.max.bytes": "100000"])
        let huge = ProducedRecord(topic: Bench.topic, key: Data("k".utf8), value: Data(count: 200_000))
        let results = try await bench.withProducer { await $0.send([Bench.record(0), huge, Bench.record(1)]) }
        let error = try #require(results[1].failure)
        #expect(error.name == "MSG_SIZE_TOO_LARGE")
        #expect(error.isRetriable == false)
        #expect(error.isFatal == false)
        #expect(results.compactMap(\.failure).count == 1)
        #expect(try await bench.readAll(count: 2).compactMap(\.number) == [0, 1])
    }

    @Test("The largest record of a dead-letter topic fits")
    func largestRecord() async throws {
        let bench = try await Bench()
        let value = Data(count: 2 * 1024 * 1024)
        try await bench.send([.init(topic: Bench.topic, key: Data("k".utf8), value: value)])
        #expect(try await bench.readAll(count: 1).map(\.value) == [value])
    }

    @Test("A missing authorisation stays, and nothing overtakes the record that was refused")
    func unauthorised() async throws {
        let bench = try await Bench()
        let results = try await bench.withProducer { producer in
            _ = await producer.send([Bench.record(0)])
            // A second request may be on its way; a real broker refuses it for the gap before it, this one does not.
            await bench.cluster.fail(.produce, with: [.topicAuthorizationFailed, .topicAuthorizationFailed])
            return await producer.send(Bench.records(1..<500))
        }
        let error = try #require(results.first?.failure)
        #expect(error.name == "TOPIC_AUTHORIZATION_FAILED")
        #expect(error.isRetriable == false)
        #expect(error.isFatal)
        #expect(error.detail == Bench.topic)
        #expect(results.compactMap(\.failure).count == 499)
    }

    @Test("Abort returns a send that waits for a broker", arguments: ["before", "in flight"])
    func abortReturns(state: String) async throws {
        let bench = try await Bench()
        try await bench.withProducer { producer in
            if state == "in flight" {
                _ = await producer.send([Bench.record(0)])
                try await bench.cluster.setRoundTrip(.seconds(600))
            } else {
                try await bench.cluster.takeDown()
            }
            let sending = Task { await producer.send(Bench.records(1..<50)) }
            await producer.abort()
            let results = await sending.value
            #expect(results.count == 49)
            #expect(results.allSatisfy { $0.failure?.isRetriable == true })
        }
    }

    @Test("Two sends at once both get their own reports")
    func concurrentSends() async throws {
        let bench = try await Bench()
        let places = try await bench.withProducer { producer in
            async let first = producer.send(Bench.records(0..<100))
            async let second = producer.send(Bench.records(100..<150))
            return try await (first.map { try $0.get() }, second.map { try $0.get() })
        }
        let read = try await bench.readAll(count: 150)
        let offsets = Dictionary(uniqueKeysWithValues: read.map { ($0.number, $0.offset) })
        #expect(places.0.map(\.offset) == (0..<100).map { offsets[$0] })
        #expect(places.1.map(\.offset) == (100..<150).map { offsets[$0] })
    }
}
