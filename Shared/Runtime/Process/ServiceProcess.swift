import Foundation
import Logging
import Metrics
import Models
import Pipeline

/// The life of a service's process.
public enum ServiceProcess {
    /// Starts the service, runs it until SIGTERM or SIGINT, and ends the process.
    ///
    /// The order of the start: configuration, logs and metrics, territory and keys, store, the service's own start,
    /// relay, message path, HTTP. The stop goes the other way and takes at most 5 s. Status 0 after a stop that was
    /// asked for, 78 for a wrong configuration, else 1; the reason is the last log line.
    public static func run<S: Microservice>(_ type: S.Type) async -> Never {
        let output = StandardError()
        let form: LineLogHandler.Form = output.isTerminal ? .text : .json
        let handler: @Sendable (Logger.Level) -> LineLogHandler = { level in
            LineLogHandler(service: S.name.rawValue, level: level, form: form, write: output.writeLine)
        }
        var logger = Logger(label: S.name.rawValue) { _ in handler(.info) }
        do {
            let configuration = try ServiceConfiguration(of: S.name, from: await ConfigurationSources())
            let level = configuration.logLevel
            LoggingSystem.bootstrap { _ in handler(level) }
            logger = Logger(label: S.name.rawValue)
            let metrics = PrometheusRegistry()
            MetricsSystem.bootstrap(metrics)
            try await serve(S.self, configuration, metrics, logger)
        } catch let error as ConfigurationError {
            for problem in error.problems { logger.critical("\(problem)") }
            end(with: 78)
        } catch {
            logger.critical("\(error)")
            end(with: 1)
        }
        logger.info("stopped")
        end(with: 0)
    }

    private static func serve<S: Microservice>(
        _ type: S.Type, _ configuration: ServiceConfiguration, _ metrics: PrometheusRegistry, _ logger: Logger
    ) async throws {
        let files = try ServiceFiles(of: S.name, configuration)
        let context = ServiceContext(
            configuration: configuration, territory: files.territory, codelists: try .shipped(), keys: files.keys,
            publicKeys: files.publicKeys, logger: logger)
        let running = try await RunningService(S.self, context: context, metrics: metrics)
        do { try await running.run(end: { end(with: 1) }) } catch {
            try? running.pipeline.entry.store.close()
            throw error
        }
        try running.pipeline.entry.store.close()
    }

    /// Ends the process at once: an abandoned Kafka handle still has threads, which exit handlers would pull the ground
    /// from under.
    static func end(with status: Int32) -> Never {
        _exit(status)
    }
}
