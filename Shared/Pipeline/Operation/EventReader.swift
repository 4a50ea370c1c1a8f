import Foundation
import Kafka
import Models

/// A record as an operator reads it, with the event that it holds.
public struct ReadRecord: Sendable {
    /// The topic, without the prefix.
    public var topic: String
    /// The partition.
    public var partition: Int32
    /// Its place in the partition.
    public var offset: Int64
    /// The broker's time.
    public var time: Date
    /// The key as it was written.
    public var key: Data?
    /// The headers in their order.
    public var headers: [(name: String, value: Data?)]
    /// The value; `nil` is a tombstone.
    public var value: Data?

    /// A record at this place.
    public init(
        topic: String, partition: Int32, offset: Int64, time: Date, key: Data?,
        headers: [(name: String, value: Data?)], value: Data?
    ) {
        self.topic = topic
        self.partition = partition
        self.offset = offset
        self.time = time
        self.key = key
        self.headers = headers
        self.value = value
    }

    /// The event, or why the record is none.
    public var event: Result<Envelope, Unreadable> {
        Result { () throws(Unreadable) in try Envelope.read(headers: headers, body: value) }
    }

    /// The text of a header; `nil` where there is none.
    public func header(_ name: String) -> String? {
        headers.first { $0.name == name }?.value.map { String(decoding: $0, as: UTF8.self) }
    }
}

/// Reads topics from a place on, all partitions, without any trace in Kafka.
public struct EventReader: Sendable {
    /// Where reading begins.
    public enum Start: String, Sendable, CaseIterable {
        /// At the earliest record.
        case beginning
        /// Behind the last record.
        case end
    }

    private static let closeLimit: Duration = .seconds(1)

    private let access: BrokerAccess
    private let consumer: Consumer

    /// A reader of one deployment's topics. No broker needs to be reachable yet.
    ///
    /// - Throws: ``OperationError`` for a property that is not accepted.
    public init(_ access: BrokerAccess) throws(OperationError) {
        self.access = access
        let settings = try access.settings()
        do { consumer = try Consumer(settings: settings) } catch {
            throw OperationError(error, bootstrapServers: access.bootstrapServers)
        }
    }

    /// Begins to read topics, named without the prefix.
    ///
    /// - Returns: the number of partitions.
    /// - Throws: ``OperationError`` when a topic does not exist or the broker does not answer in time.
    public func start(_ topics: [String], from start: Start, timeout: Duration) async throws(OperationError) -> Int {
        do {
            let counts = try await consumer.partitions(of: topics.map(access.name(of:)), timeout: timeout)
            let missing = topics.filter { counts[access.name(of: $0), default: 0] == 0 }
            guard missing.isEmpty else { throw OperationError.missing(missing.map(access.name(of:))) }
            let partitions = counts.flatMap { topic, count in
                (0..<Int32(count)).map { TopicPartition(topic: topic, partition: $0) }
            }
            var places: [TopicPartition: StartOffset] = [:]
            switch start {
            case .beginning:
                for partition in partitions { places[partition] = .beginning }
            case .end:
                let marks = try await consumer.watermarks(of: partitions, timeout: timeout)
                for (partition, mark) in marks { places[partition] = .offset(mark.high) }
            }
            try await consumer.assign(places)
            return partitions.count
        } catch let error as KafkaError {
            throw OperationError(error, bootstrapServers: access.bootstrapServers)
        } catch let error as OperationError {
            throw error
        } catch {
            throw OperationError("\(error)")
        }
    }

    /// What is there, in the order of the broker's times; empty when nothing came in time.
    ///
    /// - Throws: ``OperationError`` for what waiting does not heal.
    public func next(max: Int = 500, timeout: Duration) async throws(OperationError) -> [ReadRecord] {
        let records: [ConsumedRecord]
        do { records = try await consumer.poll(max: max, timeout: timeout) } catch {
            throw OperationError(error, bootstrapServers: access.bootstrapServers)
        }
        return records.map { record in
            ReadRecord(
                topic: access.topic(named: record.topicPartition.topic), partition: record.topicPartition.partition,
                offset: record.offset, time: record.timestamp, key: record.key,
                headers: record.headers.map { (name: $0.name, value: $0.value) }, value: record.value)
        }.sorted { ($0.time, $0.topic, $0.partition, $0.offset) < ($1.time, $1.topic, $1.partition, $1.offset) }
    }

    /// Gives the connection back.
    public func close() async {
        await consumer.close(deadline: EventReader.closeLimit)
    }
}
