import Kafka
import Models

/// Creates and describes the topics of a deployment; names are without the prefix.
public struct TopicAdministrationClient: Sendable {
    /// A topic as the broker has it.
    public struct Facts: Sendable, Equatable {
        /// How many partitions it has.
        public var partitions: Int
        /// Every topic property that the broker tells, defaults included.
        public var configuration: [String: String]

        /// A topic of this shape.
        public init(partitions: Int, configuration: [String: String]) {
            self.partitions = partitions
            self.configuration = configuration
        }
    }

    /// What became of a topic that was to be created.
    public enum Creation: Sendable, Equatable {
        /// It was created now.
        case created
        /// It was there already and is left as it is.
        case exists
        /// The broker refused, in words.
        case refused(String)
    }

    private static let closeLimit: Duration = .seconds(1)

    private let access: BrokerAccess
    private let administration: TopicAdministration

    /// A client for one deployment. No broker needs to be reachable yet.
    ///
    /// - Throws: ``OperationError`` for a property that is not accepted.
    public init(_ access: BrokerAccess) throws(OperationError) {
        self.access = access
        let settings = try access.settings()
        do { administration = try TopicAdministration(settings: settings) } catch {
            throw OperationError(error, bootstrapServers: access.bootstrapServers)
        }
    }

    /// Creates the topics that are missing and leaves the others as they are.
    ///
    /// - Returns: what became of each, by name.
    /// - Throws: ``OperationError`` when the broker does not answer in time.
    public func create(
        _ topics: [TopicDefinition], replication: Int, timeout: Duration
    ) async throws(OperationError) -> [String: Creation] {
        let specifications = topics.map { topic in
            TopicSpecification(
                name: access.name(of: topic.name), partitions: topic.partitions, replication: replication,
                configuration: topic.configuration)
        }
        do {
            let outcomes = try await administration.createTopics(specifications, timeout: timeout)
            return byTopic(outcomes.mapValues(Creation.init))
        } catch {
            throw OperationError(error, bootstrapServers: access.bootstrapServers)
        }
    }

    /// The topics as the broker has them; one that does not exist is absent.
    ///
    /// - Throws: ``OperationError`` when the broker does not answer in time.
    public func describe(_ topics: [String], timeout: Duration) async throws(OperationError) -> [String: Facts] {
        do {
            let found = try await administration.describe(topics.map(access.name(of:)), timeout: timeout)
            return byTopic(found.mapValues { Facts(partitions: $0.partitions, configuration: $0.configuration) })
        } catch {
            throw OperationError(error, bootstrapServers: access.bootstrapServers)
        }
    }

    /// Gives the connection back.
    public func close() async {
        await administration.close(deadline: TopicAdministrationClient.closeLimit)
    }

    private func byTopic<Value>(_ values: [String: Value]) -> [String: Value] {
        Dictionary(values.map { (access.topic(named: $0.key), $0.value) }, uniquingKeysWith: { first, _ in first })
    }
}

extension TopicAdministrationClient.Creation {
    fileprivate init(_ creation: TopicCreation) {
        switch creation {
        case .created: self = .created
        case .exists: self = .exists
        case .failed(let error): self = .refused(error.description)
        }
    }
}
