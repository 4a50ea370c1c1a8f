import Synchronization

/// Acknowledged rows that are not marked yet: they ride with the next transaction, so that no message costs a sync of
/// its own. Lost with the process, they are only sent again with the same id.
final class SentMarks: Sendable {
    private let marks = Mutex<[Outbox.Mark]>([])

    var isEmpty: Bool { marks.withLock(\.isEmpty) }

    var count: Int { marks.withLock(\.count) }

    func add(_ new: [Outbox.Mark]) {
        marks.withLock { $0.append(contentsOf: new) }
    }

    func takeAll() -> [Outbox.Mark] {
        marks.withLock { marks in
            defer { marks = [] }
            return marks
        }
    }

    /// Puts back what a rolled-back transaction had taken.
    func putBack(_ taken: [Outbox.Mark]) {
        marks.withLock { $0.insert(contentsOf: taken, at: 0) }
    }
}
