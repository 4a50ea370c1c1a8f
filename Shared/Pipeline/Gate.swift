import Synchronization

/// Shut until the store is known to be no older than its journal: a command performed before would take a place in the
/// journal that is another's, and a look would show who was erased since.
final class Gate: Sendable {
    private let opened = Atomic(false)

    var isOpen: Bool { opened.load(ordering: .acquiring) }

    func open() {
        opened.store(true, ordering: .releasing)
    }
}

/// The service answers nobody yet: it has not read its journal, or is restoring its store from it.
public struct NotReady: Error, Sendable {}
