import Foundation
import Kafka
import Logging
import Metrics

/// Tells in time that messages will be lost: the next record of a partition is older than half of what its topic keeps
/// (design 4.2).
struct RetentionWatch {
    private var lookedAt = Date.distantPast
    private var lateTopics: Set<String> = []

    /// How often is looked, in seconds: while nothing is late, and while something is.
    static let interval = (calm: 60.0, late: 5.0)

    /// Whether it is time to look; then it counts as looked at.
    mutating func isDue(at now: Date) -> Bool {
        let pause = lateTopics.isEmpty ? RetentionWatch.interval.calm : RetentionWatch.interval.late
        guard abs(now.timeIntervalSince(lookedAt)) >= pause else { return false }
        lookedAt = now
        return true
    }

    /// Notes whether a topic is late; true when it was not before.
    mutating func note(_ topic: String, isLate: Bool) -> Bool {
        guard isLate else {
            lateTopics.remove(topic)
            return false
        }
        return lateTopics.insert(topic).inserted
    }

    /// How long a topic keeps records by its configuration, in seconds; `nil` where it does not delete by age.
    static func period(_ configuration: [String: String]) -> TimeInterval? {
        let milliseconds = configuration["retention.ms"].flatMap(Double.init) ?? -1
        return milliseconds > 0 ? milliseconds / 1000 : nil
    }

    /// Whether a partition's next record lies before the first one that is young enough.
    ///
    /// - Parameter young: the offset of the first record that is; `nil` where there is none up to the end.
    static func isLate(next: Int64, young: Int64?, ends: Watermarks) -> Bool {
        max(next, ends.low) < young ?? ends.high
    }
}

extension MessagePath {
    /// Looks now and then whether the service lags so far behind that its topics are about to lose what it needs.
    func watchRetention(_ consumer: Consumer, at now: Date) async {
        guard retention.isDue(at: now) else { return }
        let topics = inputs.names.filter { inputs.topic(named: $0)?.kind != .state }
        let limit = MessagePath.requestLimit
        guard let configurations = try? await consumer.configurations(of: topics, timeout: limit) else { return }
        for (topic, configuration) in configurations.sorted(by: { $0.key < $1.key }) {
            guard let period = RetentionWatch.period(configuration) else { continue }
            let partitions = assigned.filter { $0.topic == topic }
            guard
                let young = try? await consumer.offsets(
                    of: partitions, atOrAfter: now.addingTimeInterval(-period / 2), timeout: limit),
                let ends = try? await consumer.watermarks(of: partitions, timeout: limit)
            else { continue }
            let isLate = partitions.contains { partition in
                guard let next = positions[partition]?.next, let ends = ends[partition] else { return false }
                return RetentionWatch.isLate(next: next, young: young[partition], ends: ends)
            }
            entry.meters.isLate(topic, isLate)
            let words = "\(topic): the next message is older than half of the \(Int(period)) s that the topic keeps"
            if retention.note(topic, isLate: isLate) { logger.error("\(words); soon messages will be lost") }
            status.update { $0.lateTopics[topic] = isLate ? words : nil }
        }
    }
}
