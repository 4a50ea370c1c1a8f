import Foundation
import Hummingbird
import Models
import Pipeline
import Runtime

/// Keeps what every request and case adds to the indicators, and publishes the figures.
struct StatisticsService: Microservice {
    static let name = ServiceName.statistics

    private let releases: Releases
    private let routes: FigureRoutes
    private let clock: @Sendable () -> Date

    init(context: ServiceContext) throws {
        let interval = try context.configuration.value(
            ["statistics", "releaseInterval"], default: nil,
            accepted: "whole seconds from 1 to 86400, or nothing for the territory's release days"
        ) { text -> Int?? in
            Int(text).flatMap { (1...86_400).contains($0) ? $0 : nil }
        }
        releases = Releases(
            plan: interval.map(ReleasePlan.every) ?? .onReleaseDays(context.territory),
            maker: FigureMaker(territory: context.territory, codelists: context.codelists))
        routes = FigureRoutes(territory: context.territory, codelists: context.codelists, clock: context.clock)
        clock = context.clock
    }

    var definition: ServiceDefinition { StatisticsService.definition(releases) }

    /// Tables, handlers and the release timer.
    static func definition(_ releases: Releases) -> ServiceDefinition {
        ServiceDefinition(
            name: name, migrations: Schema.migrations, handlers: [StateHandlers.requests, StateHandlers.cases],
            timers: [releases.handler])
    }

    func addRoutes(to router: Router<AppRequestContext>, entry: TransactionalEntry) {
        routes.add(to: router, entry: entry)
    }

    func start(_ entry: TransactionalEntry) async throws {
        let now = clock()
        let command = Command(id: "start \(Instant.text(now))", actor: "statistics", instant: now, content: Data())
        _ = try await entry.perform(command) { [releases] transaction in
            try releases.start(transaction)
            return true
        }
    }
}
