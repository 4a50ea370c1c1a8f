import Synchronization

/// Acknowledged rows that are not marked yet: they ride with the next transaction, so that no message costs a sync of
/// its own. Lost with the process, they are only sent again with the same id.
final class SentMarks: Sendable {
    private let marks = Mutex<(waiting: [Outbox.Mark], inHand: Int)>(([], 0))

    /// Whether every acknowledged row is marked in the store.
    var isEmpty: Bool { count == 0 }

    /// Acknowledged rows that the store does not yet hold as sent, those of the transaction in hand included.
    var count: Int { marks.withLock { $0.waiting.count + $0.inHand } }

    func add(_ new: [Outbox.Mark]) {
        marks.withLock { $0.waiting.append(contentsOf: new) }
    }

    func takeAll() -> [Outbox.Mark] {
        marks.withLock { marks in
            defer { marks = ([], marks.inHand + marks.waiting.count) }
            return marks.waiting
        }
    }

    /// The transaction that had taken these is committed.
    func settle(_ taken: [Outbox.Mark]) {
        marks.withLock { $0.inHand -= taken.count }
    }

    /// Puts back what a rolled-back transaction had taken.
    func putBack(_ taken: [Outbox.Mark]) {
        marks.withLock { marks in
            marks.inHand -= taken.count
            marks.waiting.insert(contentsOf: taken, at: 0)
        }
    }
}
