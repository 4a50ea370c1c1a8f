import Foundation
import Kafka
import Logging
import Models
import ServiceLifecycle

/// Publishes the outbox: in `seq` order, one idempotent producer, one window in flight.
///
/// After any error what was not acknowledged is sent again in order; a fatal error needs a new producer. An error of
/// one row that waiting does not heal stops the relay of its topic with an alarm, others go on.
public actor Relay: Service {
    private let entry: TransactionalEntry
    private let settings: KafkaSettings
    private let prefix: String
    private let status: PathStatus
    private let logger: Logger
    private var producer: Producer?
    private var cursor: Int64 = 0
    private var stopped: [String: Date] = [:]
    private var failures = 0
    private let wake = Signal()
    private var draining = false
    private var givenUp = false

    static let windowRows = 1000
    static let windowBytes = 4 << 20
    static let markDelay: Duration = .milliseconds(100)
    static let idleWait: Duration = .seconds(1)
    static let stoppedTopicRetry: TimeInterval = 30
    static let drainLimit: Duration = .milliseconds(1500)
    static let closeLimit: Duration = .milliseconds(700)

    init(entry: TransactionalEntry, settings: KafkaSettings, prefix: String, status: PathStatus, logger: Logger) {
        self.entry = entry
        self.settings = settings
        self.prefix = prefix
        self.status = status
        self.logger = logger
    }

    /// Publishes until the process stops, then drains what waits, with a deadline.
    public func run() async throws {
        try await withTaskCancellationOrGracefulShutdownHandler {
            while !Task.isShuttingDownGracefully, !Task.isCancelled { try await turn() }
        } onCancelOrGracefulShutdown: { [entry, wake] in
            entry.outboxGrew.raise()
            wake.raise()
            Task { await self.giveUpAfterDrainLimit() }
        }
        draining = true
        while !givenUp, try await turn() {}
        try? await writeMarks()
        if let producer, await !producer.close(deadline: Relay.closeLimit) {
            logger.warning("producer abandoned: it did not close in time")
        }
    }

    /// A producer whose broker is gone waits for ever; its reports must come so that the process can end.
    private func giveUpAfterDrainLimit() async {
        await Signal().wait(atMost: Relay.drainLimit)
        givenUp = true
        wake.raise()
        await producer?.abort()
    }

    /// Publishes one window, or waits for work; false when there was none.
    @discardableResult
    private func turn() async throws -> Bool {
        do {
            resumeStoppedTopics()
            let rows = try await nextWindow()
            guard !rows.isEmpty else {
                // Rows before the cursor wait again once operations have asked for it.
                if entry.marks.isEmpty { cursor = 0 }
                if !entry.marks.isEmpty, draining { try await writeMarks() }
                if draining { return false }
                let hadMarks = !entry.marks.isEmpty
                await entry.outboxGrew.wait(atMost: hadMarks ? Relay.markDelay : Relay.idleWait)
                if hadMarks { try await writeMarks() }
                return false
            }
            await publish(rows)
            return true
        } catch  where StoreFault.isStoreFault(error) {
            logger.error("outbox cannot be read or marked", metadata: ["error": .string(StoreFault.words(for: error))])
            await pause()
            return false
        }
    }

    private func nextWindow() async throws -> [Outbox.Row] {
        let from = cursor
        let skipped = Set(stopped.keys)
        return try await entry.store.read { database in
            try Outbox.pending(
                after: from, rows: Relay.windowRows, bytes: Relay.windowBytes, without: skipped, in: database)
        }
    }

    private func writeMarks() async throws {
        guard !entry.marks.isEmpty else { return }
        try await entry.write { $0.crash.at(.marksUncommitted) }
        entry.crash.at(.marksCommitted)
    }

    private func publish(_ window: [Outbox.Row]) async {
        cursor = window.last?.seq ?? cursor
        var rows = window
        while !rows.isEmpty, !givenUp {
            guard let producer = openProducer() else {
                await pause()
                continue
            }
            entry.crash.at(.produceBefore)
            let results = await producer.send(rows.map(record)) { [entry] in entry.crash.at(.produced) }
            entry.crash.at(.reported)
            let now = entry.clock()
            var again: [Outbox.Row] = []
            var marks: [Outbox.Mark] = []
            var fatal = false
            for (row, result) in zip(rows, results) {
                switch result {
                case .success(let delivery):
                    marks.append(
                        .init(
                            seq: row.seq, topic: row.topic, partition: delivery.partition, offset: delivery.offset,
                            sentAt: now))
                case .failure(let error):
                    fatal = fatal || error.isFatal
                    if error.isRetriable {
                        again.append(row)
                    } else {
                        stop(row.topic, because: error)
                    }
                }
            }
            entry.marks.add(marks)
            entry.crash.at(.marked)
            entry.meters.published.increment(by: marks.count)
            rows = again.filter { stopped[$0.topic] == nil }
            if fatal { await replaceProducer() }
            if rows.isEmpty {
                failures = 0
            } else {
                await pause()
            }
        }
    }

    private func record(_ row: Outbox.Row) -> ProducedRecord {
        ProducedRecord(
            topic: prefix + row.topic, key: Data(row.key.utf8), value: row.payload,
            headers: Headers.decode(row.headers).map { KafkaHeader(name: $0.name, value: $0.value) })
    }

    private func openProducer() -> Producer? {
        if let producer { return producer }
        do {
            producer = try Producer(settings: settings)
        } catch {
            logger.error("no producer", metadata: ["error": .string(error.description)])
        }
        return producer
    }

    private func replaceProducer() async {
        logger.warning("producer failed for good and is replaced")
        let failed = producer
        producer = nil
        _ = await failed?.close(deadline: Relay.closeLimit)
    }

    private func stop(_ topic: String, because error: KafkaError) {
        stopped[topic] = entry.clock()
        sayStopped { $0[topic] = error.description }
        logger.error(
            "topic refused an event: its relay stops and is tried again later",
            metadata: ["topic": .string(topic), "error": .string(error.description)])
    }

    /// Reads the outbox from its start again, since rows of the stopped topics were passed over.
    private func resumeStoppedTopics() {
        let now = entry.clock()
        let due = stopped.filter { abs(now.timeIntervalSince($0.value)) >= Relay.stoppedTopicRetry }
        guard !due.isEmpty, entry.marks.isEmpty else { return }
        for topic in due.keys { stopped[topic] = nil }
        sayStopped { $0 = $0.filter { due[$0.key] == nil } }
        cursor = 0
    }

    private func sayStopped(_ change: (inout [String: String]) -> Void) {
        status.update { change(&$0.stoppedTopics) }
        entry.meters.stoppedTopics.record(stopped.count)
    }

    private func pause() async {
        failures += 1
        await wake.wait(atMost: FailurePolicy.delay(beforeAttempt: failures))
    }
}
