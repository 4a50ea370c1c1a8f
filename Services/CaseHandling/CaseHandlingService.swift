import Foundation
import Hummingbird
import Models
import Pipeline
import Runtime

/// Keeps the cases from admission to closure and publishes their pseudonymous state.
struct CaseHandlingService: Microservice {
    static let name = ServiceName.caseHandling
    static let api = APIDescription(
        yaml: PackageResources.openapi_yaml,
        bodies: ["CaseState": CaseState.shape, "Submission": Submission.shape])

    private let keys: ServiceKeys
    private let territory: Territory
    private let desk: CaseDesk
    private let clock: @Sendable () -> Date

    init(context: ServiceContext) throws {
        self.init(
            territory: context.territory, codelists: context.codelists, keys: context.keys, clock: context.clock)
    }

    /// The service of a territory with these codelists and keys.
    init(territory: Territory, codelists: Codelists, keys: ServiceKeys, clock: @Sendable @escaping () -> Date) {
        self.territory = territory
        self.keys = keys
        self.clock = clock
        desk = CaseDesk(codelists: codelists, keys: keys)
    }

    var definition: ServiceDefinition {
        ServiceDefinition(
            name: CaseHandlingService.name, migrations: { Schema.register(in: &$0) },
            handlers: [CaseHandlers.admissions(desk)] + CaseHandlers.proposals(ProposalDesk(cases: desk))
                + [CaseHandlers.decisions], commands: CaseCommands.all(desk),
            states: [Topics.cases])
    }

    func addRoutes(to router: APIRouter, entry: TransactionalEntry) {
        CaseRoutes(keys: keys, territory: territory, entry: entry).add(to: router)
        CaseCommandRoutes(entry: entry, clock: clock).add(to: router)
    }
}
