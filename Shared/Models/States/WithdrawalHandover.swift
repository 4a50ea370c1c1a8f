/// Intake tells CaseHandling that the submission of a case was taken back (contracts 5). Nothing in it is sealed: it
/// says nothing of the person.
public struct WithdrawalHandover: EventBody, Equatable {
    /// `de.kim.handover.withdrawal.v1`.
    public static let eventType = "de.kim.handover.withdrawal.v1"

    /// The request that the case came from.
    public var requestId: String
    /// The case, the key of the record.
    public var caseId: String
    /// The publisher that says it, by its id in the territory.
    public var publisher: String
    /// The day on which Intake received it.
    public var receivedOn: LocalDate
    /// Why; two of the reasons erase the case at once.
    public var reason: Withdrawal.Reason

    /// What is handed over, with these fields.
    public init(
        requestId: String, caseId: String, publisher: String, receivedOn: LocalDate, reason: Withdrawal.Reason
    ) {
        self.requestId = requestId
        self.caseId = caseId
        self.publisher = publisher
        self.receivedOn = receivedOn
        self.reason = reason
    }
}
