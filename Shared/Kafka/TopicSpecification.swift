/// A topic as it shall be.
public struct TopicSpecification: Sendable, Hashable {
    /// The topic's full name, prefix included.
    public let name: String
    /// How many partitions; never changed afterwards.
    public let partitions: Int
    /// How many brokers hold each partition.
    public let replication: Int
    /// The broker's topic properties, for example `cleanup.policy`.
    public let configuration: [String: String]

    /// A topic of this shape.
    public init(name: String, partitions: Int, replication: Int, configuration: [String: String] = [:]) {
        self.name = name
        self.partitions = partitions
        self.replication = replication
        self.configuration = configuration
    }
}

/// A topic as it is.
public struct TopicDescription: Sendable, Hashable {
    /// How many partitions it has.
    public let partitions: Int
    /// How many brokers hold the first partition.
    public let replication: Int
    /// Every topic property that the broker tells, defaults included.
    public let configuration: [String: String]

    /// A topic of this shape.
    public init(partitions: Int, replication: Int, configuration: [String: String]) {
        self.partitions = partitions
        self.replication = replication
        self.configuration = configuration
    }
}

/// What became of a topic that was to be created.
public enum TopicCreation: Sendable, Equatable {
    /// It was created now.
    case created
    /// It was there already, in whatever shape.
    case exists
    /// The broker refused.
    case failed(KafkaError)
}
