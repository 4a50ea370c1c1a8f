import Foundation
import Kafka
import Models

/// Which partitions are read and where reading begins, and what happens when they are not the ones that were read
/// before.
extension MessagePath {
    /// Takes every partition of every input topic, each at the position that the store holds, once cluster, partitions
    /// and positions are what the store knows. Waits for a broker that is away and for topics that are not there yet.
    func assign(_ consumer: Consumer) async throws {
        var attempt = 0
        while !stopping {
            let waitsFor: String
            do {
                let own = [journal] + states.map { prefix + $0.name }
                let names = inputs.names + own
                let counts = try await consumer.partitions(of: names, timeout: MessagePath.requestLimit)
                let missing = names.filter { counts[$0, default: 0] == 0 }
                if missing.isEmpty {
                    if restore == nil {
                        restore = try await readJournal(consumer, partitions: counts[journal] ?? 0)
                        if restore?.isDone == true { try await learnVersions(consumer) }
                    }
                    return try await assign(consumer, counts.filter { inputs.names.contains($0.key) })
                }
                waitsFor = "topics: \(missing.joined(separator: ", "))"
            } catch let error as KafkaError {
                guard error.isRetriable else { throw error }
                waitsFor = "broker: \(error)"
            }
            sayWaiting(for: waitsFor)
            logger.warning("waiting", metadata: ["for": .string(waitsFor)])
            await wake.wait(atMost: FailurePolicy.delay(beforeAttempt: attempt))
            attempt += 1
        }
    }

    private func assign(_ consumer: Consumer, _ counts: [String: Int]) async throws {
        let cluster = try await consumer.clusterIdentity(timeout: MessagePath.requestLimit)
        try await entry.write { try BrokerIdentity.check(cluster: cluster, partitions: counts, in: $0.database) }
        positions = try await entry.store.read(Positions.all)
        assigned = counts.flatMap { topic, count in
            (0..<Int32(count)).map { TopicPartition(topic: topic, partition: $0) }
        }
        let watermarks = try await consumer.watermarks(of: assigned, timeout: MessagePath.requestLimit)
        let starts = try check.starts(of: assigned, positions: positions, watermarks: watermarks) {
            inputs.topic(named: $0.topic)?.kind == .state
        }
        crashGuard = CrashGuard(
            stoppedUncleanly: entry.store.stoppedUncleanly && !hasBeenAssigned, positions: positions,
            partitions: assigned)
        hasBeenAssigned = true
        entry.crash.at(.assignBefore)
        try await consumer.assign(starts)
        entry.crash.at(.assigned)
        partitionsSeenAt = entry.clock()
        schedule = CatchUpSchedule()
        status.update {
            $0.isAssigned = restore?.isDone ?? true
            $0.waitsFor = nil
        }
        logger.info("assigned", metadata: ["partitions": "\(assigned.count)"])
    }

    func sayWaiting(for words: String) {
        let now = entry.clock()
        status.update {
            $0.waitsFor = words
            $0.lastTurn = now
        }
    }

    // MARK: - Trouble with positions

    /// Consumes nothing until operations decide; the loop counts as turning, since a restart would find the same.
    func halt(for found: PositionTrouble) async {
        trouble = found
        status.update { $0.isAssigned = false }
        logger.critical("\(found)")
        while trouble != nil, !stopping {
            sayWaiting(for: found.description)
            await wake.wait(atMost: .seconds(1))
        }
    }

    /// What stands in the way of consuming; `nil` when nothing does.
    public var currentTrouble: PositionTrouble? { trouble }

    /// Lets the service go on, as operations decided: behind what is lost, or with what is there now.
    ///
    /// - Parameters:
    ///   - topic: the topic in trouble, `cluster` where all are.
    ///   - isLoss: whether it is understood that messages are lost.
    /// - Throws: ``NothingToAccept`` when the trouble is another one.
    public func accept(_ topic: String, loss isLoss: Bool) async throws {
        guard let trouble, isLoss == trouble.isLoss, topic == trouble.subject else {
            throw NothingToAccept()
        }
        try await entry.write { scope in
            switch trouble.finding {
            case .otherRecord, .beyondEnd: try Positions.forget(topic, in: scope.database)
            case .lost(_, let last):
                let partition = TopicPartition(topic: topic, partition: trouble.partition ?? 0)
                try Positions.skip(partition, to: last + 1, in: scope.database)
            case .otherPartitionCount(_, let found):
                try BrokerIdentity.remember(topic: topic, partitions: found, in: scope.database)
            case .otherCluster(_, let found):
                try BrokerIdentity.remember(cluster: found, in: scope.database)
            }
        }
        logger.warning("positions accepted", metadata: ["trouble": .string(trouble.description)])
        self.trouble = nil
        wake.raise()
    }

    /// A topic that gets more partitions while it is read would put keys where nobody looks.
    func watchPartitions(_ consumer: Consumer, at now: Date) async throws {
        guard now.timeIntervalSince(partitionsSeenAt) >= MessagePath.partitionWatch,
            let counts = try? await consumer.partitions(of: inputs.names, timeout: MessagePath.requestLimit)
        else { return }
        partitionsSeenAt = now
        try await entry.store.read { try BrokerIdentity.compare(partitions: counts, in: $0) }
    }
}
