import Foundation
import Synchronization

/// The process's error output, one whole line at a time.
final class StandardError: Sendable {
    private let lock = Mutex(())

    /// Whether a person reads it.
    var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    func writeLine(_ line: String) {
        let bytes = Array((line + "\n").utf8)
        lock.withLock { _ in
            var rest = bytes[...]
            while !rest.isEmpty {
                let written = rest.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
                // Nobody is left to be told that logging fails.
                guard written > 0 || errno == EINTR else { return }
                rest = rest.dropFirst(max(0, written))
            }
        }
    }
}
