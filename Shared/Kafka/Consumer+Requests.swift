import CRdKafka
import Foundation

/// What is asked of the broker beside reading. These requests run one after the other and never hold up polling.
extension Consumer {
    /// Tells Kafka the next offset to read of each partition, under the settings' group, for lag tools only.
    ///
    /// - Throws: `commit`; the positions that count are in the caller's store, so the next commit makes up for it.
    public func commit(_ offsets: [TopicPartition: Int64]) async throws(KafkaError) {
        guard !offsets.isEmpty else { return }
        try await handle.request(.commit) { client in
            withPartitionList(offsets.map { ($0.key, $0.value) }) { list -> Result<Void, KafkaError> in
                let error = rd_kafka_commit(client, list, 0)
                guard error == RD_KAFKA_RESP_ERR_NO_ERROR else {
                    return .failure(KafkaError(.commit, error, of: client))
                }
                return list.firstError(.commit).map { .failure($0) } ?? .success(())
            } ?? .failure(KafkaError(.commit, RD_KAFKA_RESP_ERR__FAIL))
        }
    }

    /// The earliest and the next offset of one partition.
    ///
    /// - Throws: `watermarks`, also when the broker does not answer in time.
    public func watermarks(of partition: TopicPartition, timeout: Duration) async throws(KafkaError) -> Watermarks {
        let all = try await watermarks(of: [partition], timeout: timeout)
        guard let found = all[partition] else {
            throw KafkaError(.watermarks, RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION, detail: partition.description)
        }
        return found
    }

    /// The earliest and the next offset of many partitions: two requests to each leader, however many partitions.
    ///
    /// - Throws: `watermarks`, also when not every partition was answered in time.
    public func watermarks(
        of partitions: [TopicPartition], timeout: Duration
    ) async throws(KafkaError) -> [TopicPartition: Watermarks] {
        let partitions = Set(partitions).sorted()
        guard !partitions.isEmpty else { return [:] }
        return try await handle.request(.watermarks) { client in
            let deadline = ContinuousClock.now + timeout
            return Self.offsets(of: partitions, at: Int64(RD_KAFKA_OFFSET_BEGINNING), client, deadline).flatMap { low in
                Self.offsets(of: partitions, at: Int64(RD_KAFKA_OFFSET_END), client, deadline).map { high in
                    Dictionary(
                        uniqueKeysWithValues: partitions.compactMap { partition in
                            guard let low = low[partition], let high = high[partition] else { return nil }
                            return (partition, Watermarks(low: low, high: high))
                        })
                }
            }
        }
    }

    /// How many partitions each topic has; a topic that does not exist, or that we may not see, is absent.
    ///
    /// - Throws: `metadata`, also when the broker does not answer in time.
    public func partitions(of topics: [String], timeout: Duration) async throws(KafkaError) -> [String: Int] {
        try await handle.request(.metadata) { client in
            Metadata.topics(topics, of: client, timeout: timeout, operation: .metadata)
                .map { $0.mapValues(\.partitions) }
        }
    }

    /// The properties of topics, by topic and property.
    ///
    /// - Throws: `describe`, also when the broker does not answer in time.
    public func configurations(
        of topics: [String], timeout: Duration
    ) async throws(KafkaError) -> [String: [String: String]] {
        try await handle.request(.describe) { TopicAdministration.configurations(of: topics, $0, timeout) }
    }

    /// The offset of the first record of each partition at or after an instant; a partition without one is absent.
    ///
    /// - Throws: `watermarks`, also when not every partition was answered in time.
    public func offsets(
        of partitions: [TopicPartition], atOrAfter instant: Date, timeout: Duration
    ) async throws(KafkaError) -> [TopicPartition: Int64] {
        guard !partitions.isEmpty else { return [:] }
        let milliseconds = Int64(instant.timeIntervalSince1970 * 1000)
        return try await handle.request(.watermarks) { client in
            Self.offsets(of: partitions, at: milliseconds, client, ContinuousClock.now + timeout)
                .map { $0.filter { $0.value >= 0 } }
        }
    }

    /// The cluster's id, or `nil` when no broker told it in time.
    ///
    /// - Throws: `metadata` when the consumer is closed.
    public func clusterIdentity(timeout: Duration) async throws(KafkaError) -> String? {
        try await handle.request(.metadata) { client in
            guard let identity = rd_kafka_clusterid(client, timeout.wholeMilliseconds) else { return .success(nil) }
            defer { rd_kafka_mem_free(client, identity) }
            return .success(String(cString: identity))
        }
    }

    // The request for offsets by time knows two "times" that stand for the earliest and the next offset. It is used for
    // these too because it takes many partitions; the request for watermarks takes one.
    private static func offsets(
        of partitions: [TopicPartition], at time: Int64, _ client: OpaquePointer, _ deadline: ContinuousClock.Instant
    ) -> Result<[TopicPartition: Int64], KafkaError> {
        withPartitionList(partitions.map { ($0, time) }) { list -> Result<[TopicPartition: Int64], KafkaError> in
            let left = deadline - .now
            let error = rd_kafka_offsets_for_times(client, list, left.wholeMilliseconds)
            guard error == RD_KAFKA_RESP_ERR_NO_ERROR else {
                return .failure(KafkaError(.watermarks, error, of: client))
            }
            if let error = list.firstError(.watermarks) { return .failure(error) }
            var offsets: [TopicPartition: Int64] = [:]
            list.forEachElement { partition, offset, _ in offsets[partition] = offset }
            return .success(offsets)
        } ?? .failure(KafkaError(.watermarks, RD_KAFKA_RESP_ERR__FAIL))
    }
}
