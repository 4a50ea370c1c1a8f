import CRdKafka
import Dispatch
import Foundation

/// Owns one librdkafka handle.
///
/// Three rules keep its use safe. Actors borrow the pointer for one slice on their own queue and ask again after
/// every suspension. Long requests run one after the other on a queue of their own, so that a slow broker delays
/// neither polling nor closing. Destruction is asked for, never left to `deinit`: it can hang for ever (librdkafka
/// 2.0.2 with its broker down), so it runs on a plain thread that is abandoned at the deadline, and then the memory
/// stays as it is.
final class ClientHandle: @unchecked Sendable {
    private let pointer: OpaquePointer
    private let log: Unmanaged<LogSink>
    private let requests: DispatchQueue
    private let lock = NSLock()
    private var isClosed = false

    /// - Parameter prepare: sets on the configuration what no property can.
    init(
        role: ClientRole, settings: KafkaSettings, prepare: (OpaquePointer) -> Void = { _ in }
    ) throws(KafkaError) {
        let configuration = try settings.makeConfiguration(for: role)
        let log = LogSink(settings.logger).attach(to: configuration)
        prepare(configuration)
        let (client, text) = withErrorText { rd_kafka_new(role.type, configuration, $0, $1) }
        guard let client else {
            // Only on success does the handle take the configuration over.
            rd_kafka_conf_destroy(configuration)
            log.release()
            throw KafkaError(.configure, rd_kafka_last_error(), detail: text)
        }
        self.pointer = client
        self.log = log
        self.requests = DispatchQueue(label: "kafka.requests")
    }

    /// The pointer for one slice of work on the owning actor.
    func borrow(for operation: KafkaError.Operation) throws(KafkaError) -> OpaquePointer {
        guard lock.withLock({ !isClosed }) else { throw KafkaError(operation, RD_KAFKA_RESP_ERR__DESTROY) }
        return pointer
    }

    /// Runs a blocking request on the requests' queue.
    func request<Value: Sendable>(
        _ operation: KafkaError.Operation,
        _ body: @escaping @Sendable (OpaquePointer) -> Result<Value, KafkaError>
    ) async throws(KafkaError) -> Value {
        let result: Result<Value, KafkaError> = await withCheckedContinuation { continuation in
            lock.withLock {
                guard !isClosed else {
                    return continuation.resume(returning: .failure(KafkaError(operation, RD_KAFKA_RESP_ERR__DESTROY)))
                }
                // Queued under the lock: whatever is queued before the closing runs before the destruction.
                requests.async { continuation.resume(returning: body(self.pointer)) }
            }
        }
        return try result.get()
    }

    /// Destroys the handle; must be called on the owning actor, whose slices have all ended then.
    ///
    /// - Returns: whether it ended before the deadline; otherwise the handle is abandoned.
    func destroy(
        within deadline: Duration, first prepare: @escaping @Sendable (OpaquePointer) -> Void = { _ in }
    ) async -> Bool {
        lock.withLock { isClosed = true }
        return await withCheckedContinuation { continuation in
            let answer = FirstAnswer(continuation)
            Thread.detachNewThread {
                self.requests.sync {}
                prepare(self.pointer)
                rd_kafka_destroy(self.pointer)
                self.log.release()
                answer.give(true)
            }
            DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(Int(deadline.wholeMilliseconds))) {
                answer.give(false)
            }
        }
    }
}

/// Passes on the first of two answers.
private final class FirstAnswer: @unchecked Sendable {
    private let lock = NSLock()
    private var continuation: CheckedContinuation<Bool, Never>?

    init(_ continuation: CheckedContinuation<Bool, Never>) {
        self.continuation = continuation
    }

    func give(_ answer: Bool) {
        let waiting = lock.withLock { () -> CheckedContinuation<Bool, Never>? in
            defer { continuation = nil }
            return continuation
        }
        waiting?.resume(returning: answer)
    }
}

extension Duration {
    /// Whole milliseconds, not below zero, as librdkafka takes them.
    var wholeMilliseconds: Int32 {
        let (seconds, attoseconds) = components
        let milliseconds = Double(seconds) * 1000 + Double(attoseconds) / 1e15
        return Int32(min(max(milliseconds, 0), Double(Int32.max)))
    }
}
