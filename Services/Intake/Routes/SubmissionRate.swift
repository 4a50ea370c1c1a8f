import Foundation
import HTTPTypes
import Runtime
import Synchronization

/// How many events of one source are taken over HTTP: a bucket for each, which fills up with time. One system that sends
/// without a pause holds up nobody else. Topics need none: there the position waits.
final class SubmissionRate: Sendable {
    /// Events that may come at once.
    static let burst = 1000.0
    /// Events a second that may come on and on.
    static let perSecond = 50.0

    private struct Bucket {
        var left = SubmissionRate.burst
        var at: Date
    }

    // Sources of the territory only, so that nobody can fill the memory with names.
    private let buckets = Mutex<[String: Bucket]>([:])

    /// Takes room for so many events of each source, or for none where one of them has no room.
    ///
    /// - Returns: `nil` where there is room, else after how many seconds there will be.
    func take(_ counts: [String: Int], at now: Date) -> Int? {
        buckets.withLock { buckets in
            var missing = 0.0
            for (source, count) in counts {
                var bucket = buckets[source] ?? Bucket(at: now)
                let passed = max(0, now.timeIntervalSince(bucket.at))
                bucket.left = min(SubmissionRate.burst, bucket.left + passed * SubmissionRate.perSecond)
                bucket.at = now
                buckets[source] = bucket
                missing = max(missing, Double(count) - bucket.left)
            }
            guard missing <= 0 else { return Int((missing / SubmissionRate.perSecond).rounded(.up)) }
            for (source, count) in counts { buckets[source]?.left -= Double(count) }
            return nil
        }
    }
}

extension Problem {
    /// 429: a source sends faster than is taken (RFC 6585).
    static func tooManyEvents(retryAfter seconds: Int) -> Problem {
        Problem(
            status: .tooManyRequests, type: "too-many-events", title: "Es kommen zu viele Ereignisse auf einmal",
            detail:
                "Höchstens \(Int(SubmissionRate.perSecond)) in der Sekunde je Quelle; nichts davon wurde angenommen.",
            headers: [.retryAfter: String(seconds)])
    }
}
