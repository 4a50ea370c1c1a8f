import CRdKafka

/// Reads assigned partitions in order.
///
/// There is no group protocol: whoever owns the positions assigns them, and Kafka's own offsets are a copy for lag
/// tools.
public actor Consumer {
    // Short, so that a call to close gets its turn soon.
    private static let slice = Duration.milliseconds(100)

    private let executor = QueueExecutor(label: "kafka.consumer")
    let handle: ClientHandle
    private var heldError: KafkaError?
    private var paused: Set<TopicPartition> = []
    /// Where each partition of the assignment ended when it was last read to its end: the offset behind everything that
    /// is there, whether it holds records or not.
    public private(set) var ends: [TopicPartition: Int64] = [:]
    private var closing: Task<Bool, Never>?

    /// The consumer's own queue, where it may block.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// Makes a consumer without an assignment. No broker needs to be reachable.
    ///
    /// - Throws: `configure` for a property that librdkafka does not accept.
    public init(settings: KafkaSettings) throws(KafkaError) {
        handle = try ClientHandle(role: .consumer, settings: settings)
        // One queue for everything, so that polling alone keeps the handle going.
        rd_kafka_poll_set_consumer(try handle.borrow(for: .configure))
    }

    /// Reads these partitions from now on and no others; what was fetched for the previous assignment is dropped.
    ///
    /// - Throws: `assign`.
    public func assign(_ positions: [TopicPartition: StartOffset]) throws(KafkaError) {
        try pause([])
        let client = try handle.borrow(for: .assign)
        let entries = positions.map { ($0.key, $0.value.code) }
        let error = withPartitionList(entries) { rd_kafka_assign(client, $0) } ?? RD_KAFKA_RESP_ERR__FAIL
        guard error == RD_KAFKA_RESP_ERR_NO_ERROR else { throw KafkaError(.assign, error, of: client) }
        heldError = nil
        ends = [:]
    }

    /// Reads nothing of these assigned partitions until told otherwise, and of all others again. What was fetched of
    /// them is fetched once more.
    ///
    /// - Throws: `pause`.
    public func pause(_ partitions: Set<TopicPartition>) throws(KafkaError) {
        let client = try handle.borrow(for: .pause)
        try tell(paused.subtracting(partitions), client, rd_kafka_resume_partitions)
        try tell(partitions.subtracting(paused), client, rd_kafka_pause_partitions)
        paused = partitions
    }

    private func tell(
        _ partitions: Set<TopicPartition>, _ client: OpaquePointer,
        _ request: (OpaquePointer, UnsafeMutablePointer<rd_kafka_topic_partition_list_t>) -> rd_kafka_resp_err_t
    ) throws(KafkaError) {
        guard !partitions.isEmpty else { return }
        let entries = partitions.map { ($0, Int64(RD_KAFKA_OFFSET_INVALID)) }
        let error = withPartitionList(entries) { request(client, $0) } ?? RD_KAFKA_RESP_ERR__FAIL
        guard error == RD_KAFKA_RESP_ERR_NO_ERROR else { throw KafkaError(.pause, error, of: client) }
    }

    /// Waits up to `timeout` for the first record, then takes what is already here, `max` records at most.
    ///
    /// An unreachable broker is no error, there is just nothing to read. A cancelled task gets what is here within
    /// 100 ms.
    ///
    /// - Throws: `poll` for what waiting does not heal: an offset that the partition does not have
    ///   (`_AUTO_OFFSET_RESET`, reported once for each assignment), an unknown topic, a missing authorisation.
    ///   Records read before the error are returned first, the error is thrown by the next call.
    public func poll(max: Int, timeout: Duration) async throws(KafkaError) -> [ConsumedRecord] {
        let deadline = ContinuousClock.now + timeout
        var records: [ConsumedRecord] = []
        while true {
            let client = try handle.borrow(for: .poll)
            take(upTo: max, within: min(deadline - .now, Self.slice), from: client, into: &records)
            guard records.isEmpty else { return records }
            if let error = heldError {
                heldError = nil
                throw error
            }
            if Task.isCancelled || ContinuousClock.now >= deadline { return [] }
            await Task.yield()
        }
    }

    private func take(
        upTo max: Int, within wait: Duration, from client: OpaquePointer, into records: inout [ConsumedRecord]
    ) {
        var wait = wait.wholeMilliseconds
        while records.count < max, heldError == nil, let message = rd_kafka_consumer_poll(client, wait) {
            // A single message kept makes the handle's destruction hang for ever.
            defer { rd_kafka_message_destroy(message) }
            wait = 0
            let error = message.pointee.err
            if error == RD_KAFKA_RESP_ERR_NO_ERROR {
                if let record = ConsumedRecord(copying: message) { records.append(record) }
            } else if error == RD_KAFKA_RESP_ERR__PARTITION_EOF {
                if let partition = TopicPartition(of: message) { ends[partition] = message.pointee.offset }
            } else {
                let found = KafkaError(.poll, error, of: client, detail: TopicPartition(of: message)?.description)
                if found.isFatal || !found.isRetriable { heldError = found }
            }
        }
    }

    /// Ends reading and frees the handle; whatever was not polled is dropped.
    ///
    /// - Returns: `false` when it took longer than `deadline` and the handle was abandoned, which happens while a
    ///   broker is down; the process may go on or exit all the same.
    @discardableResult
    public func close(deadline: Duration) async -> Bool {
        if let closing { return await closing.value }
        let task = Task { await handle.destroy(within: deadline) { _ = rd_kafka_consumer_close($0) } }
        closing = task
        return await task.value
    }
}

extension StartOffset {
    fileprivate var code: Int64 {
        switch self {
        case .beginning: Int64(RD_KAFKA_OFFSET_BEGINNING)
        case .offset(let offset): offset
        }
    }
}
