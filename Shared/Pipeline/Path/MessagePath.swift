import Foundation
import GRDB
import Kafka
import Logging
import Models
import ServiceLifecycle

/// poll -> decode -> one transaction { positions, inbox, handlers, outbox, timers } -> commit -> wake the relay ->
/// report offsets to Kafka. Exactly once in effect, whatever dies in between (design 4).
public actor MessagePath: Service {
    let entry: TransactionalEntry
    let inputs: Inputs
    let settings: KafkaSettings
    let status: PathStatus
    let logger: Logger
    var assigned: [TopicPartition] = []
    var positions: [TopicPartition: Position] = [:]
    var check = PositionCheck()
    var crashGuard = CrashGuard(stoppedUncleanly: false, positions: [:], partitions: [])
    var trouble: PositionTrouble?
    var hasBeenAssigned = false
    var partitionsSeenAt = Date.distantPast
    var schedule = CatchUpSchedule()
    var reporter = OffsetReporter()
    var retention = RetentionWatch()
    let wake = Signal()

    static let batchLimit = 500
    static let pollWait: Duration = .milliseconds(100)
    static let requestLimit: Duration = .seconds(1)
    /// How often the number of partitions is looked at, in seconds.
    static let partitionWatch: TimeInterval = 30
    static let closeLimit: Duration = .milliseconds(700)

    init(
        entry: TransactionalEntry, inputs: Inputs, settings: KafkaSettings, status: PathStatus, logger: Logger
    ) {
        self.entry = entry
        self.inputs = inputs
        self.settings = settings
        self.status = status
        self.logger = logger
    }

    /// Consumes until the process stops; the transaction in hand ends first.
    public func run() async throws {
        let consumer = try Consumer(settings: settings)
        try await withGracefulShutdownHandler {
            while !stopping {
                do {
                    try await assign(consumer)
                    try await consume(consumer)
                } catch let found as PositionTrouble {
                    await halt(for: found)
                } catch let error as KafkaError where error.isOffsetOutOfRange {
                    logger.warning("a position is out of range and is looked into")
                    await wake.wait(atMost: FailurePolicy.delay(beforeAttempt: 1))
                } catch {
                    guard FailurePolicy.action(for: error) == .retryBatch else { throw error }
                    await waitOut(error, attempt: 1)
                }
            }
        } onGracefulShutdown: { [wake] in
            wake.raise()
        }
        if await !consumer.close(deadline: MessagePath.closeLimit) {
            logger.warning("consumer abandoned: it did not close in time")
        }
    }

    var stopping: Bool { Task.isShuttingDownGracefully || Task.isCancelled }

    private func consume(_ consumer: Consumer) async throws {
        var attempt = 0
        while !stopping {
            do {
                try await turn(consumer)
                attempt = 0
            } catch {
                guard FailurePolicy.action(for: error) == .retryBatch else { throw error }
                attempt += 1
                await waitOut(error, attempt: attempt)
            }
        }
    }

    // MARK: - One turn

    /// One turn of the loop: a batch of messages, or the timers that are due.
    private func turn(_ consumer: Consumer) async throws {
        let now = entry.clock()
        status.update { $0.lastTurn = now }
        entry.meters.lastTurn.record(now.timeIntervalSince1970)
        await watchRetention(consumer, at: now)
        let backlog = try await reportBacklog(at: now)
        guard backlog < Outbox.highWater else {
            status.update { $0.waitsFor = "outbox: \(backlog) events wait for the broker" }
            return await wake.wait(atMost: MessagePath.pollWait)
        }
        status.update { $0.waitsFor = nil }
        let polled = try await consumer.poll(max: MessagePath.batchLimit, timeout: MessagePath.pollWait)
        let records = try check.unhandled(polled)
        let (alone, together) = crashGuard.takeSuspects(of: records)
        for record in alone { try await handleAlone(record) }
        if !together.isEmpty { try await handle(together) }
        reportOffsets(to: consumer, at: now)
        try await lookAtEnds(consumer, at: now)
        try await fireTimers()
    }

    /// Handles a batch in one transaction.
    private func handle(_ records: [ConsumedRecord]) async throws {
        let before = positions
        let batch = try await insist { [inputs, logger] scope in
            try Batch.handle(records, from: before, inputs: inputs, scope: scope, logger: logger)
        }
        takeOver(batch)
    }

    /// Handles a message that may have ended the process before, behind a note that outlives it.
    private func handleAlone(_ record: ConsumedRecord) async throws {
        let before = positions
        let isHopeless = try await insist { try CrashGuard.isHopeless(record, in: $0.database) }
        entry.crash.at(.attemptNoted)
        let batch = try await insist { [inputs, logger] scope in
            try CrashGuard.clear(record, in: scope.database)
            return try Batch.handle(
                [record], haveCrashed: isHopeless, from: before, inputs: inputs, scope: scope, logger: logger)
        }
        takeOver(batch)
    }

    private func takeOver(_ batch: Batch.Result) {
        entry.crash.at(.batchCommitted)
        positions.merge(batch.positions) { $1 }
        entry.crash.at(.batchTakenOver)
        count(batch)
    }

    /// One transaction; a fault of the store is waited out with the messages in hand.
    private func insist<Value: Sendable>(
        _ work: @Sendable @escaping (TransactionalEntry.Scope) throws -> Value
    ) async throws -> Value {
        var attempt = 0
        while true {
            do { return try await entry.write(work) } catch {
                guard FailurePolicy.action(for: error) == .retryBatch, !stopping else { throw error }
                attempt += 1
                await waitOut(error, attempt: attempt)
            }
        }
    }

    /// Waits after a fault of the store. The loop counts as turning, although it gets nowhere: a restart would not make
    /// room on the disk.
    func waitOut(_ error: any Error, attempt: Int) async {
        let words = StoreFault.words(for: error)
        entry.meters.retries.increment()
        sayWaiting(for: "store: \(words)")
        logger.error("the store failed; tried again", metadata: ["error": .string(words)])
        await wake.wait(atMost: FailurePolicy.delay(beforeAttempt: attempt))
    }

    private func count(_ batch: Batch.Result) {
        entry.meters.batchSize.record(batch.outcomes.count)
        for (topic, number) in batch.consumed { entry.meters.consumed(topic, number) }
        for outcome in batch.outcomes {
            entry.meters.handled(outcome.type, outcome.outcome)
            if let cause = outcome.cause { entry.meters.deadLettered(cause) }
        }
        status.update {
            $0.consumed += batch.outcomes.count
            $0.deadLetters += batch.outcomes.count { $0.cause != nil }
        }
    }

    /// Reads the ends of the topics now and then: for the lag, and for timers, which wait until everything that was
    /// there when they became due is consumed.
    private func lookAtEnds(_ consumer: Consumer, at now: Date) async throws {
        guard schedule.needsEnds(at: now) else { return }
        try await watchPartitions(consumer, at: now)
        guard let ends = try? await consumer.watermarks(of: assigned, timeout: MessagePath.requestLimit) else { return }
        schedule.ends(ends.mapValues { $0.high > $0.low ? $0.high : 0 }, at: now)
        for (partition, end) in ends {
            let next = positions[partition]?.next ?? end.low
            entry.meters.lag(partition.topic, partition.partition, max(0, end.high - next))
        }
    }

    /// Tells Kafka the positions beside the loop: without a broker the answer takes seconds, and nothing rests on it.
    private func reportOffsets(to consumer: Consumer, at now: Date) {
        guard let due = reporter.due(positions.mapValues(\.next), at: now) else { return }
        Task { [logger, entry] in
            entry.crash.at(.offsetsBefore)
            do { try await consumer.commit(due) } catch {
                logger.debug("offsets not reported", metadata: ["error": .string("\(error)")])
            }
            entry.crash.at(.offsetsAfter)
        }
    }

    private func fireTimers() async throws {
        guard let instant = schedule.reached(by: positions.mapValues(\.next)) else {
            return status.update { $0.isCaughtUp = false }
        }
        status.update { $0.isCaughtUp = true }
        let handlers = inputs.timers
        let fired = try await entry.store.read { try Timers.earliest(in: $0) }
        guard let earliest = fired, earliest <= instant else { return }
        let count = try await entry.write { [logger] scope in
            try Batch.fire(handlers, dueAt: instant, scope: scope, logger: logger)
        }
        entry.crash.at(.timersCommitted)
        entry.meters.timersFired.increment(by: count)
    }

    private func reportBacklog(at now: Date) async throws -> Int {
        let backlog = try await entry.store.read(Outbox.backlog)
        let waiting = max(0, backlog.count - entry.marks.count)
        entry.meters.backlog.record(waiting)
        entry.meters.backlogAge.record(waiting == 0 ? 0 : backlog.oldest.map { now.timeIntervalSince($0) } ?? 0)
        return waiting
    }
}
