import CRdKafka

/// What went wrong in Kafka or on the way to it.
///
/// It surfaces in two places: thrown by a call, or as the failure of one record's delivery report. It names what was
/// attempted, never what was in it: no payload, no key, no header, no value of a setting.
public struct KafkaError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What was attempted.
    public enum Operation: String, Sendable {
        case configure, connect, assign, pause, poll, commit, watermarks, produce, createTopics, describe, metadata, close
    }

    /// What was attempted.
    public let operation: Operation
    /// The protocol's code (positive) or librdkafka's own (negative).
    public let code: Int32
    /// The code's name as librdkafka spells it, for example `_ALL_BROKERS_DOWN`.
    public let name: String
    /// The handle is finished; only a new one can go on.
    public let isFatal: Bool
    /// The same attempt may succeed later (after a fatal error: with a new handle).
    public let isRetriable: Bool
    /// The topic, the partition or the setting's name and the reason for its refusal, where one is to blame.
    public let detail: String?

    /// An error of this code; name and `isRetriable` follow from it.
    public init(operation: Operation, code: Int32, isFatal: Bool = false, detail: String? = nil) {
        let response = rd_kafka_resp_err_t(code)
        self.operation = operation
        self.code = code
        self.name = rd_kafka_err2name(response).map { String(cString: $0) } ?? String(code)
        self.isFatal = isFatal
        self.isRetriable = Self.retriable.contains(code)
        self.detail = detail
    }

    init(_ operation: Operation, _ response: rd_kafka_resp_err_t, isFatal: Bool = false, detail: String? = nil) {
        self.init(operation: operation, code: response.rawValue, isFatal: isFatal, detail: detail)
    }

    /// An error of a delivery or a call on `client`; where librdkafka only says that the handle is dead, the cause of
    /// that.
    init(_ operation: Operation, _ response: rd_kafka_resp_err_t, of client: OpaquePointer, detail: String? = nil) {
        let fatal = rd_kafka_fatal_error(client, nil, 0)
        let cause = response == RD_KAFKA_RESP_ERR__FATAL && fatal != RD_KAFKA_RESP_ERR_NO_ERROR ? fatal : response
        self.init(operation, cause, isFatal: fatal != RD_KAFKA_RESP_ERR_NO_ERROR, detail: detail)
    }

    /// The position lies outside of what the partition holds.
    public var isOffsetOutOfRange: Bool {
        [RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET, RD_KAFKA_RESP_ERR_OFFSET_OUT_OF_RANGE].map(\.rawValue).contains(code)
    }

    /// One line for a log.
    public var description: String {
        let subject = detail.map { " (\($0))" } ?? ""
        return "Kafka \(operation.rawValue): \(name)\(isFatal ? ", fatal" : "")\(subject)"
    }

    // An unknown topic and a missing authorisation are absent on purpose: waiting does not heal them, an operator does.
    private static let retriable = Set(
        [
            RD_KAFKA_RESP_ERR__TRANSPORT, RD_KAFKA_RESP_ERR__RESOLVE, RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN,
            RD_KAFKA_RESP_ERR__TIMED_OUT, RD_KAFKA_RESP_ERR__TIMED_OUT_QUEUE, RD_KAFKA_RESP_ERR__MSG_TIMED_OUT,
            RD_KAFKA_RESP_ERR__QUEUE_FULL, RD_KAFKA_RESP_ERR__ISR_INSUFF, RD_KAFKA_RESP_ERR__WAIT_COORD,
            RD_KAFKA_RESP_ERR__IN_PROGRESS, RD_KAFKA_RESP_ERR__PREV_IN_PROGRESS, RD_KAFKA_RESP_ERR__WAIT_CACHE,
            RD_KAFKA_RESP_ERR__INTR, RD_KAFKA_RESP_ERR__RETRY, RD_KAFKA_RESP_ERR__PARTIAL,
            RD_KAFKA_RESP_ERR__PURGE_QUEUE, RD_KAFKA_RESP_ERR__PURGE_INFLIGHT, RD_KAFKA_RESP_ERR__DESTROY,
            RD_KAFKA_RESP_ERR__NODE_UPDATE, RD_KAFKA_RESP_ERR__FATAL, RD_KAFKA_RESP_ERR__INCONSISTENT,
            RD_KAFKA_RESP_ERR__GAPLESS_GUARANTEE, RD_KAFKA_RESP_ERR_INVALID_MSG,
            RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE, RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION,
            RD_KAFKA_RESP_ERR_REQUEST_TIMED_OUT, RD_KAFKA_RESP_ERR_BROKER_NOT_AVAILABLE,
            RD_KAFKA_RESP_ERR_REPLICA_NOT_AVAILABLE, RD_KAFKA_RESP_ERR_NETWORK_EXCEPTION,
            RD_KAFKA_RESP_ERR_COORDINATOR_LOAD_IN_PROGRESS, RD_KAFKA_RESP_ERR_COORDINATOR_NOT_AVAILABLE,
            RD_KAFKA_RESP_ERR_NOT_COORDINATOR, RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS,
            RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS_AFTER_APPEND, RD_KAFKA_RESP_ERR_NOT_CONTROLLER,
            RD_KAFKA_RESP_ERR_OUT_OF_ORDER_SEQUENCE_NUMBER, RD_KAFKA_RESP_ERR_DUPLICATE_SEQUENCE_NUMBER,
            RD_KAFKA_RESP_ERR_INVALID_PRODUCER_EPOCH, RD_KAFKA_RESP_ERR_UNKNOWN_PRODUCER_ID,
            RD_KAFKA_RESP_ERR_KAFKA_STORAGE_ERROR, RD_KAFKA_RESP_ERR_REASSIGNMENT_IN_PROGRESS,
            RD_KAFKA_RESP_ERR_FETCH_SESSION_ID_NOT_FOUND, RD_KAFKA_RESP_ERR_INVALID_FETCH_SESSION_EPOCH,
            RD_KAFKA_RESP_ERR_FENCED_LEADER_EPOCH, RD_KAFKA_RESP_ERR_UNKNOWN_LEADER_EPOCH,
            RD_KAFKA_RESP_ERR_STALE_BROKER_EPOCH, RD_KAFKA_RESP_ERR_OFFSET_NOT_AVAILABLE,
            RD_KAFKA_RESP_ERR_PREFERRED_LEADER_NOT_AVAILABLE, RD_KAFKA_RESP_ERR_ELIGIBLE_LEADERS_NOT_AVAILABLE,
            RD_KAFKA_RESP_ERR_UNSTABLE_OFFSET_COMMIT, RD_KAFKA_RESP_ERR_THROTTLING_QUOTA_EXCEEDED,
        ].map(\.rawValue))
}
