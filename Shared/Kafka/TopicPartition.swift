/// One partition of one topic. Ordered by topic, then partition.
public struct TopicPartition: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The topic's full name, prefix included.
    public let topic: String
    /// Counted from zero.
    public let partition: Int32

    /// The partition of this number in this topic.
    public init(topic: String, partition: Int32) {
        self.topic = topic
        self.partition = partition
    }

    /// By topic, then partition.
    public static func < (left: Self, right: Self) -> Bool {
        (left.topic, left.partition) < (right.topic, right.partition)
    }

    /// `kim.cases.state.v1[3]`.
    public var description: String { "\(topic)[\(partition)]" }
}

/// Where reading of a partition begins.
public enum StartOffset: Sendable, Hashable {
    /// At the earliest record that the partition still has.
    case beginning
    /// At this offset exactly; if the partition does not have it, polling throws.
    case offset(Int64)
}

/// The bounds of what a partition holds.
public struct Watermarks: Sendable, Hashable {
    /// The earliest offset that can be read.
    public let low: Int64
    /// The offset that the next record will get.
    public let high: Int64

    /// The bounds `low ..< high`.
    public init(low: Int64, high: Int64) {
        self.low = low
        self.high = high
    }
}
