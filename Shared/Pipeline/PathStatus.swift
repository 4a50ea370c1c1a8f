import Foundation
import Synchronization

/// What health checks and operators see of a running message path.
public final class PathStatus: Sendable {
    /// A moment's view.
    public struct View: Sendable {
        /// When the loop last turned; `nil` before its first turn.
        public var lastTurn: Date?
        /// Whether every partition of every input topic is assigned.
        public var isAssigned = false
        /// Whether everything that was in the topics when last looked at is consumed.
        public var isCaughtUp = false
        /// What the path waits for, in words for operations; `nil` when nothing is wrong.
        public var waitsFor: String?
        /// Topics that refused an event, with the error: nothing is published to them until they are tried again.
        public var stoppedTopics: [String: String] = [:]
        /// Topics whose next message is older than half of what the topic keeps, in words for operations.
        public var lateTopics: [String: String] = [:]
        /// Messages consumed since the start.
        public var consumed = 0
        /// Messages that were set aside since the start.
        public var deadLetters = 0
    }
    private let view = Mutex(View())

    /// The view now.
    public var current: View { view.withLock { $0 } }

    func update(_ change: (inout View) -> Void) {
        view.withLock { change(&$0) }
    }
}
