import Foundation
import Kafka
import TestSupport
import Testing

@Suite("Kafka consumer", .timeLimit(.minutes(1)))
struct ConsumerTests {
    @Test(
        "Reading begins at the assigned offset",
        arguments: [
            (StartOffset.beginning, 0..<10), (.offset(0), 0..<10), (.offset(7), 7..<10),
        ])
    func beginsAtOffset(start: StartOffset, expected: Range<Int>) async throws {
        let bench = try await Bench()
        try await bench.send(Bench.records(0..<10))
        let records = try await bench.withConsumer([Bench.partition(): start]) { try await $0.read(expected.count) }
        #expect(records.compactMap(\.number) == Array(expected))
    }

    @Test("At the end there is nothing until something is written")
    func waitsAtEnd() async throws {
        let bench = try await Bench()
        try await bench.send(Bench.records(0..<10))
        let numbers = try await bench.withConsumer([Bench.partition(): .offset(10)]) { consumer in
            let before = try await consumer.poll(max: 10, timeout: .milliseconds(300))
            try await bench.send([Bench.record(10)])
            return try await (before + consumer.read(1)).compactMap(\.number)
        }
        #expect(numbers == [10])
    }

    @Test("A new assignment replaces the old one and drops what was fetched for it")
    func replacesAssignment() async throws {
        let bench = try await Bench(partitions: 2)
        let places = try await bench.send(Bench.records(0..<200, keys: 8))
        let second = places.count { $0.partition == 1 }
        let records = try await bench.withConsumer([Bench.partition(0): .beginning]) { consumer in
            let first = try await consumer.poll(max: 1, timeout: .seconds(10))
            #expect(first.map(\.topicPartition) == [Bench.partition(0)])
            try await consumer.assign([Bench.partition(1): .beginning])
            return try await consumer.read(second)
        }
        #expect(second > 0)
        #expect(records.map(\.topicPartition) == Array(repeating: Bench.partition(1), count: second))
    }

    @Test("Where a partition ends is known once it is read to its end, and a new assignment knows nothing of it")
    func tellsEnds() async throws {
        let bench = try await Bench()
        try await bench.send(Bench.records(0..<10))
        try await bench.withConsumer([Bench.partition(): .beginning]) { consumer in
            #expect(try await consumer.read(10).count == 10)
            try await eventually {
                _ = try await consumer.poll(max: 10, timeout: .milliseconds(100))
                return await consumer.ends == [Bench.partition(): 10]
            }
            try await consumer.assign([Bench.partition(): .offset(3)])
            #expect(await consumer.ends.isEmpty)
        }
    }

    @Test("Of a paused partition nothing is read until it may be again, and then all that is left of it")
    func pauses() async throws {
        let bench = try await Bench(partitions: 2)
        let places = try await bench.send(Bench.records(0..<200, keys: 8))
        let count = (0..<2).map { partition in places.count { $0.partition == partition } }
        let starts = [Bench.partition(0): StartOffset.beginning, Bench.partition(1): .beginning]
        try await bench.withConsumer(starts) { consumer in
            var offsets = try await consumer.poll(max: 5, timeout: .seconds(10)).map { ($0.topicPartition, $0.offset) }
            try await consumer.pause([Bench.partition(0)])
            let read = offsets.count { $0.0 == Bench.partition(1) }
            offsets += try await consumer.read(count[1] - read).map { ($0.topicPartition, $0.offset) }
            #expect(try await consumer.poll(max: 5, timeout: .milliseconds(200)).isEmpty)
            try await consumer.pause([])
            offsets += try await consumer.read(200 - offsets.count).map { ($0.topicPartition, $0.offset) }
            for partition in 0..<2 {
                let own = offsets.filter { $0.0 == Bench.partition(Int32(partition)) }.map(\.1)
                #expect(own == Array(0..<Int64(count[partition])))
            }
        }
    }

    @Test("No more records are taken than asked for, and none is lost between two polls")
    func respectsMaximum() async throws {
        let bench = try await Bench()
        try await bench.send(Bench.records(0..<50))
        let numbers = try await bench.withConsumer([Bench.partition(): .beginning]) { consumer in
            var numbers: [Int] = []
            try await eventually {
                let batch = try await consumer.poll(max: 7, timeout: .seconds(1))
                #expect(batch.count <= 7)
                numbers += batch.compactMap(\.number)
                return numbers.count >= 50
            }
            return numbers
        }
        #expect(numbers == Array(0..<50))
    }

    @Test("An offset that the partition does not have is thrown, once, and a new assignment goes on")
    func throwsOutOfRange() async throws {
        let bench = try await Bench()
        try await bench.send(Bench.records(0..<10))
        try await bench.withConsumer([Bench.partition(): .offset(99)]) { consumer in
            let error = await #expect(throws: KafkaError.self) {
                try await consumer.poll(max: 10, timeout: .seconds(20))
            }
            #expect(error?.name == "_AUTO_OFFSET_RESET")
            #expect(error?.isRetriable == false)
            #expect(error?.detail == "kim.test.v1[0]")
            try await consumer.assign([Bench.partition(): .offset(9)])
            #expect(try await consumer.read(1).compactMap(\.number) == [9])
        }
    }

    @Test("Lost connections are survived without loss or repetition")
    func survivesTransportLoss() async throws {
        let bench = try await Bench()
        try await bench.send(Bench.records(0..<20))
        await bench.cluster.fail(.fetch, with: [.disconnected, .disconnected, .notLeader, .storageError])
        let numbers = try await bench.readAll(count: 20).compactMap(\.number)
        #expect(numbers == Array(0..<20))
    }

    @Test("An unreachable broker is no error; reading goes on when it is back")
    func survivesOutage() async throws {
        let bench = try await Bench()
        try await bench.send(Bench.records(0..<10))
        let numbers = try await bench.withConsumer([Bench.partition(): .beginning]) { consumer in
            let before = try await consumer.read(10)
            try await bench.cluster.takeDown()
            #expect(try await consumer.poll(max: 10, timeout: .milliseconds(500)).isEmpty)
            try await bench.cluster.bringUp()
            try await bench.send([Bench.record(10)])
            return try await (before + consumer.read(1)).compactMap(\.number)
        }
        #expect(numbers == Array(0..<11))
    }

    @Test("Reading and writing follow a partition to its new leader")
    func followsLeader() async throws {
        let bench = try await Bench(brokers: 3)
        try await bench.cluster.setLeader(of: Bench.topic, partition: 0, broker: 1)
        try await bench.withProducer { producer in
            try await bench.withConsumer([Bench.partition(): .beginning]) { consumer in
                for broker in [2, 3, 1] as [Int32] {
                    let first = Int(broker) * 100
                    let results = await producer.send(Bench.records(first..<first + 20))
                    #expect(results.compactMap(\.failure).isEmpty)
                    #expect(try await consumer.read(20).compactMap(\.number) == Array(first..<first + 20))
                    try await bench.cluster.setLeader(of: Bench.topic, partition: 0, broker: broker)
                }
            }
        }
    }

    @Test("A waiting poll ends soon when its task is cancelled")
    func endsOnCancellation() async throws {
        let bench = try await Bench()
        try await bench.withConsumer([Bench.partition(): .beginning]) { consumer in
            let task = Task { try await consumer.poll(max: 1, timeout: .seconds(600)) }
            task.cancel()
            let records = try await task.value
            #expect(records.isEmpty)
        }
    }

    @Test("Watermarks of many partitions are those of each")
    func watermarks() async throws {
        let bench = try await Bench(partitions: 4)
        let places = try await bench.send(Bench.records(0..<100, keys: 16))
        let partitions = (0..<4).map { Bench.partition($0) }
        let (all, single) = try await bench.withConsumer([:]) { consumer in
            (
                try await consumer.watermarks(of: partitions, timeout: .seconds(10)),
                try await consumer.watermarks(of: partitions[2], timeout: .seconds(10))
            )
        }
        let expected = partitions.map { partition in
            let count = places.count { $0.partition == partition.partition }
            return (partition, Watermarks(low: 0, high: Int64(count)))
        }
        #expect(all == Dictionary(uniqueKeysWithValues: expected))
        #expect(single == all[partitions[2]])
    }

    @Test("Watermarks that nobody answers are an error within their time")
    func watermarksWithoutBroker() async throws {
        let bench = try await Bench()
        try await bench.cluster.takeDown()
        try await bench.withConsumer([:]) { consumer in
            let error = await #expect(throws: KafkaError.self) {
                try await consumer.watermarks(of: Bench.partition(), timeout: .milliseconds(500))
            }
            #expect(error?.operation == .watermarks)
            #expect(error?.isRetriable == true)
        }
    }

    @Test("Partition counts are told, a missing topic is absent and not created by asking")
    func partitionCounts() async throws {
        let bench = try await Bench(partitions: 4)
        try await bench.withConsumer([:]) { consumer in
            for _ in 1...2 {
                let counts = try await consumer.partitions(of: [Bench.topic, "kim.missing.v1"], timeout: .seconds(10))
                #expect(counts == [Bench.topic: 4])
            }
            #expect(try await consumer.clusterIdentity(timeout: .seconds(10))?.isEmpty == false)
        }
    }

    @Test("A commit reaches the group, and a refused one is thrown")
    func commits() async throws {
        let bench = try await Bench()
        try await bench.send(Bench.records(0..<10))
        try await bench.withConsumer([Bench.partition(): .beginning]) { consumer in
            try await consumer.commit([Bench.partition(): 7])
            await bench.cluster.fail(.offsetCommit, with: [.topicAuthorizationFailed])
            let error = await #expect(throws: KafkaError.self) { try await consumer.commit([Bench.partition(): 8]) }
            #expect(error?.operation == .commit)
            #expect(error?.name == "TOPIC_AUTHORIZATION_FAILED")
        }
    }
}
