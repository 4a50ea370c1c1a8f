import CRdKafka

/// One request of librdkafka's administration interface, from options to result, on a queue that lives only for it.
struct AdminRequest {
    let client: OpaquePointer
    let operation: KafkaError.Operation
    let timeout: Duration

    func run<Value>(
        _ kind: rd_kafka_admin_op_t,
        _ start: (_ options: OpaquePointer, _ queue: OpaquePointer) -> Void,
        read: (_ event: OpaquePointer) -> Result<Value, KafkaError>
    ) -> Result<Value, KafkaError> {
        guard let queue = rd_kafka_queue_new(client), let options = rd_kafka_AdminOptions_new(client, kind) else {
            return .failure(KafkaError(operation, RD_KAFKA_RESP_ERR__FAIL))
        }
        defer {
            rd_kafka_AdminOptions_destroy(options)
            rd_kafka_queue_destroy(queue)
        }
        rd_kafka_AdminOptions_set_request_timeout(options, max(timeout.wholeMilliseconds, 1), nil, 0)
        start(options, queue)
        // librdkafka answers by itself when the request's time is over; the second more lets its answer be the one.
        let patience = (timeout + .seconds(1)).wholeMilliseconds
        guard let event = rd_kafka_queue_poll(queue, patience) else {
            return .failure(KafkaError(operation, RD_KAFKA_RESP_ERR__TIMED_OUT))
        }
        defer { rd_kafka_event_destroy(event) }
        let error = rd_kafka_event_error(event)
        guard error == RD_KAFKA_RESP_ERR_NO_ERROR else { return .failure(KafkaError(operation, error, of: client)) }
        return read(event)
    }
}
