import Kafka

/// Where the operator finds Kafka, and what stands before the topics' names.
public struct BrokerAccess: Sendable {
    /// `host:port`, several separated by commas.
    public var bootstrapServers: String
    /// What stands before every topic's name, with its dot: `kim.`.
    public var topicPrefix: String
    /// librdkafka properties that pass through as they are.
    public var properties: [String: String]

    /// Access to one deployment's topics.
    public init(bootstrapServers: String, topicPrefix: String, properties: [String: String] = [:]) {
        self.bootstrapServers = bootstrapServers
        self.topicPrefix = topicPrefix
        self.properties = properties
    }

    func settings() throws(OperationError) -> KafkaSettings {
        do {
            return try KafkaSettings(
                bootstrapServers: bootstrapServers, clientID: "kim-operator", properties: properties)
        } catch {
            throw OperationError(error, bootstrapServers: bootstrapServers)
        }
    }

    func name(of topic: String) -> String { topicPrefix + topic }

    func topic(named name: String) -> String {
        name.hasPrefix(topicPrefix) ? String(name.dropFirst(topicPrefix.count)) : name
    }
}

/// Why something that an operator asked of Kafka was not done, in words.
public struct OperationError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The words; no payload, no key, no value of a setting.
    public let description: String

    /// An error in these words.
    public init(_ description: String) {
        self.description = description
    }

    static func missing(_ topics: [String]) -> OperationError {
        OperationError("no such topic: \(topics.joined(separator: ", ")); `kim topics apply` creates the topics")
    }

    init(_ error: KafkaError, bootstrapServers: String) {
        description =
            error.isRetriable ? "the broker at \(bootstrapServers) does not answer (\(error))" : error.description
    }
}
