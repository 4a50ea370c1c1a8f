import Foundation
import Kafka

/// Puts what comes from many partitions into the order of its times, as far as timers need it: one that is due at an
/// instant fires after all events up to it and before later ones (design 4.9).
struct EventOrder {
    private var queues: [TopicPartition: ArraySlice<ConsumedRecord>] = [:]

    /// How many records of a partition are read ahead; one that has more is not read until others have caught up.
    static let readAhead = 1000

    /// The partitions of which enough is there.
    var full: Set<TopicPartition> { Set(queues.filter { $0.value.count >= EventOrder.readAhead }.keys) }

    /// Whether nothing was read ahead.
    var isEmpty: Bool { queues.values.allSatisfy(\.isEmpty) }

    /// Adds records in the order of each partition.
    mutating func add(_ records: [ConsumedRecord]) {
        for record in records { queues[record.topicPartition, default: []].append(record) }
    }

    /// Takes the records up to an instant, the earliest first.
    ///
    /// - Parameter ends: the offset of each partition before which records are taken.
    mutating func take(before ends: [TopicPartition: Int64], until instant: Date, limit: Int) -> [ConsumedRecord] {
        var taken: [ConsumedRecord] = []
        while taken.count < limit {
            let heads = ends.compactMap { partition, end in
                queues[partition]?.first.flatMap { $0.offset < end && $0.timestamp <= instant ? $0 : nil }
            }
            let next = heads.min { ($0.timestamp, $0.topicPartition) < ($1.timestamp, $1.topicPartition) }
            guard let next else { break }
            queues[next.topicPartition]?.removeFirst()
            taken.append(next)
        }
        return taken
    }

    /// Puts records back that were taken last.
    mutating func putBack(_ records: ArraySlice<ConsumedRecord>) {
        for record in records.reversed() {
            queues[record.topicPartition] = [record] + (queues[record.topicPartition] ?? [])
        }
    }

    /// The partitions in which something before these ends is still to be handled, and those of them of which nothing
    /// has come yet, so that nobody knows its time.
    func open(
        before ends: [TopicPartition: Int64], positions: [TopicPartition: Position]
    ) -> (unfinished: Bool, unknown: Bool) {
        var (unfinished, unknown) = (false, false)
        for (partition, end) in ends where positions[partition]?.next ?? 0 < end {
            guard let head = queues[partition]?.first else {
                unfinished = true
                unknown = true
                continue
            }
            unfinished = unfinished || head.offset < end
        }
        return (unfinished, unknown)
    }
}
