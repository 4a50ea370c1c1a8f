import Foundation
import Kafka

/// When positions are told to Kafka, so that ordinary lag tools tell the truth: at most once a second after a change,
/// and hourly without one, since Kafka forgets idle groups.
struct OffsetReporter {
    private var reported: [TopicPartition: Int64] = [:]
    private var reportedAt = Date.distantPast

    /// What is to be reported now; `nil` when it is not time.
    mutating func due(_ positions: [TopicPartition: Int64], at now: Date) -> [TopicPartition: Int64]? {
        let pause: TimeInterval = positions == reported ? 3600 : 1
        guard !positions.isEmpty, now.timeIntervalSince(reportedAt) >= pause else { return nil }
        reported = positions
        reportedAt = now
        return positions
    }
}
