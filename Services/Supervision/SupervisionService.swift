import Foundation
import Hummingbird
import Logging
import Models
import Pipeline
import Runtime

/// Holds the posts, watches how much each carries and which deadlines the cases miss. Knows no person and no data key.
struct SupervisionService: Microservice {
    static let name = ServiceName.supervision
    static let api = APIDescription(yaml: PackageResources.openapi_yaml)

    private let territory: Territory
    private let desk: FirstContactDesk
    private let logger: Logger
    private let clock: @Sendable () -> Date

    init(context: ServiceContext) throws {
        self.init(territory: context.territory, logger: context.logger, clock: context.clock)
    }

    /// The service of a territory.
    init(territory: Territory, logger: Logger, clock: @Sendable @escaping () -> Date) {
        self.territory = territory
        self.logger = logger
        self.clock = clock
        desk = FirstContactDesk(territory: territory)
    }

    var definition: ServiceDefinition {
        ServiceDefinition(
            name: SupervisionService.name, migrations: { Schema.register(in: &$0) },
            handlers: [CaseHandlers.cases(desk)], commands: [PostTakeOver.command],
            timers: [
                TimerHandler(FirstContactDesk.timer) { [desk] caseID, transaction in
                    try desk.overdue(caseID, transaction)
                }
            ], states: [Topics.supervision])
    }

    func addRoutes(to router: APIRouter, entry: TransactionalEntry) {
        PostRoutes(territory: territory, entry: entry, clock: clock).add(to: router)
        NoticeRoutes(territory: territory, entry: entry).add(to: router)
    }

    func start(_ entry: TransactionalEntry) async throws {
        let kept = try await entry.store.read(PostTable.posts)
        guard !kept.isEmpty else {
            let now = clock()
            let states = territory.posts.map { PostState(takingOver: $0, at: now) }
            let takeOver = try Command(
                PostTakeOver.name, states, id: PostTakeOver.name, actor: SupervisionService.name.rawValue, instant: now)
            let _: Int = try await entry.perform(takeOver)
            return
        }
        let differing = PostTakeOver.differences(between: territory.posts, and: kept)
        guard !differing.isEmpty else { return }
        logger.warning(
            "the territory's posts differ from those kept, which hold",
            metadata: ["posts": .string(differing.joined(separator: ", "))])
    }
}
