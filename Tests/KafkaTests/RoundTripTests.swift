import Foundation
import Kafka
import TestSupport
import Testing

@Suite("Kafka round trip", .timeLimit(.minutes(1)))
struct RoundTripTests {
    @Test("Key, value, headers and their order come back as they were written")
    func keepsRecord() async throws {
        let bench = try await Bench()
        let headers = [
            KafkaHeader(name: "ce_id", value: Data("42".utf8)),
            KafkaHeader(name: "empty", value: Data()),
            KafkaHeader(name: "absent", value: nil),
            KafkaHeader(name: "ce_id", value: Data([0, 255, 0])),
        ]
        let key = Data("case-1".utf8)
        let value = Data((0..<3000).map { UInt8(truncatingIfNeeded: $0) })
        let before = Date()
        let places = try await bench.send([.init(topic: Bench.topic, key: key, value: value, headers: headers)])
        let records = try await bench.readAll(count: 1)

        #expect(places == [Delivery(partition: 0, offset: 0)])
        let record = try #require(records.first)
        #expect(records.count == 1)
        #expect(record.topicPartition == Bench.partition())
        #expect(record.offset == 0)
        #expect(record.key == key)
        #expect(record.value == value)
        #expect(record.headers == headers)
        #expect(abs(record.timestamp.timeIntervalSince(before)) < 60)
    }

    @Test("A tombstone, an empty value and a value stay three things", arguments: [nil, Data(), Data([0])] as [Data?])
    func keepsAbsence(value: Data?) async throws {
        let bench = try await Bench()
        try await bench.send([.init(topic: Bench.topic, key: Data("k".utf8), value: value)])
        let records = try await bench.readAll(count: 1)
        #expect(records.map(\.value) == [value])
        #expect(records.map(\.headers) == [[]])
    }

    @Test("Records of one key keep their order and stay in one partition")
    func keepsOrder() async throws {
        let bench = try await Bench(partitions: 4)
        let places = try await bench.send(Bench.records(0..<2000, keys: 16))
        let records = try await bench.readAll(partitions: 4, count: 2000)

        #expect(records.count == 2000)
        #expect(Set(places.map(\.partition)).count == 4)
        for (key, group) in Dictionary(grouping: records, by: \.key) {
            let numbers = group.compactMap(\.number)
            #expect(numbers == numbers.sorted(), "key \(key.map { String(decoding: $0, as: UTF8.self) } ?? "none")")
            #expect(Set(group.map(\.topicPartition)).count == 1)
        }
    }

    @Test("Delivery reports come back in the order of the records")
    func reportsInOrder() async throws {
        let bench = try await Bench(partitions: 4)
        let records = Bench.records(0..<200, keys: 8)
        let places = try await bench.send(records)
        let read = try await bench.readAll(partitions: 4, count: 200)
        let written = Dictionary(
            uniqueKeysWithValues: read.map {
                (Delivery(partition: $0.topicPartition.partition, offset: $0.offset), $0.value)
            })
        #expect(places.map { written[$0] } == records.map(\.value))
    }
}
