import Foundation
import Metrics
import Models
import Synchronization

/// What the message path measures. Labels are topics, types and outcomes, never ids.
struct PipelineMeters: Sendable {
    let transaction = Metrics.Timer(label: "kim_transaction_seconds")
    let batchSize = Recorder(label: "kim_batch_messages", aggregate: true)
    let published = Counter(label: "kim_published_total")
    let backlog = Gauge(label: "kim_outbox_pending")
    let backlogAge = Gauge(label: "kim_outbox_oldest_age_seconds")
    let stoppedTopics = Gauge(label: "kim_relay_stopped_topics")
    let retries = Counter(label: "kim_batch_retries_total")
    let timersFired = Counter(label: "kim_timers_fired_total")
    let lastTurn = Gauge(label: "kim_last_progress_timestamp_seconds")

    private let counters = CounterCache()

    /// How a message ended.
    enum Outcome: String {
        case handled
        case ignored
        case deadLetter = "dead_letter"
    }

    func consumed(_ topic: String, _ count: Int) {
        counters.counter("kim_consumed_total", [("topic", topic)]).increment(by: count)
    }

    func handled(_ type: String, _ outcome: Outcome) {
        counters.counter("kim_handled_total", [("type", type), ("outcome", outcome.rawValue)]).increment()
    }

    func deadLettered(_ cause: FailureCause) {
        counters.counter("kim_dead_letters_total", [("cause", cause.rawValue)]).increment()
    }

    /// Whether a service lags by more than half of what the topic keeps.
    func isLate(_ topic: String, _ isLate: Bool) {
        Gauge(label: "kim_retention_half_used", dimensions: [("topic", topic)]).record(isLate ? 1 : 0)
    }

    func lag(_ topic: String, _ partition: Int32, _ messages: Int64) {
        Gauge(label: "kim_consumer_lag", dimensions: [("topic", topic), ("partition", String(partition))])
            .record(messages)
    }

    /// Counters by name and labels: making one anew takes a lock and several allocations in every backend.
    private final class CounterCache: Sendable {
        private let made = Mutex<[String: Counter]>([:])

        func counter(_ label: String, _ dimensions: [(String, String)]) -> Counter {
            let key = dimensions.reduce(into: label) { $0 += "\u{1F}" + $1.1 }
            return made.withLock { made in
                if let counter = made[key] { return counter }
                let counter = Counter(label: label, dimensions: dimensions)
                made[key] = counter
                return counter
            }
        }
    }
}
