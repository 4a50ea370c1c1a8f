import Foundation
import Kafka

/// When timers may fire: what is due at T waits until every input partition was consumed up to the end that it had at
/// or after T, so that an event which takes a timer back is seen before the timer, however late it is consumed.
struct CatchUpSchedule {
    private var snapshot: (ends: [TopicPartition: Int64], at: Date)?
    private var isReached = false

    /// How often the ends are looked at once the last ones were reached.
    static let interval: TimeInterval = 1

    /// Whether it is time to read the ends. Under load the last ends stay until they are reached: newer ones would
    /// never be.
    func needsEnds(at now: Date) -> Bool {
        guard let snapshot else { return true }
        return isReached && now.timeIntervalSince(snapshot.at) >= CatchUpSchedule.interval
    }

    /// The ends as they were at an instant.
    mutating func ends(_ ends: [TopicPartition: Int64], at instant: Date) {
        snapshot = (ends, instant)
        isReached = false
    }

    /// The instant up to which timers may fire; `nil` until everything is consumed.
    mutating func reached(by positions: [TopicPartition: Int64]) -> Date? {
        guard let snapshot else { return nil }
        guard isReached || snapshot.ends.allSatisfy({ $0.value == 0 || positions[$0.key, default: 0] >= $0.value })
        else { return nil }
        isReached = true
        return snapshot.at
    }
}
