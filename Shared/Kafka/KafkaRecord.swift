import Foundation

/// A record's header. Names may repeat within a record; the order is kept.
public struct KafkaHeader: Sendable, Hashable {
    /// The header's name.
    public let name: String
    /// The header's bytes; `nil` is not the same as empty.
    public let value: Data?

    /// A header of these bytes.
    public init(name: String, value: Data?) {
        self.name = name
        self.value = value
    }
}

/// A record as it was read, its bytes owned by us.
public struct ConsumedRecord: Sendable {
    /// Where it was read.
    public let topicPartition: TopicPartition
    /// Its place in the partition.
    public let offset: Int64
    /// The record's time with a resolution of a millisecond: the broker's, where the topic says so.
    public let timestamp: Date
    /// The key; `nil` is not the same as empty.
    public let key: Data?
    /// The value; `nil` is a tombstone and not the same as empty.
    public let value: Data?
    /// The headers in the order they were written.
    public let headers: [KafkaHeader]

    /// A record at this place.
    public init(
        topicPartition: TopicPartition, offset: Int64, timestamp: Date,
        key: Data?, value: Data?, headers: [KafkaHeader]
    ) {
        self.topicPartition = topicPartition
        self.offset = offset
        self.timestamp = timestamp
        self.key = key
        self.value = value
        self.headers = headers
    }
}

/// A record to be written. The partition always follows from the key: librdkafka 2.0.2 crashes when it is given headers
/// and the number of a partition that does not exist.
public struct ProducedRecord: Sendable {
    /// The topic's full name, prefix included.
    public let topic: String
    /// What decides the partition, and so what is kept in order.
    public let key: Data
    /// The value; `nil` writes a tombstone.
    public let value: Data?
    /// The headers, written in this order.
    public let headers: [KafkaHeader]

    /// A record for this topic.
    public init(topic: String, key: Data, value: Data?, headers: [KafkaHeader] = []) {
        self.topic = topic
        self.key = key
        self.value = value
        self.headers = headers
    }
}

/// Where the broker put a record that it acknowledged.
public struct Delivery: Sendable, Hashable {
    /// The partition that the key led to.
    public let partition: Int32
    /// The record's place in that partition, or ``unknownOffset``.
    public let offset: Int64

    /// Stands for a place that the broker did not tell, which it need not when it acknowledges a repeated request.
    public static let unknownOffset: Int64 = -1

    /// A place in a partition.
    public init(partition: Int32, offset: Int64) {
        self.partition = partition
        self.offset = offset
    }
}
