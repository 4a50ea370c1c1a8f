import CRdKafka

/// Topics as the broker's metadata tell of them.
enum Metadata {
    struct Topic {
        let partitions: Int
        let replication: Int
    }

    /// Topics by name; those that do not exist, or that we may not see, are absent.
    ///
    /// All topics are asked for, because asking for one by name creates it on brokers that do not know better, with a
    /// partition count that nobody chose.
    static func topics(
        _ names: [String], of client: OpaquePointer, timeout: Duration, operation: KafkaError.Operation
    ) -> Result<[String: Topic], KafkaError> {
        var metadata: UnsafePointer<rd_kafka_metadata>?
        let error = rd_kafka_metadata(client, 1, nil, &metadata, timeout.wholeMilliseconds)
        guard error == RD_KAFKA_RESP_ERR_NO_ERROR, let metadata else {
            return .failure(KafkaError(operation, error, of: client))
        }
        defer { rd_kafka_metadata_destroy(metadata) }
        let wanted = Set(names)
        var topics: [String: Topic] = [:]
        for entry in UnsafeBufferPointer(start: metadata.pointee.topics, count: Int(metadata.pointee.topic_cnt)) {
            guard let name = entry.topic.map({ String(cString: $0) }), wanted.contains(name) else { continue }
            switch entry.err {
            case RD_KAFKA_RESP_ERR_NO_ERROR:
                let replicas = entry.partition_cnt > 0 ? entry.partitions?.pointee.replica_cnt ?? 0 : 0
                topics[name] = Topic(partitions: Int(entry.partition_cnt), replication: Int(replicas))
            case RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART:
                continue
            case let error:
                return .failure(KafkaError(operation, error, detail: name))
            }
        }
        return .success(topics)
    }
}
