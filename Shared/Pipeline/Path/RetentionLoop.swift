import Foundation
import Logging
import ServiceLifecycle

/// Runs ``Retention`` at the start and hourly.
struct RetentionLoop: Service {
    let entry: TransactionalEntry
    let logger: Logger
    private let wake = Signal()

    static let interval: Duration = .seconds(3600)
    static let rowsAtATime = 500

    init(entry: TransactionalEntry, logger: Logger) {
        self.entry = entry
        self.logger = logger
    }

    func run() async throws {
        await withGracefulShutdownHandler {
            while !Task.isShuttingDownGracefully, !Task.isCancelled {
                await purge()
                await wake.wait(atMost: RetentionLoop.interval)
            }
        } onGracefulShutdown: { [wake] in
            wake.raise()
        }
    }

    private func purge() async {
        do {
            while !Task.isShuttingDownGracefully,
                try await entry.write({ scope in
                    let more = try Retention.purge(
                        at: scope.performedAt, limit: RetentionLoop.rowsAtATime, in: scope.database)
                    scope.crash.at(.retentionUncommitted)
                    return more
                })
            {}
            entry.crash.at(.retentionCommitted)
        } catch {
            logger.error("retention failed", metadata: ["error": .string(StoreFault.words(for: error))])
        }
    }
}
