import Dispatch
import Synchronization

/// Wakes one waiting loop: a raised signal is kept until the next wait takes it.
///
/// The only way in which the loops of the message path, and commands, wait for anything but Kafka.
public final class Signal: Sendable {
    private struct State {
        var raised = false
        var turn = 0
        var waiter: CheckedContinuation<Void, Never>?
    }
    private let state = Mutex(State())

    /// A signal that is not raised.
    public init() {}

    /// Wakes the waiting loop, or lets its next wait return at once.
    public func raise() {
        let waiter = state.withLock { state -> CheckedContinuation<Void, Never>? in
            defer { state.waiter = nil }
            if state.waiter == nil { state.raised = true }
            return state.waiter
        }
        waiter?.resume()
    }

    /// Returns when the signal is raised, after this time, or when the task is cancelled.
    public func wait(atMost limit: Duration) async {
        await withTaskCancellationHandler {
            await waitForTurn(atMost: limit)
        } onCancel: {
            raise()
        }
    }

    private func waitForTurn(atMost limit: Duration) async {
        await withCheckedContinuation { continuation in
            let turn = state.withLock { state -> Int? in
                if state.raised {
                    state.raised = false
                    return nil
                }
                state.turn += 1
                state.waiter = continuation
                return state.turn
            }
            guard let turn else { return continuation.resume() }
            let milliseconds = Int(limit / .milliseconds(1))
            DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(milliseconds)) { [self] in
                expire(turn)
            }
        }
    }

    private func expire(_ turn: Int) {
        let waiter = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard state.turn == turn else { return nil }
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume()
    }
}
