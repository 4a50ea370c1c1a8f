/// The pseudonymous state of one request: what Intake lets others know (contracts 5). A request exists for a submission
/// that fulfils the contract.
public struct RequestState: StateBody, Equatable {
    /// `de.kim.intake.request.v1`.
    public static let eventType = "de.kim.intake.request.v1"

    /// The request's pseudonym, the key of the record.
    public var requestId: String
    /// Raised by one with each change.
    public var version: Int
    /// The names of the changes that led to this version.
    @OrEmpty public var changes: [String]
    /// The day on which the submission was received.
    public var receivedOn: LocalDate
    /// The municipality (AGS, 8 digits).
    public var municipality: String?
    /// How the client came: `self`, `referral`, `outreach`.
    public var accessRoute: String?
    /// The age group on ``receivedOn`` (codelist).
    public var ageGroup: String?
    /// The gender as submitted (codelist).
    public var gender: String?
    /// How urgent it is.
    public var urgency: Urgency?
    /// The outcomes in their order; the last one holds.
    @OrEmpty public var states: [StateEntry]
    /// The case it became.
    public var caseId: String?

    /// A state with these fields; lists start empty.
    public init(
        requestId: String, version: Int, changes: [String] = [], receivedOn: LocalDate, municipality: String? = nil,
        accessRoute: String? = nil, ageGroup: String? = nil, gender: String? = nil, urgency: Urgency? = nil,
        states: [StateEntry] = [], caseId: String? = nil
    ) {
        self.requestId = requestId
        self.version = version
        self.changes = changes
        self.receivedOn = receivedOn
        self.municipality = municipality
        self.accessRoute = accessRoute
        self.ageGroup = ageGroup
        self.gender = gender
        self.urgency = urgency
        self.states = states
        self.caseId = caseId
    }
}

extension RequestState {
    /// How the request stands: the last entry that holds.
    public var status: Status? { states.inForce.last?.state }

    /// The entry that decided the request, or `nil` while it waits.
    public var decision: StateEntry? { states.inForce.last.flatMap { $0.state.isDecided ? $0 : nil } }
}
