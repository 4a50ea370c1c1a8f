import Foundation
import Kafka
import Models

/// Tells at an assignment whether the partitions are the ones that the store was reading.
///
/// Reading begins with the record that was handled last: it must be the same one, and is then passed over.
struct PositionCheck: Sendable {
    private var expected: [TopicPartition: Position] = [:]

    /// Where reading begins in each partition.
    ///
    /// A checked record that is gone is accepted. So is, on a compacted topic, a gap behind it; on another topic
    /// messages were lost.
    ///
    /// - Throws: ``PositionTrouble``.
    mutating func starts(
        of partitions: [TopicPartition], positions: [TopicPartition: Position],
        watermarks: [TopicPartition: Watermarks], isCompacted: (TopicPartition) -> Bool
    ) throws(PositionTrouble) -> [TopicPartition: StartOffset] {
        expected = [:]
        var starts: [TopicPartition: StartOffset] = [:]
        for partition in partitions {
            guard let position = positions[partition], let ends = watermarks[partition] else {
                starts[partition] = .beginning
                continue
            }
            guard position.next <= ends.high else {
                throw PositionTrouble(partition, .beyondEnd(next: position.next, end: ends.high))
            }
            if position.next < ends.low, !isCompacted(partition) {
                throw PositionTrouble(partition, .lost(first: position.next, last: ends.low - 1))
            }
            if position.lastOffset >= ends.low {
                expected[partition] = position
                starts[partition] = .offset(position.lastOffset)
            } else {
                starts[partition] = .offset(max(position.next, ends.low))
            }
        }
        return starts
    }

    /// The records that are to be handled: without those that were handled before and only prove the place.
    ///
    /// - Throws: ``PositionTrouble`` where such a record is another one.
    mutating func unhandled(_ records: [ConsumedRecord]) throws(PositionTrouble) -> [ConsumedRecord] {
        guard !expected.isEmpty else { return records }
        var rest: [ConsumedRecord] = []
        for record in records {
            guard let position = expected.removeValue(forKey: record.topicPartition),
                record.offset == position.lastOffset
            else {
                rest.append(record)
                continue
            }
            guard RecordHash.of(record) == position.lastHash else {
                throw PositionTrouble(record.topicPartition, .otherRecord(offset: record.offset))
            }
        }
        return rest
    }
}
