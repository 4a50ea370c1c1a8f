import Foundation
import Kafka

/// Puts what comes from many partitions into the order in which it was handled, as far as the journal tells it, and
/// between its records into the order of its times: a timer that is due at an instant fires after all events up to it
/// and before later ones (design 4.9, 4.10).
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

    /// Takes records up to an instant: those before the first goal, the earliest first, then those before the next, as
    /// long as it is known what comes first.
    ///
    /// - Parameters:
    ///   - goals: the offset of each partition up to which is read, one goal behind the other.
    ///   - next: how far each partition is handled.
    mutating func take(
        through goals: ArraySlice<[TopicPartition: Int64]>, from next: [TopicPartition: Int64], until instant: Date,
        limit: Int
    ) -> [ConsumedRecord] {
        var (taken, next): ([ConsumedRecord], [TopicPartition: Int64]) = ([], next)
        for goal in goals {
            guard taken.count < limit, !open(before: goal, next: next).unknown else { break }
            let records = take(before: goal, until: instant, limit: limit - taken.count)
            for record in records { next[record.topicPartition] = record.offset + 1 }
            taken += records
            guard !open(before: goal, next: next).unfinished else { break }
        }
        return taken
    }

    private mutating func take(
        before ends: [TopicPartition: Int64], until instant: Date, limit: Int
    ) -> [ConsumedRecord] {
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
        for (partition, own) in Dictionary(grouping: records, by: \.topicPartition) {
            queues[partition] = own[...] + (queues[partition] ?? [])
        }
    }

    /// The partitions in which something before these ends is still to be handled, and those of them of which nothing
    /// has come yet, so that nobody knows its time.
    func open(
        before ends: [TopicPartition: Int64], next: [TopicPartition: Int64]
    ) -> (unfinished: Bool, unknown: Bool) {
        var (unfinished, unknown) = (false, false)
        for (partition, end) in ends {
            if let head = queues[partition]?.first {
                unfinished = unfinished || head.offset < end
            } else if next[partition] ?? 0 < end {
                unfinished = true
                unknown = true
            }
        }
        return (unfinished, unknown)
    }
}
