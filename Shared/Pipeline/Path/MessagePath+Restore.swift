import Foundation
import Kafka
import Models

/// Brings a store that is older than its journal back to where the service was (design 4.10): the inputs up to where
/// they stood at each record, then the record, and what was drawn is taken from the journal.
extension MessagePath {
    /// Reads what the journal holds beyond what the store knows to have written there: nothing at an ordinary start.
    ///
    /// - Throws: `SealError` for a record sealed to another key; a fault of broker or store.
    func readJournal(_ consumer: Consumer, partitions: Int) async throws -> Restore {
        let progress = try await entry.store.read(Journal.progress)
        let places = (0..<Int32(partitions)).map { TopicPartition(topic: journal, partition: $0) }
        let watermarks = try await consumer.watermarks(of: places, timeout: MessagePath.requestLimit)
        let name = Topics.journal(of: entry.service).name
        var starts: [TopicPartition: Int64] = [:]
        for (place, ends) in watermarks {
            let known = sentBefore[TopicPartition(topic: name, partition: place.partition)] ?? 0
            starts[place] = progress.isRestoring || known > ends.high ? ends.low : max(known, ends.low)
        }
        let records = try await read(consumer, from: starts, to: watermarks.mapValues(\.high), saying: "journal")
        let found = Restore(try records.map { try Journal.open($0, entry.keys) }, beyond: progress)
        if found.isDone {
            try await noteJournal(watermarks, under: name)
        } else {
            entry.recalled.replace(with: found.drawn)
            try await insist { try Journal.beginRestore(from: found.includes, to: found.last, in: $0.database) }
            logger.warning(
                "the store is older than its journal and is restored",
                metadata: [
                    "includes": "\(found.includes)", "last": "\(found.last)", "missing": "\(found.missing)",
                    "commands": "\(found.commands)",
                ])
        }
        journalEnds = watermarks
        return found
    }

    /// Reads partitions of a topic of our own to their ends.
    func read(
        _ consumer: Consumer, from starts: [TopicPartition: Int64], to ends: [TopicPartition: Int64],
        saying words: String
    ) async throws -> [ConsumedRecord] {
        var next = starts.filter { $0.value < ends[$0.key] ?? 0 }
        guard !next.isEmpty else { return [] }
        try await consumer.assign(next.mapValues { .offset($0) })
        var records: [ConsumedRecord] = []
        while !stopping, next.contains(where: { $0.value < ends[$0.key] ?? 0 }) {
            sayWaiting(for: words)
            for record in try await consumer.poll(max: MessagePath.batchLimit, timeout: MessagePath.pollWait) {
                next[record.topicPartition] = record.offset + 1
                records.append(record)
            }
        }
        return records
    }

    /// Does again what the store does not include, and then everything up to the ends of the inputs, timers among the
    /// events.
    func restoreStore(_ consumer: Consumer) async throws {
        guard let found = restore, !found.isDone else { return }
        var order = EventOrder()
        while let part = restore?.part, !part.isEmpty {
            let words = "restore: \(restore?.commands ?? 0) commands to go"
            let instant = part.last?.command?.instant ?? .distantPast
            try await catchUp(consumer, through: part.map(\.positions), at: instant, in: &order, saying: words)
            guard !stopping else { return }
            if let step = part.last, let command = step.command { try await performAgain(command, step.number) }
            restore?.advance(by: part.count)
        }
        try await catchUp(consumer, at: entry.clock(), in: &order, saying: "restore: the last events")
        guard !stopping else { return }
        try await learnVersions(consumer)
        try await noteJournal(journalEnds, under: Topics.journal(of: entry.service).name)
        try await insist { try Journal.endRestore(in: $0.database) }
        entry.recalled.replace(with: [:])
        restore?.finish()
        logger.notice("the store is restored")
        // What was read ahead of the ends is read once more, now as it comes.
        try await assign(consumer)
    }

    /// After a while away: what became due meanwhile fires among the events, as it would have done then (design 4.9).
    func fireOverdue(_ consumer: Consumer) async throws {
        let now = entry.clock()
        let earliest = try await entry.store.read { try Timers.earliest(in: $0) }
        guard !stopping, let earliest, earliest <= now else { return }
        var order = EventOrder()
        try await catchUp(consumer, at: now, in: &order, saying: "timers that became due meanwhile")
        // What was read ahead is read once more, now as it comes.
        if !stopping, !order.isEmpty { try await assign(consumer) }
    }

    /// Reads what the service's own state topics hold beyond what the store knew to have sent: said by a later self
    /// whose doings are lost, it is never said again under the same version.
    func learnVersions(_ consumer: Consumer) async throws {
        let counts = try await consumer.partitions(
            of: states.map { prefix + $0.name }, timeout: MessagePath.requestLimit)
        for topic in states {
            let places = (0..<Int32(counts[prefix + topic.name] ?? 0)).map {
                TopicPartition(topic: prefix + topic.name, partition: $0)
            }
            let watermarks = try await consumer.watermarks(of: places, timeout: MessagePath.requestLimit)
            var starts: [TopicPartition: Int64] = [:]
            for (place, ends) in watermarks {
                let known = sentBefore[TopicPartition(topic: topic.name, partition: place.partition)] ?? 0
                starts[place] = restore?.isDone == false || known > ends.high ? ends.low : max(known, ends.low)
            }
            let records = try await read(
                consumer, from: starts, to: watermarks.mapValues(\.high), saying: "own states: \(topic.name)")
            guard !records.isEmpty, !stopping else { continue }
            try await insist { try VersionFloors.learn(records, of: topic, in: $0.database) }
        }
    }

    private func performAgain(_ command: Command, _ number: Int64) async throws {
        try await insist(at: command.instant) { [commands = entry.commands, logger] scope in
            do {
                try scope.database.inSavepoint {
                    try commands.performAgain(command, scope)
                    return .commit
                }
            } catch {
                guard FailurePolicy.action(for: error) != .retryBatch else { throw error }
                logger.error(
                    "a command of the journal failed now",
                    metadata: [
                        "command": .string(command.name), "number": "\(number)",
                        "error": .string(String(describing: type(of: error))),
                    ])
            }
            try Journal.noteApplied(number, in: scope.database)
        }
    }

    /// Handles everything that is there now, timers among the events.
    private func catchUp(
        _ consumer: Consumer, at instant: Date, in order: inout EventOrder, saying words: String
    ) async throws {
        let ends = try await consumer.watermarks(of: assigned, timeout: MessagePath.requestLimit)
        let goal = ends.map { PartitionPosition(topic: $0.key.topic, partition: $0.key.partition, next: $0.value.high) }
        try await catchUp(consumer, through: [goal], at: instant, in: &order, saying: words)
    }

    /// Handles everything before the first of these positions, then before the next ones; each timer behind what came
    /// up to its instant and before what came later; then the timers that were due at `instant`.
    private func catchUp(
        _ consumer: Consumer, through points: [[PartitionPosition]], at instant: Date, in order: inout EventOrder,
        saying words: String
    ) async throws {
        let isRestoring = restore?.isDone == false
        let watermarks = try await consumer.watermarks(of: assigned, timeout: MessagePath.requestLimit)
        var goals = points.map { MessagePath.ends($0, within: watermarks) }[...]
        while !stopping {
            sayWaiting(for: words)
            guard try await hasRoom(at: entry.clock()) else { continue }
            let next = readTo
            goals = goals.drop { !order.open(before: $0, next: next).unfinished }
            if let goal = goals.first, order.open(before: goal, next: next).unknown {
                try await consumer.pause(order.full)
                order.add(try await poll(consumer))
                continue
            }
            let due = try await entry.store.read { try Timers.earliest(in: $0) }
            let ready = order.take(
                through: goals, from: next, until: due ?? .distantFuture, limit: MessagePath.batchLimit)
            if !ready.isEmpty {
                let handled = try await handleUntilTimer(ready)
                order.putBack(ready.dropFirst(handled))
            } else if let due, !goals.isEmpty || due <= instant {
                try await fireTimers(dueAt: due, performedAt: isRestoring ? due : nil)
            } else {
                return
            }
        }
    }

    /// Positions as far as the partitions hold something before them.
    private static func ends(
        _ positions: [PartitionPosition], within watermarks: [TopicPartition: Watermarks]
    ) -> [TopicPartition: Int64] {
        var ends: [TopicPartition: Int64] = [:]
        for position in positions {
            let place = TopicPartition(topic: position.topic, partition: position.partition)
            guard let there = watermarks[place], there.low < min(position.next, there.high) else { continue }
            ends[place] = min(position.next, there.high)
        }
        return ends
    }

    /// Handles records in their order in one transaction, up to the first that comes later than a timer which an
    /// earlier one set; returns how many.
    private func handleUntilTimer(_ records: [ConsumedRecord]) async throws -> Int {
        let suspects = crashGuard.takeSuspects(of: records).alone
        if let first = records.first, !suspects.isEmpty {
            try await handle([first])
            return 1
        }
        let before = positions
        let (batch, handled) = try await insist { [inputs, logger] scope in
            try Batch.handleUntilTimer(records, from: before, inputs: inputs, scope: scope, logger: logger)
        }
        positions.merge(batch.positions) { $1 }
        count(batch)
        return handled
    }

    private func noteJournal(_ watermarks: [TopicPartition: Watermarks], under name: String) async throws {
        let ends = Dictionary(
            uniqueKeysWithValues: watermarks.map {
                (TopicPartition(topic: name, partition: $0.key.partition), $0.value.high)
            })
        try await insist { try SentOffsets.raise(ends, in: $0.database) }
    }
}
