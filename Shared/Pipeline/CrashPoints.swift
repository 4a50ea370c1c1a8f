import Foundation
import Synchronization

/// The moments of the message path between which something is done that a crash could lose or double.
enum CrashPoint: String, CaseIterable {
    // Start
    case storeOpened = "store-opened"
    case storeMigrated = "store-migrated"
    case assignBefore = "assign-before"
    case assigned
    // Messages
    case attemptNoted = "attempt-noted"
    case messagePolled = "message-polled"
    case messageDecoded = "message-decoded"
    case guardBefore = "guard-before"
    case guardAfter = "guard-after"
    case handlerBefore = "handler-before"
    case handlerAfter = "handler-after"
    case messageHandled = "message-handled"
    case deadLetterBefore = "dead-letter-before"
    case deadLetterAfter = "dead-letter-after"
    case outboxBefore = "outbox-before"
    case outboxAfter = "outbox-after"
    case timerSetBefore = "timer-set-before"
    case timerSetAfter = "timer-set-after"
    case positionsBefore = "positions-before"
    case positionsAfter = "positions-after"
    case batchUncommitted = "batch-uncommitted"
    case batchCommitted = "batch-committed"
    case batchTakenOver = "batch-taken-over"
    case offsetsBefore = "offsets-before"
    case offsetsAfter = "offsets-after"
    // Timers
    case timersTaken = "timers-taken"
    case timerHandled = "timer-handled"
    case timersUncommitted = "timers-uncommitted"
    case timersCommitted = "timers-committed"
    // Commands, and events that came over HTTP
    case commandBefore = "command-before"
    case commandUncommitted = "command-uncommitted"
    case commandCommitted = "command-committed"
    // Relay
    case produceBefore = "produce-before"
    case produced
    case reported
    case marked
    case marksUncommitted = "marks-uncommitted"
    case marksCommitted = "marks-committed"
    // Retention
    case retentionUncommitted = "retention-uncommitted"
    case retentionCommitted = "retention-committed"
}

#if DEBUG

    /// Lets a debug build die at a ``CrashPoint``, so that tests know what a crash leaves behind there:
    /// `KIM_CRASH_POINT=batch-committed:3` kills the process when it is there for the third time.
    struct CrashPoints: Sendable {
        /// Dies nowhere.
        static let none = CrashPoints()

        private final class Plan: Sendable {
            let point: CrashPoint
            let left: Mutex<Int>

            init(_ point: CrashPoint, after times: Int) {
                self.point = point
                left = Mutex(times)
            }
        }

        private var plan: Plan?

        private init() {}

        /// The plan of a process's environment. Throws ``UnknownCrashPoint``.
        init(of environment: [String: String]) throws(UnknownCrashPoint) {
            guard let setting = environment["KIM_CRASH_POINT"] else { return }
            let parts = setting.split(separator: ":", omittingEmptySubsequences: false)
            guard parts.count == 2, let point = CrashPoint(rawValue: String(parts[0])), let times = Int(parts[1]),
                times > 0
            else { throw UnknownCrashPoint() }
            plan = Plan(point, after: times)
        }

        /// Says that the process is at this point.
        func at(_ point: CrashPoint) {
            guard let plan, plan.point == point else { return }
            let isTheTime = plan.left.withLock { left in
                left -= 1
                return left == 0
            }
            if isTheTime { kill(getpid(), SIGKILL) }
        }
    }

    /// The start was told to crash at a point that there is not.
    struct UnknownCrashPoint: Error, CustomStringConvertible {
        var description: String {
            let points = CrashPoint.allCases.map(\.rawValue).joined(separator: ", ")
            return "KIM_CRASH_POINT is not accepted; accepted is point:times, with a point of: \(points)"
        }
    }

#else

    /// Nothing: only a debug build can be told to crash.
    struct CrashPoints: Sendable {
        static let none = CrashPoints()

        func at(_ point: CrashPoint) {}
    }

#endif
