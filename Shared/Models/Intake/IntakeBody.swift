/// What an event of the public way in says: its contract is a shape and what its fields must say together.
public protocol IntakeBody: EventBody, Equatable {
    /// The contract of the body, each field for itself.
    static var shape: Shape { get }

    /// What the fields say together that they must not, on the local day of the event.
    static func findings(in document: JSONValue, on day: LocalDate) -> ValidationFindings
}

/// What the check of an event against its contract ends with.
public enum CheckOutcome<Body: IntakeBody>: Sendable, Equatable {
    /// It fulfils the contract; the warnings are told in the receipt.
    case accepted(Body, warnings: [ValidationIssue])
    /// It does not; all errors at once.
    case refused(errors: [ValidationIssue], warnings: [ValidationIssue])
}

extension IntakeBody {
    /// Checks the data of an event against everything that can be said without the publisher's entry, the territory and
    /// what was sent before.
    ///
    /// - Parameter day: the local day of the event.
    public static func check(_ value: JSONValue, on day: LocalDate, codelists: Codelists) -> CheckOutcome<Self> {
        let form = shape.issues(in: value, on: day, codelists: codelists)
        let rules = findings(in: value, on: day)
        let errors = form.errors + rules.errors
        let warnings = form.warnings + rules.warnings
        guard errors.isEmpty else { return .refused(errors: errors, warnings: warnings) }
        do {
            return .accepted(try value.decoded(as: Self.self), warnings: warnings)
        } catch {
            return .refused(errors: [ValidationIssue(.invalidFormat, at: .root)], warnings: warnings)
        }
    }
}

extension Submission: IntakeBody {
    /// What the fields say together that they must not (``SubmissionRules``).
    public static func findings(in document: JSONValue, on day: LocalDate) -> ValidationFindings {
        SubmissionRules.findings(in: document, on: day)
    }
}
