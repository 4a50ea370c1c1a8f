import Foundation
import Hummingbird
import Models
import Pipeline
import Runtime

/// Keeps what every request and case adds to the indicators, and publishes the figures.
struct StatisticsService: Microservice {
    static let name = ServiceName.statistics
    static let api = APIDescription(yaml: PackageResources.openapi_yaml)

    private let releases: Releases
    private let routes: FigureRoutes
    private let clock: @Sendable () -> Date

    init(context: ServiceContext) throws {
        releases = Releases(
            plan: try StatisticsService.plan(context.configuration.sources, context.territory),
            maker: FigureMaker(territory: context.territory, codelists: context.codelists))
        routes = FigureRoutes(territory: context.territory, codelists: context.codelists, clock: context.clock)
        clock = context.clock
    }

    /// When figures are released: at the interval of `KIM_STATISTICS_RELEASE_INTERVAL`, else on the territory's days.
    static func plan(
        _ sources: ConfigurationSources, _ territory: Territory
    ) throws(ConfigurationError) -> ReleasePlan {
        let interval = try sources.value(
            ["statistics", "releaseInterval"],
            accepted: "whole seconds from 1 to 86400, or absent for the territory's release days"
        ) { text in
            Int(text).flatMap { (1...86_400).contains($0) ? $0 : nil }
        }
        guard let interval else { return .onReleaseDays(territory) }
        return .every(seconds: interval)
    }

    var definition: ServiceDefinition { StatisticsService.definition(releases) }

    /// Tables, handlers and the release timer.
    static func definition(_ releases: Releases) -> ServiceDefinition {
        ServiceDefinition(
            name: name, migrations: Schema.migrations, handlers: [StateHandlers.requests, StateHandlers.cases],
            commands: [releases.command], timers: [releases.handler])
    }

    func addRoutes(to router: APIRouter, entry: TransactionalEntry) {
        routes.add(to: router, entry: entry)
    }

    func start(_ entry: TransactionalEntry) async throws {
        let now = clock()
        let command = try Command(
            Releases.start, releases.plan.next(after: now), id: "start \(Instant.text(now))",
            actor: StatisticsService.name.rawValue, instant: now)
        let _: Bool = try await entry.perform(command)
    }
}
