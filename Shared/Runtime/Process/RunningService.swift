import Foundation
import Hummingbird
import Logging
import Metrics
import Models
import NIOCore
import Pipeline
import ServiceLifecycle

/// A service with its store open, ready to run.
struct RunningService: Sendable {
    let pipeline: Pipeline
    let router: AppRouter
    let document: APIDocument
    private let context: ServiceContext

    /// Opens the store and prepares everything, in the order in which one thing needs the other.
    ///
    /// - Throws: what stands against the start, in words for operations.
    init<S: Microservice>(_ type: S.Type, context: ServiceContext, metrics: PrometheusRegistry) async throws {
        let service = try S(context: context)
        let configuration = context.configuration
        let kafka = try configuration.kafka.settings(
            clientID: "kim-\(S.name.rawValue)", logger: context.logger)
        let pipeline = try Pipeline(
            service.definition,
            settings: PipelineSettings(
                topicPrefix: configuration.kafka.topicPrefix, storeDirectory: configuration.storeDirectory,
                kafka: kafka),
            keys: context.keys, logger: context.logger, clock: context.clock
        ) { try await service.start($0) }
        let startedAt = context.clock()
        let figures = ProcessFigures(startedAt: startedAt, factory: metrics)
        let health = Health(path: pipeline.status, startedAt: startedAt, clock: context.clock)
        document = try APIDocument(S.api, codelists: context.codelists)
        let operation = OperationRoutes(
            health: health, codelists: context.codelists, document: document,
            metrics: {
                figures.refresh()
                return metrics.exposition()
            },
            status: { try await ServiceStatus(of: S.name, pipeline, health) },
            positions: PositionRoutes(pipeline: pipeline), deadLetters: DeadLetterRoutes(pipeline: pipeline),
            outbox: OutboxRoutes(pipeline: pipeline))
        let signIn = try await SignInRoutes(context)
        router = AppRouter(
            operation: operation, signIn: signIn, frame: try PageFrame(codelists: context.codelists), meters: metrics,
            seed: { UUID().uuidString }, entry: pipeline.entry
        ) { service.addRoutes(to: $0, entry: pipeline.entry) }
        self.pipeline = pipeline
        self.context = context
    }

    /// How long connections may lie idle.
    static let idleLimit: TimeAmount = .seconds(60)
    /// What a graceful stop may take until everything is cancelled; with ``StopLimit`` the stop stays within 5 s.
    static let gracefulLimit: Duration = .seconds(4)

    /// Takes messages and requests until the process is told to stop: HTTP stops first, then the message path, then
    /// the relay, which publishes what waits.
    ///
    /// - Parameters:
    ///   - end: ends the process when the stop takes too long.
    ///   - listening: gets the port once requests are taken.
    func run(end: @Sendable @escaping () -> Void, listening: @Sendable @escaping (Int) -> Void = { _ in }) async throws
    {
        let configuration = context.configuration
        let logger = context.logger
        // What the server itself tells at its start is in the line below.
        var serverLogger = logger
        serverLogger.logLevel = max(logger.logLevel, .notice)
        let application = Application(
            responder: router.responder,
            server: .http1(configuration: .init(idleTimeout: RunningService.idleLimit)),
            configuration: .init(address: .hostname(configuration.httpHost, port: configuration.httpPort)),
            onServerRunning: { channel in
                let port = channel.localAddress?.port ?? configuration.httpPort
                logger.info("started", metadata: ["address": "http://\(configuration.httpHost):\(port)"])
                listening(port)
            },
            logger: serverLogger)
        let http = HTTPService(server: application, address: "\(configuration.httpHost):\(configuration.httpPort)")
        if !configuration.isLoopback {
            logger.warning("HTTP listens beyond this machine; TLS has to end before it")
        }
        let services: [any Service] = pipeline.services + [http, StopLimit(logger: logger, end: end)]
        var group = ServiceGroupConfiguration(
            services: services.map { .init(service: $0, failureTerminationBehavior: .gracefullyShutdownGroup) },
            gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        group.maximumGracefulShutdownDuration = RunningService.gracefulLimit
        try await ServiceGroup(configuration: group).run()
    }
}

extension ServiceStatus {
    init(of service: ServiceName, _ pipeline: Pipeline, _ health: Health) async throws {
        let view = pipeline.status.current
        let facts = try await pipeline.entry.facts()
        let refusals = view.stoppedTopics.sorted { $0.key < $1.key }.map { "\($0.key) refuses events: \($0.value)" }
        let late = view.lateTopics.sorted { $0.key < $1.key }.map(\.value)
        let waitsFor = [view.waitsFor].compactMap { $0 } + refusals + late
        self.init(
            service: service.rawValue, ready: health.ready().isGood,
            waitsFor: waitsFor.isEmpty ? nil : waitsFor.joined(separator: "; "),
            consumed: view.consumed, deadLetters: view.deadLetters, outboxPending: facts.outboxPending,
            caughtUp: view.isCaughtUp, sqliteVersion: facts.sqliteVersion,
            uptime: Int(health.clock().timeIntervalSince(health.startedAt)))
    }
}
