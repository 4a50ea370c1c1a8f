import Foundation
import GRDB
import Kafka
import Logging
import Models
import ServiceLifecycle

/// First what the journal knows and the store does not. Then, for ever: poll -> decode -> one transaction { positions,
/// inbox, handlers, outbox, timers } -> commit -> wake the relay -> report offsets to Kafka. Exactly once in effect,
/// whatever dies in between (design 4).
public actor MessagePath: Service {
    let entry: TransactionalEntry
    let inputs: Inputs
    let settings: KafkaSettings
    let status: PathStatus
    let logger: Logger
    /// The full name of the service's journal.
    let journal: String
    let prefix: String
    /// The state topics that the service writes itself.
    let states: [Topic]
    /// How far the store knew its own topics before anything was sent by this process; topics without prefix.
    let sentBefore: [TopicPartition: Int64]
    private let start: @Sendable (TransactionalEntry) async throws -> Void
    private var hasBegun = false
    var assigned: [TopicPartition] = []
    var positions: [TopicPartition: Position] = [:]
    var seenEnds: [TopicPartition: Int64] = [:]
    var check = PositionCheck()
    var crashGuard = CrashGuard(stoppedUncleanly: false, positions: [:], partitions: [])
    var trouble: PositionTrouble?
    var hasBeenAssigned = false
    var restore: Restore?
    var journalEnds: [TopicPartition: Watermarks] = [:]
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
        entry: TransactionalEntry, inputs: Inputs, settings: PipelineSettings, status: PathStatus, logger: Logger,
        states: [Topic], start: @Sendable @escaping (TransactionalEntry) async throws -> Void
    ) throws {
        self.entry = entry
        self.inputs = inputs
        self.settings = settings.kafka
        self.status = status
        self.logger = logger
        self.start = start
        self.states = states
        prefix = settings.topicPrefix
        journal = settings.topicPrefix + Topics.journal(of: entry.service).name
        sentBefore = try entry.store.readNow(SentOffsets.all)
    }

    /// Consumes until the process stops; the transaction in hand ends first.
    public func run() async throws {
        let consumer = try Consumer(settings: settings)
        try await withGracefulShutdownHandler {
            while !stopping {
                do {
                    try await assign(consumer)
                    try await restoreStore(consumer)
                    try await begin()
                    try await fireOverdue(consumer)
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

    /// Takes commands from now on, the service's own first.
    private func begin() async throws {
        guard !stopping, !hasBegun else { return }
        entry.gate.open()
        try await start(entry)
        hasBegun = true
    }

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
        guard try await hasRoom(at: now) else { return }
        status.update { $0.waitsFor = nil }
        try await handle(poll(consumer))
        reportOffsets(to: consumer, at: now)
        try await lookAtEnds(consumer, at: now)
        try await fireTimers()
    }

    /// What has come and was not handled before.
    func poll(_ consumer: Consumer) async throws -> [ConsumedRecord] {
        let records = try await consumer.poll(max: MessagePath.batchLimit, timeout: MessagePath.pollWait)
        seenEnds = await consumer.ends
        return try check.unhandled(records)
    }

    /// How far each partition is read: behind what was handled, or at its end where that holds no record.
    var readTo: [TopicPartition: Int64] { positions.mapValues(\.next).merging(seenEnds) { max($0, $1) } }

    func handle(_ records: [ConsumedRecord]) async throws {
        let (alone, together) = crashGuard.takeSuspects(of: records)
        for record in alone { try await handleAlone(record) }
        if !together.isEmpty { try await handleTogether(together) }
    }

    /// Handles a batch in one transaction.
    func handleTogether(_ records: [ConsumedRecord]) async throws {
        let before = positions
        let batch = try await insist { [inputs, logger] scope in
            try Batch.handle(records, from: before, inputs: inputs, scope: scope, logger: logger)
        }
        takeOver(batch)
    }

    /// Handles a message that may have ended the process before, behind a note that outlives it.
    func handleAlone(_ record: ConsumedRecord) async throws {
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
    func insist<Value: Sendable>(
        at instant: Date? = nil, _ work: @Sendable @escaping (TransactionalEntry.Scope) throws -> Value
    ) async throws -> Value {
        var attempt = 0
        while true {
            do { return try await entry.write(at: instant, work) } catch {
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

    func count(_ batch: Batch.Result) {
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
            entry.meters.lag(partition.topic, partition.partition, max(0, end.high - (readTo[partition] ?? end.low)))
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
        guard let instant = schedule.reached(by: readTo) else {
            return status.update { $0.isCaughtUp = false }
        }
        status.update { $0.isCaughtUp = true }
        let fired = try await entry.store.read { try Timers.earliest(in: $0) }
        guard let earliest = fired, earliest <= instant else { return }
        try await fireTimers(dueAt: instant)
    }

    func fireTimers(dueAt instant: Date, performedAt: Date? = nil) async throws {
        let count = try await entry.write(at: performedAt) { [handlers = inputs.timers, logger] scope in
            try Batch.fire(handlers, dueAt: instant, scope: scope, logger: logger)
        }
        entry.crash.at(.timersCommitted)
        entry.meters.timersFired.increment(by: count)
    }

    /// Whether the outbox can take more; else some time has passed.
    func hasRoom(at now: Date) async throws -> Bool {
        let backlog = try await reportBacklog(at: now)
        guard backlog >= Outbox.highWater else { return true }
        sayWaiting(for: "outbox: \(backlog) events wait for the broker")
        await wake.wait(atMost: MessagePath.pollWait)
        return false
    }

    private func reportBacklog(at now: Date) async throws -> Int {
        let backlog = try await entry.store.read(Outbox.backlog)
        let waiting = max(0, backlog.count - entry.marks.count)
        entry.meters.backlog.record(waiting)
        entry.meters.backlogAge.record(waiting == 0 ? 0 : backlog.oldest.map { now.timeIntervalSince($0) } ?? 0)
        return waiting
    }
}
