/// Intake hands a request over to CaseHandling, which opens a case (contracts 5).
public struct Admission: EventBody, Equatable {
    /// `de.kim.handover.admission.v1`.
    public static let eventType = "de.kim.handover.admission.v1"

    /// The request that was admitted.
    public var requestId: String
    /// The case to open, the key of the record.
    public var caseId: String
    /// The day on which the request was received.
    public var receivedOn: LocalDate
    /// The municipality (AGS, 8 digits).
    public var municipality: String
    /// The provider, who is the controller of the data.
    public var provider: String
    /// The post that is to manage the case.
    public var post: String
    /// The household as keys, which only Intake can compute.
    public var household: Household?
    /// Person and request: the submission as it was taken in.
    public var sealed: SealedContent

    /// An admission with these fields.
    public init(
        requestId: String, caseId: String, receivedOn: LocalDate, municipality: String, provider: String, post: String,
        household: Household? = nil, sealed: SealedContent
    ) {
        self.requestId = requestId
        self.caseId = caseId
        self.receivedOn = receivedOn
        self.municipality = municipality
        self.provider = provider
        self.post = post
        self.household = household
        self.sealed = sealed
    }
}
