/// The pseudonymous state of one case with its dated history: what CaseHandling lets others know (contracts 5).
public struct CaseState: StateBody, Equatable {
    /// `de.kim.cases.case.v1`.
    public static let eventType = "de.kim.cases.case.v1"

    /// The case's pseudonym, the key of the record.
    public var caseId: String
    /// Raised by one with each change.
    public var version: Int
    /// The names of the changes that led to this version.
    @OrEmpty public var changes: [String]
    /// The day on which the request was received.
    public var receivedOn: LocalDate
    /// The day on which the case was opened.
    public var openedOn: LocalDate
    /// Who is responsible: exactly one at a time.
    @OrEmpty public var responsibilities: [Responsibility]
    /// Who stands in for the responsible post.
    @OrEmpty public var deputies: [Deputy]
    /// The phases, each from its first day until the next begins.
    @OrEmpty public var phases: [PhaseEntry]
    /// The closures, with the reopenings that followed.
    @OrEmpty public var closures: [ClosureEntry]
    /// The age group on ``openedOn`` (codelist); `nil` where the birth is unknown. Changed by correction only.
    public var ageGroup: String?
    /// The gender as recorded (codelist).
    public var gender: String?
    /// The group of the state of origin (codelist).
    public var originGroup: String?
    /// The people the client lives with, as keys.
    public var household: Household?
    /// The life areas in which help is needed.
    @OrEmpty public var needs: [NeedEntry]
    /// The agreed goals.
    @OrEmpty public var goals: [GoalEntry]
    /// The assessments made.
    @OrEmpty public var assessments: [Occurrence]
    /// The support plans agreed.
    @OrEmpty public var plans: [PlanEntry]
    /// The reviews held.
    @OrEmpty public var reviews: [Occurrence]
    /// The referrals to offers.
    @OrEmpty public var referrals: [ReferralEntry]
    /// The legal spheres, on three axes.
    @OrEmpty public var legalSpheres: [LegalSphereEntry]
    /// The changes from one legal sphere to the next.
    @OrEmpty public var transitions: [TransitionEntry]
    /// The contacts with the client.
    @OrEmpty public var contacts: Contacts
    /// What is to be looked at again.
    @OrEmpty public var followUps: [FollowUp]
    /// The consents given.
    @OrEmpty public var consents: [ConsentEntry]
    /// The day on which the client was informed of the processing (Art. 13 and 14 DSGVO).
    public var informationGivenOn: LocalDate?
    /// The times in which the case rested.
    @OrEmpty public var pauses: [PauseEntry]
    /// What waits for a second pair of eyes.
    public var pendingApproval: PendingApproval?
    /// The transfers to and from other posts.
    @OrEmpty public var transfers: [TransferEntry]
    /// Supervision's objections and whether they were answered.
    @OrEmpty public var objections: [ObjectionEntry]
    /// The sample reviews that met this case.
    @OrEmpty public var sampleReviews: [SampleReviewEntry]
    /// What this case shows about structural gaps.
    @OrEmpty public var themeFlags: [ThemeFlag]

    /// A state with these fields; lists start empty.
    public init(
        caseId: String, version: Int, changes: [String] = [], receivedOn: LocalDate, openedOn: LocalDate,
        responsibilities: [Responsibility] = [], deputies: [Deputy] = [], phases: [PhaseEntry] = [],
        closures: [ClosureEntry] = [], ageGroup: String? = nil, gender: String? = nil, originGroup: String? = nil,
        household: Household? = nil, needs: [NeedEntry] = [], goals: [GoalEntry] = [], assessments: [Occurrence] = [],
        plans: [PlanEntry] = [], reviews: [Occurrence] = [], referrals: [ReferralEntry] = [],
        legalSpheres: [LegalSphereEntry] = [], transitions: [TransitionEntry] = [], contacts: Contacts = Contacts(),
        followUps: [FollowUp] = [], consents: [ConsentEntry] = [], informationGivenOn: LocalDate? = nil,
        pauses: [PauseEntry] = [], pendingApproval: PendingApproval? = nil, transfers: [TransferEntry] = [],
        objections: [ObjectionEntry] = [], sampleReviews: [SampleReviewEntry] = [], themeFlags: [ThemeFlag] = []
    ) {
        self.caseId = caseId
        self.version = version
        self.changes = changes
        self.receivedOn = receivedOn
        self.openedOn = openedOn
        self.responsibilities = responsibilities
        self.deputies = deputies
        self.phases = phases
        self.closures = closures
        self.ageGroup = ageGroup
        self.gender = gender
        self.originGroup = originGroup
        self.household = household
        self.needs = needs
        self.goals = goals
        self.assessments = assessments
        self.plans = plans
        self.reviews = reviews
        self.referrals = referrals
        self.legalSpheres = legalSpheres
        self.transitions = transitions
        self.contacts = contacts
        self.followUps = followUps
        self.consents = consents
        self.informationGivenOn = informationGivenOn
        self.pauses = pauses
        self.pendingApproval = pendingApproval
        self.transfers = transfers
        self.objections = objections
        self.sampleReviews = sampleReviews
        self.themeFlags = themeFlags
    }
}
