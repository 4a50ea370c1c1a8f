import CRdKafka
import Testing

/// A Kafka cluster inside the process, librdkafka's own, with faults at will. It keeps nothing, compacts nothing, and
/// knows no administration requests.
///
/// Consumers and producers are to be closed before the cluster goes.
public actor MockCluster {
    /// The requests whose answers can be replaced by errors, with the protocol's numbers.
    public enum Request: Int16, Sendable {
        case produce = 0, fetch = 1, listOffsets = 2, metadata = 3, offsetCommit = 8, findCoordinator = 10
        case initProducerID = 22
    }

    /// What can go wrong, by the protocol's codes; `disconnected` is librdkafka's and cuts the connection.
    public struct Fault: RawRepresentable, Hashable, Sendable, CustomTestStringConvertible {
        public static let disconnected = Fault(rawValue: -195)
        public static let notLeader = Fault(rawValue: 6)
        public static let requestTimedOut = Fault(rawValue: 7)
        public static let messageTooLarge = Fault(rawValue: 10)
        public static let notEnoughReplicas = Fault(rawValue: 19)
        public static let topicAuthorizationFailed = Fault(rawValue: 29)
        public static let outOfOrderSequence = Fault(rawValue: 45)
        public static let storageError = Fault(rawValue: 56)

        public let rawValue: Int32

        public init(rawValue: Int32) {
            self.rawValue = rawValue
        }

        /// librdkafka's name of the error.
        public var testDescription: String { String(cString: rd_kafka_err2name(rd_kafka_resp_err_t(rawValue))) }
    }

    /// What a mock cluster may refuse.
    public struct Failure: Error, Equatable {
        /// What was attempted.
        public let attempt: String
        /// librdkafka's name of the error.
        public let name: String
    }

    /// Where clients connect to.
    public nonisolated let bootstrapServers: String
    private let handle: OpaquePointer
    private let cluster: OpaquePointer

    /// A cluster whose brokers are numbered from 1.
    public init(brokers: Int = 1) throws {
        let configuration = rd_kafka_conf_new()
        rd_kafka_conf_set(configuration, "log_level", "0", nil, 0)
        guard let handle = rd_kafka_new(RD_KAFKA_PRODUCER, configuration, nil, 0) else {
            rd_kafka_conf_destroy(configuration)
            throw Failure(attempt: "handle", name: String(cString: rd_kafka_err2name(rd_kafka_last_error())))
        }
        guard let cluster = rd_kafka_mock_cluster_new(handle, Int32(brokers)) else {
            rd_kafka_destroy(handle)
            throw Failure(attempt: "cluster", name: "_FAIL")
        }
        self.handle = handle
        self.cluster = cluster
        self.bootstrapServers = String(cString: rd_kafka_mock_cluster_bootstraps(cluster))
    }

    isolated deinit {
        // The cluster runs on the handle, so it goes first.
        rd_kafka_mock_cluster_destroy(cluster)
        rd_kafka_destroy(handle)
    }

    /// Creates an empty topic.
    public func createTopic(_ name: String, partitions: Int = 1, replication: Int = 1) throws {
        let error = rd_kafka_mock_topic_create(cluster, name, Int32(partitions), Int32(replication))
        try check(error, "topic \(name)")
    }

    /// Lets the next requests of this kind fail, one fault each, whichever broker gets them.
    public func fail(_ request: Request, with faults: [Fault]) {
        let codes = faults.map { rd_kafka_resp_err_t($0.rawValue) }
        rd_kafka_mock_push_request_errors_array(cluster, request.rawValue, codes.count, codes)
    }

    /// Forgets faults that were not met yet.
    public func clearFaults(of request: Request) {
        rd_kafka_mock_clear_request_errors(cluster, request.rawValue)
    }

    /// Cuts the connections of one broker, or of all, and accepts no new ones.
    public func takeDown(broker: Int32? = nil) throws {
        try check(rd_kafka_mock_broker_set_down(cluster, broker ?? -1), "broker down")
    }

    /// Accepts connections again.
    public func bringUp(broker: Int32? = nil) throws {
        try check(rd_kafka_mock_broker_set_up(cluster, broker ?? -1), "broker up")
    }

    /// Moves a partition to another broker.
    public func setLeader(of topic: String, partition: Int32, broker: Int32) throws {
        try check(rd_kafka_mock_partition_set_leader(cluster, topic, partition, broker), "leader")
    }

    /// Delays every answer of one broker, or of all.
    public func setRoundTrip(_ time: Duration, broker: Int32? = nil) throws {
        let milliseconds = Int32(time / .milliseconds(1))
        try check(rd_kafka_mock_broker_set_rtt(cluster, broker ?? -1, milliseconds), "round trip")
    }

    private func check(_ error: rd_kafka_resp_err_t, _ attempt: String) throws {
        guard error != RD_KAFKA_RESP_ERR_NO_ERROR else { return }
        throw Failure(attempt: attempt, name: String(cString: rd_kafka_err2name(error)))
    }
}
