import Foundation
import Logging

/// Where verification keys come from, and the last set that came from there.
///
/// The set is read again when a token names a key that it lacks, and when it is older than ``lifetime`` so that revoked
/// keys go; never more often than every ``pause``, whatever tokens are sent. A set that cannot be read leaves the last
/// one in place.
actor KeySource {
    /// How old a set may get, in seconds.
    static let lifetime: TimeInterval = 900
    /// The least time between two readings, in seconds.
    static let pause: TimeInterval = 10

    private let read: @Sendable () async throws -> KeySet
    private let logger: Logger
    private let clock: @Sendable () -> Date
    private var current: KeySet?
    private var lastRead: Date?
    private var reading: Task<Void, Never>?

    init(
        logger: Logger, clock: @Sendable @escaping () -> Date, read: @Sendable @escaping () async throws -> KeySet
    ) {
        (self.logger, self.clock, self.read) = (logger, clock, read)
    }

    /// Reads the set for the first time. Throws what is wrong with it.
    func begin() async throws {
        lastRead = clock()
        current = try await read()
    }

    /// The key with an id; `nil` where no set has it.
    func key(_ id: String) async -> KeySet.Key? {
        let age = lastRead.map { clock().timeIntervalSince($0) } ?? .infinity
        if age >= KeySource.lifetime || (current?[id] == nil && age >= KeySource.pause) {
            await refresh()
        } else if current?[id] == nil {
            await reading?.value
        }
        return current?[id]
    }

    private func refresh() async {
        lastRead = clock()
        let task = Task { await readAgain() }
        reading = task
        await task.value
    }

    private func readAgain() async {
        do { current = try await read() } catch {
            logger.error("the key set cannot be read", metadata: ["reason": .string(KeySource.words(for: error))])
        }
    }

    private static func words(for error: any Error) -> String {
        (error as? KeySet.Fault)?.description ?? String(describing: type(of: error))
    }
}
