import GRDB
import ServiceLifecycle

extension TransactionalEntry {
    /// Reads again after every change until what is read fulfils a condition.
    ///
    /// - Parameters:
    ///   - limit: how long at most; the service's stop ends the waiting at once.
    /// - Returns: the last value read, whether it fulfils the condition or not.
    public func read<Value: Equatable & Sendable>(
        until isEnough: @Sendable @escaping (Value) -> Bool, atMost limit: Duration,
        _ work: @Sendable @escaping (Database) throws -> Value
    ) async throws -> Value {
        let found = try await store.read(work)
        guard !isEnough(found), limit > .zero else { return found }
        let values = store.values(of: work)
        let later = try await cancelWhenGracefulShutdown {
            try await withThrowingTaskGroup(of: Value?.self) { group in
                group.addTask {
                    for try await value in values where isEnough(value) { return value }
                    return nil
                }
                group.addTask {
                    await Signal().wait(atMost: limit)
                    return nil
                }
                defer { group.cancelAll() }
                return try await group.next() ?? nil
            }
        }
        if let later { return later }
        return try await store.read(work)
    }
}
