import Dispatch
import Logging
import ServiceLifecycle

/// Ends the process when its stop takes too long, whatever hangs: `rd_kafka_destroy` can, when the broker is down
/// (design 6). Nothing is lost by that, since the store holds everything.
///
/// Stands last among the services, so that it hears of the stop first.
struct StopLimit: Service {
    let logger: Logger
    /// Ends the process.
    let end: @Sendable () -> Void

    /// Seconds from the signal to the end of the process.
    static let limit = 4.7

    func run() async throws {
        try? await gracefulShutdown()
        DispatchQueue.global().asyncAfter(deadline: .now() + StopLimit.limit) { [logger, end] in
            logger.error("the stop took too long and was cut short")
            end()
        }
    }
}
