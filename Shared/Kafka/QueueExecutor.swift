import Dispatch

/// Runs an actor on a serial queue of its own, so that blocking C never holds a thread of the cooperative pool, which
/// has no more threads than the machine has cores. (Dispatch on Linux has no queue that is an executor itself.)
final class QueueExecutor: SerialExecutor {
    private let queue: DispatchQueue

    init(label: String) {
        queue = DispatchQueue(label: label)
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }
}
