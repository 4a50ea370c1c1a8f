/// Intake hands a correction that came after the admission over to CaseHandling, which proposes it to the case manager
/// (contracts 5).
public struct CorrectionHandover: EventBody, Equatable {
    /// `de.kim.handover.correction.v1`.
    public static let eventType = "de.kim.handover.correction.v1"

    /// The request that the case came from.
    public var requestId: String
    /// The case, the key of the record.
    public var caseId: String
    /// The publisher that says it, by its id in the territory.
    public var publisher: String
    /// The day on which Intake received it.
    public var receivedOn: LocalDate
    /// The ``Correction`` as it was taken in.
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
