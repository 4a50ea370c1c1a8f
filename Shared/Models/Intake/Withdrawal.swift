/// A publisher takes back what it sent: `de.kim.intake.withdrawal.v1` (contracts 3). No personal data.
public struct Withdrawal: IntakeBody {
    /// `de.kim.intake.withdrawal.v1`.
    public static let eventType = "de.kim.intake.withdrawal.v1"

    /// The submission that is taken back.
    public let submission: SubmissionReference
    /// Why.
    public let reason: Reason

    /// Why something is taken back (codelist `withdrawal-reasons`; each is also a reason code of receipts).
    public enum Reason: String, Codable, Sendable, Hashable, CaseIterable {
        /// The person no longer consents.
        case consentWithdrawn = "consent-withdrawn"
        /// It should not have been sent.
        case sentInError = "sent-in-error"
        /// It was about somebody else.
        case wrongPerson = "wrong-person"
        /// The person needs no support any more.
        case noLongerNeeded = "no-longer-needed"

        /// Whether everything is erased at once, as nothing of it should ever have been here (contracts 3).
        public var erases: Bool {
            switch self {
            case .sentInError, .wrongPerson: true
            case .consentWithdrawn, .noLongerNeeded: false
            }
        }

        /// What receipts say.
        public var code: ReasonCode {
            switch self {
            case .consentWithdrawn: .consentWithdrawn
            case .sentInError: .sentInError
            case .wrongPerson: .wrongPerson
            case .noLongerNeeded: .noLongerNeeded
            }
        }
    }
}

extension Withdrawal {
    /// The contract of the body.
    public static let shape = Shape.object([
        .required("submission", SubmissionReference.shape),
        .required(
            "reason", .code(list: "withdrawal-reasons"),
            note: "With sent-in-error and wrong-person everything is erased at once."),
    ])

    /// Nothing: its fields say nothing together.
    public static func findings(in document: JSONValue, on day: LocalDate) -> ValidationFindings {
        ValidationFindings()
    }
}
