import CRdKafka

/// Lends a C list of partitions with offsets; it is destroyed on return and must not escape.
func withPartitionList<Value>(
    _ entries: some Collection<(TopicPartition, Int64)>,
    _ body: (UnsafeMutablePointer<rd_kafka_topic_partition_list_t>) -> Value
) -> Value? {
    guard let list = rd_kafka_topic_partition_list_new(Int32(entries.count)) else { return nil }
    defer { rd_kafka_topic_partition_list_destroy(list) }
    for (topicPartition, offset) in entries {
        rd_kafka_topic_partition_list_add(list, topicPartition.topic, topicPartition.partition)?.pointee.offset = offset
    }
    return body(list)
}

extension UnsafeMutablePointer<rd_kafka_topic_partition_list_t> {
    /// Calls `body` with every element: its partition, its offset and its own error.
    func forEachElement(_ body: (TopicPartition, Int64, rd_kafka_resp_err_t) -> Void) {
        for element in UnsafeBufferPointer(start: pointee.elems, count: Int(pointee.cnt)) {
            guard let topic = element.topic else { continue }
            let topicPartition = TopicPartition(topic: String(cString: topic), partition: element.partition)
            body(topicPartition, element.offset, element.err)
        }
    }

    /// The first element that has an error of its own; a call may return no error and yet refuse elements.
    func firstError(_ operation: KafkaError.Operation) -> KafkaError? {
        var first: KafkaError?
        forEachElement { topicPartition, _, error in
            guard first == nil, error != RD_KAFKA_RESP_ERR_NO_ERROR else { return }
            first = KafkaError(operation, error, detail: topicPartition.description)
        }
        return first
    }
}
