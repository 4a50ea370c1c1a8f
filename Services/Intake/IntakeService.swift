import Hummingbird
import Models
import Pipeline
import Runtime

/// Takes intake events of other systems, checks and routes them, and answers every one with a receipt.
struct IntakeService: Microservice {
    static let name = ServiceName.intake
    static let api = APIDescription(
        yaml: PackageResources.openapi_yaml,
        bodies: [
            "Submission": Submission.shape, "Correction": Correction.shape, "Withdrawal": Withdrawal.shape,
            "LegalSphereChange": LegalSphereChange.shape, "Receipt": Receipt.shape, "RequestState": RequestState.shape,
        ])

    private let desk: EventDesk
    private let requests: RequestDesk
    private let waiting: WaitingDesk
    private let clearing: ClearingDesk
    private let frame: PageFrame

    init(context: ServiceContext) throws {
        try self.init(
            territory: context.territory, codelists: context.codelists, keys: context.keys,
            publicKeys: context.publicKeys)
    }

    /// The service of a territory. Throws where CaseHandling's public key is not known, since nothing could be handed
    /// over.
    init(territory: Territory, codelists: Codelists, keys: ServiceKeys, publicKeys: PublicKeys) throws {
        let requests = RequestDesk(
            keys: keys, recipient: try publicKeys.key(of: .caseHandling), publishers: territory.publishers.map(\.id),
            retention: RequestRetention(territory: territory), urgentDays: territory.rules.urgentDays)
        let drafts = RequestDrafts(keys: keys, urgentDays: territory.rules.urgentDays)
        let persons = PersonDesk(identity: keys.identity)
        let events = EventJudge(territory: territory, codelists: codelists)
        let submissions = SubmissionJudge(events: events)
        let withdrawals = WithdrawalDesk(judge: events, drafts: drafts, requests: requests)
        desk = EventDesk(
            territory: territory, keys: keys,
            submissions: SubmissionDesk(
                judge: submissions, drafts: drafts, requests: requests, persons: persons, withdrawals: withdrawals),
            corrections: CorrectionDesk(
                judge: CorrectionJudge(submissions: submissions), drafts: drafts, requests: requests,
                persons: persons),
            withdrawals: withdrawals,
            changes: LegalSphereChangeDesk(judge: events, identity: keys.identity, requests: requests))
        self.requests = requests
        waiting = WaitingDesk(identity: keys.identity, requests: requests)
        clearing = ClearingDesk(
            territory: territory, codelists: codelists, requests: requests, persons: persons)
        frame = try IntakePages.frame(codelists: codelists)
    }

    var definition: ServiceDefinition {
        ServiceDefinition(
            name: IntakeService.name, migrations: { Schema.register(in: &$0) },
            handlers: IntakeHandlers.events(desk) + [IntakeHandlers.posts(waiting), IntakeHandlers.cases(requests)],
            commands: [IntakeHandlers.eventsOverHTTP(desk)] + ClearingCommands.all(clearing),
            timers: ClearingCommands.timers(clearing) + [
                TimerHandler(WaitingDesk.timer) { [waiting] postID, transaction in
                    try waiting.postAvailable(postID, transaction)
                },
                TimerHandler(WithdrawalDesk.timer) { [requests] requestID, transaction in
                    try requests.forgetWithdrawn(requestID, transaction)
                },
            ], states: [Topics.requests])
    }

    func addRoutes(to router: APIRouter, entry: TransactionalEntry) {
        SubmissionRoutes(territory: desk.territory, entry: entry).add(to: router)
        ReceiptRoutes(territory: desk.territory, entry: entry).add(to: router)
        RequestRoutes(entry: entry).add(to: router)
        WorklistRoutes(entry: entry).add(to: router)
        DecisionRoutes(keys: desk.keys, entry: entry).add(to: router)
        DemandRoutes(territory: desk.territory, entry: entry).add(to: router)
        IntakePages(
            frame: frame, territory: desk.territory, codelists: clearing.codelists, keys: desk.keys, entry: entry
        ).add(to: router)
    }
}
