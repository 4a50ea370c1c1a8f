import Kafka

/// The topics on the broker are not the ones that the store was reading: going on would lose or mix up messages. The
/// service stays up, consumes nothing, says what it found, and waits until operations decide (design 4.2).
public struct PositionTrouble: Error, Sendable, Equatable, CustomStringConvertible {
    /// What was found.
    public enum Finding: Sendable, Equatable {
        /// The record that was last handled is another one: the topic was made anew.
        case otherRecord(offset: Int64)
        /// The partition ends before the position: it was cut, or the topic was made anew.
        case beyondEnd(next: Int64, end: Int64)
        /// Messages that were never read are gone.
        case lost(first: Int64, last: Int64)
        /// The topic has another number of partitions: keys have moved.
        case otherPartitionCount(stored: Int, found: Int)
        /// It is another cluster.
        case otherCluster(stored: String, found: String)
    }

    /// The topic's full name; empty where all are concerned.
    public let topic: String
    /// The partition, where one is concerned.
    public let partition: Int32?
    /// What was found.
    public let finding: Finding

    init(_ partition: TopicPartition, _ finding: Finding) {
        topic = partition.topic
        self.partition = partition.partition
        self.finding = finding
    }

    init(topic: String = "", _ finding: Finding) {
        self.topic = topic
        partition = nil
        self.finding = finding
    }

    /// What operations decide on: the topic, `cluster` where all are concerned.
    public var subject: String { topic.isEmpty ? "cluster" : topic }

    /// Whether messages are lost for good if operations let the service go on.
    public var isLoss: Bool {
        if case .lost = finding { true } else { false }
    }

    /// Topic, partition, what the store knows, what was found, and the way out.
    public var description: String {
        let place = partition.map { "\(topic)/\($0)" } ?? topic
        switch finding {
        case .otherRecord(let offset):
            return "\(place): the record at offset \(offset) is not the one that was handled; was the topic made anew? "
                + "`kim positions accept \(topic)` reads it from its beginning"
        case .beyondEnd(let next, let end):
            return "\(place): the next offset is \(next), but the partition ends at \(end); was the topic made anew? "
                + "`kim positions accept \(topic)` reads it from its beginning"
        case .lost(let first, let last):
            return "\(place): the messages from \(first) to \(last) are gone and were never read; "
                + "`kim positions accept-loss \(topic)` goes on behind them"
        case .otherPartitionCount(let stored, let found):
            return "\(place): the topic had \(stored) partitions and now has \(found); "
                + "`kim positions accept \(topic)` goes on with all of them"
        case .otherCluster(let stored, let found):
            return "the cluster was \(stored) and now is \(found); `kim positions accept cluster` goes on with it"
        }
    }
}

/// Operations decided on something that is not in question.
public struct NothingToAccept: Error, Sendable {}
