import Foundation
import Kafka
import TestSupport
import Testing

/// A mock cluster with one topic, and the short ways to write to and read from it.
struct Bench {
    static let topic = "kim.test.v1"

    let cluster: MockCluster
    let settings: KafkaSettings

    init(partitions: Int = 1, brokers: Int = 1, properties: [String: String] = [:]) async throws {
        cluster = try MockCluster(brokers: brokers)
        try await cluster.createTopic(Self.topic, partitions: partitions, replication: brokers)
        settings = try KafkaSettings(
            bootstrapServers: cluster.bootstrapServers, clientID: "kim-test", properties: properties
        )
    }

    func withProducer<Value>(_ body: (Producer) async throws -> Value) async throws -> Value {
        let producer = try Producer(settings: settings)
        do {
            let value = try await body(producer)
            await producer.close(deadline: .seconds(5))
            return value
        } catch {
            await producer.close(deadline: .seconds(5))
            throw error
        }
    }

    func withConsumer<Value>(
        _ positions: [TopicPartition: StartOffset], _ body: (Consumer) async throws -> Value
    ) async throws -> Value {
        let consumer = try Consumer(settings: settings)
        do {
            try await consumer.assign(positions)
            let value = try await body(consumer)
            await consumer.close(deadline: .seconds(5))
            return value
        } catch {
            await consumer.close(deadline: .seconds(5))
            throw error
        }
    }

    /// Sends the records and returns where they went.
    @discardableResult
    func send(_ records: [ProducedRecord]) async throws -> [Delivery] {
        try await withProducer { producer in
            try await producer.send(records).map { try $0.get() }
        }
    }

    /// Reads every partition from its beginning.
    func readAll(partitions: Int32 = 1, count: Int) async throws -> [ConsumedRecord] {
        let positions = (0..<partitions).map { (Self.partition($0), StartOffset.beginning) }
        return try await withConsumer(Dictionary(uniqueKeysWithValues: positions)) { consumer in
            try await consumer.read(count)
        }
    }

    static func partition(_ number: Int32 = 0) -> TopicPartition {
        TopicPartition(topic: topic, partition: number)
    }

    static func record(_ value: Int, key: String = "k") -> ProducedRecord {
        ProducedRecord(topic: topic, key: Data(key.utf8), value: Data(String(value).utf8))
    }

    static func records(_ values: Range<Int>, keys: Int = 1) -> [ProducedRecord] {
        values.map { record($0, key: "k\($0 % keys)") }
    }
}

extension Consumer {
    /// Polls until `count` records are there; then once more, so that one too many is seen.
    nonisolated func read(_ count: Int) async throws -> [ConsumedRecord] {
        var records: [ConsumedRecord] = []
        try await eventually(within: .seconds(30), "\(count) records did not arrive") {
            records += try await poll(max: 1000, timeout: .milliseconds(200))
            return records.count >= count
        }
        return try await records + poll(max: 1000, timeout: .milliseconds(200))
    }
}

extension ConsumedRecord {
    /// The number that the tests write as value.
    var number: Int? { value.flatMap { Int(String(decoding: $0, as: UTF8.self)) } }
}

extension Result where Success == Delivery, Failure == KafkaError {
    var failure: KafkaError? {
        if case .failure(let error) = self { error } else { nil }
    }
}
