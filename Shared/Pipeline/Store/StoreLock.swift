import Foundation

/// An exclusive lock on a store, held for the life of the process: a second process on the same store is refused.
///
/// The operating system gives the lock up when the process ends, however it ends.
final class StoreLock: Sendable {
    private let descriptor: Int32

    /// Takes the lock. Throws ``StoreError/Reason/inUse`` when another process has it.
    init(path: String) throws(StoreError) {
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw StoreError(reason: .notOpened(code: errno), path: path) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { throw StoreError(reason: .inUse, path: path) }
    }

    /// Gives the lock up.
    func release() {
        flock(descriptor, LOCK_UN)
    }

    deinit {
        close(descriptor)
    }
}
