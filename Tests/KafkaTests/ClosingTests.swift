import Kafka
import TestSupport
import Testing

@Suite("Kafka closing", .timeLimit(.minutes(1)))
struct ClosingTests {
    private let deadline = Duration.seconds(2)

    @Test("A consumer closes in time, whatever its state", arguments: ["unassigned", "assigned", "reading"])
    func closesConsumer(state: String) async throws {
        let bench = try await Bench()
        try await bench.send(Bench.records(0..<100))
        let consumer = try Consumer(settings: bench.settings)
        if state != "unassigned" { try await consumer.assign([Bench.partition(): .beginning]) }
        if state == "reading" { _ = try await consumer.poll(max: 1, timeout: .seconds(10)) }
        #expect(await consumer.close(deadline: .seconds(10)))
        await #expect(throws: KafkaError.self) { try await consumer.poll(max: 1, timeout: .zero) }
        await #expect(throws: KafkaError.self) { try await consumer.commit([Bench.partition(): 1]) }
    }

    @Test("With the broker down a consumer is closed or abandoned within the deadline")
    func closesConsumerWithoutBroker() async throws {
        let bench = try await Bench()
        try await bench.send(Bench.records(0..<100))
        let consumer = try Consumer(settings: bench.settings)
        try await consumer.assign([Bench.partition(): .beginning])
        _ = try await consumer.poll(max: 1, timeout: .seconds(10))
        try await bench.cluster.takeDown()
        let elapsed = await ContinuousClock().measure { await consumer.close(deadline: deadline) }
        #expect(elapsed < deadline + .seconds(2))
    }

    @Test("With the broker down a producer with a waiting send is closed or abandoned within the deadline")
    func closesProducerWithoutBroker() async throws {
        let bench = try await Bench()
        try await bench.send([Bench.record(0)])
        let producer = try Producer(settings: bench.settings)
        #expect(await producer.send([Bench.record(1)]).compactMap(\.failure).isEmpty)
        try await bench.cluster.takeDown()
        let sending = Task { await producer.send(Bench.records(2..<50)) }
        let elapsed = await ContinuousClock().measure { await producer.close(deadline: deadline) }
        #expect(elapsed < deadline + .seconds(2))
        #expect(await sending.value.allSatisfy { $0.failure != nil })
        #expect(await producer.send([Bench.record(2)]).allSatisfy { $0.failure != nil })
    }

    @Test("A request that blocks does not hold up closing beyond the deadline")
    func closesDuringRequest() async throws {
        let bench = try await Bench()
        try await bench.cluster.takeDown()
        let consumer = try Consumer(settings: bench.settings)
        let request = Task { try await consumer.partitions(of: [Bench.topic], timeout: .seconds(4)) }
        let elapsed = await ContinuousClock().measure { await consumer.close(deadline: .seconds(1)) }
        #expect(elapsed < .seconds(3))
        await #expect(throws: KafkaError.self) { try await request.value }
    }

    @Test("Closing twice is closing once")
    func closesTwice() async throws {
        let bench = try await Bench()
        let producer = try Producer(settings: bench.settings)
        async let first = producer.close(deadline: .seconds(10))
        async let second = producer.close(deadline: .seconds(10))
        #expect(await [first, second] == [true, true])
    }

    @Test("Administration that the cluster does not answer ends with an error in time")
    func administrationWithoutAnswer() async throws {
        let bench = try await Bench()
        try await bench.cluster.takeDown()
        let administration = try TopicAdministration(settings: bench.settings)
        let topic = TopicSpecification(name: "kim.new.v1", partitions: 1, replication: 1)
        let error = await #expect(throws: KafkaError.self) {
            try await administration.createTopics([topic], timeout: .seconds(1))
        }
        #expect(error?.operation == .createTopics)
        await administration.close(deadline: deadline)
    }
}
