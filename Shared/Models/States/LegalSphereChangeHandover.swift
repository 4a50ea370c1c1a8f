/// Intake hands the change of a legal sphere over to CaseHandling, which pairs its halves and proposes it to the case
/// manager (contracts 5).
public struct LegalSphereChangeHandover: EventBody, Equatable {
    /// `de.kim.handover.legal-sphere-change.v1`.
    public static let eventType = "de.kim.handover.legal-sphere-change.v1"

    /// The request that the case came from.
    public var requestId: String
    /// The case, the key of the record.
    public var caseId: String
    /// The publisher that says it, by its id in the territory.
    public var publisher: String
    /// The day on which Intake received it.
    public var receivedOn: LocalDate
    /// The ``LegalSphereChange`` as it was taken in.
    public var sealed: SealedContent

    /// What is handed over, with these fields.
    public init(requestId: String, caseId: String, publisher: String, receivedOn: LocalDate, sealed: SealedContent) {
        self.requestId = requestId
        self.caseId = caseId
        self.publisher = publisher
        self.receivedOn = receivedOn
        self.sealed = sealed
    }
}
