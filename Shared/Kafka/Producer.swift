import CRdKafka

/// Writes records idempotently: in order for each key, acknowledged by all in-sync replicas, without a time limit.
///
/// The order holds within a producer's life as long as one window is sent at a time. After a fatal error nothing more
/// gets through; make a new producer and send what was not acknowledged again.
public actor Producer {
    /// What is known of one call of `send`.
    private struct Window {
        var reports: [Result<Delivery, KafkaError>?]
        var missing: Int
    }

    // Short, so that abort and close get their turn soon.
    private static let slice = Duration.milliseconds(50)

    private let executor = QueueExecutor(label: "kafka.producer")
    private let handle: ClientHandle
    private var windows: [UInt32: Window] = [:]
    private var lastWindow: UInt32 = 0
    private var isAborted = false
    private var closing: Task<Bool, Never>?

    /// The producer's own queue, where it may block.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// Makes a producer. No broker needs to be reachable.
    ///
    /// - Throws: `configure` for a property that librdkafka does not accept.
    public init(settings: KafkaSettings) throws(KafkaError) {
        handle = try ClientHandle(role: .producer, settings: settings) {
            rd_kafka_conf_set_events($0, RD_KAFKA_EVENT_DR)
        }
    }

    /// Sends the records in their order and waits until the fate of each is known; the results are in the same order.
    ///
    /// It waits as long as the broker is away: `abort` ends that, cancellation does not, for a record without a
    /// report may have been written. A full queue only makes it slower.
    ///
    /// - Parameter queued: called when every record is on its way, and none may be acknowledged yet.
    /// - Returns: for each record its place, or the error that kept it from being acknowledged. A record that the
    ///   broker refused for good is a fatal error, so that nothing overtakes it: what follows fails with a retriable
    ///   error. One that was refused here (too large) does not keep the others back.
    public func send(
        _ records: [ProducedRecord], queued: @Sendable () -> Void = {}
    ) async -> [Result<Delivery, KafkaError>] {
        lastWindow &+= 1
        let number = lastWindow
        windows[number] = Window(reports: Array(repeating: nil, count: records.count), missing: records.count)
        for (index, record) in records.enumerated() {
            await enqueue(record, tag: Self.tag(number, index))
        }
        queued()
        while let window = windows[number], window.missing > 0 {
            guard let client = try? handle.borrow(for: .produce) else { break }
            // Again and again, because a record may be on its way between two queues while they are emptied. librdkafka
            // does it once after a fatal error, and a record that is put back behind that would wait for ever.
            if isAborted {
                purge(client)
            } else if rd_kafka_fatal_error(client, nil, 0) != RD_KAFKA_RESP_ERR_NO_ERROR {
                rd_kafka_purge(client, RD_KAFKA_PURGE_F_QUEUE)
            }
            serve(client)
            await Task.yield()
        }
        let reports = windows.removeValue(forKey: number)?.reports ?? []
        return reports.map { $0 ?? .failure(KafkaError(.produce, RD_KAFKA_RESP_ERR__DESTROY)) }
    }

    /// Gives up what is queued or in flight: a waiting `send` returns, with errors for records whose report is not
    /// here. They may have been written all the same. The producer takes no more records.
    public func abort() {
        isAborted = true
        guard let client = try? handle.borrow(for: .produce) else { return }
        purge(client)
    }

    /// Aborts and frees the handle; await your sends first, there is nothing else to flush.
    ///
    /// - Returns: `false` when it took longer than `deadline` and the handle was abandoned, which happens while a
    ///   broker is down; the process may go on or exit all the same.
    @discardableResult
    public func close(deadline: Duration) async -> Bool {
        if let closing { return await closing.value }
        let task = Task {
            let end = ContinuousClock.now + deadline
            abort()
            // Every open window has its `send` behind it, which takes its turn here and collects the purged reports.
            while !windows.isEmpty, ContinuousClock.now < end { await Task.yield() }
            return await handle.destroy(within: end - .now)
        }
        closing = task
        return await task.value
    }

    private func enqueue(_ record: ProducedRecord, tag: UInt) async {
        while true {
            guard !isAborted, let client = try? handle.borrow(for: .produce) else {
                return report(.failure(KafkaError(.produce, RD_KAFKA_RESP_ERR__PURGE_QUEUE)), for: tag)
            }
            switch record.enqueue(to: client, tag: tag) {
            case RD_KAFKA_RESP_ERR_NO_ERROR:
                return
            case RD_KAFKA_RESP_ERR__QUEUE_FULL:
                serve(client)
                await Task.yield()
            case let error:
                return report(.failure(KafkaError(.produce, error, of: client, detail: record.topic)), for: tag)
            }
        }
    }

    private func purge(_ client: OpaquePointer) {
        rd_kafka_purge(client, RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT)
    }

    /// Takes in the delivery reports, waiting one slice for the first.
    private func serve(_ client: OpaquePointer) {
        guard let queue = rd_kafka_queue_get_main(client) else { return }
        defer { rd_kafka_queue_destroy(queue) }
        var wait = Self.slice.wholeMilliseconds
        while let event = rd_kafka_queue_poll(queue, wait) {
            defer { rd_kafka_event_destroy(event) }
            wait = 0
            guard rd_kafka_event_type(event) == RD_KAFKA_EVENT_DR else { continue }
            while let message = rd_kafka_event_message_next(event) {
                take(message.pointee, of: client)
            }
        }
    }

    private func take(_ message: rd_kafka_message_t, of client: OpaquePointer) {
        let tag = UInt(bitPattern: message._private)
        guard message.err != RD_KAFKA_RESP_ERR_NO_ERROR else {
            let offset = message.offset < 0 ? Delivery.unknownOffset : message.offset
            return report(.success(Delivery(partition: message.partition, offset: offset)), for: tag)
        }
        let topic = message.rkt.flatMap { rd_kafka_topic_name($0) }.map { String(cString: $0) }
        report(.failure(KafkaError(.produce, message.err, of: client, detail: topic)), for: tag)
    }

    private func report(_ result: Result<Delivery, KafkaError>, for tag: UInt) {
        let number = UInt32(truncatingIfNeeded: tag >> 32)
        let index = Int(tag & 0xFFFF_FFFF)
        guard let window = windows[number], window.reports[index] == nil else { return }
        windows[number]?.reports[index] = result
        windows[number]?.missing -= 1
    }

    /// Window and index in one machine word, so that nothing needs to be kept alive for the C side.
    private static func tag(_ window: UInt32, _ index: Int) -> UInt {
        UInt(window) << 32 | UInt(index)
    }
}
