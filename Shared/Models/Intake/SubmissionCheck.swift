import Foundation

/// What the check of a submission against its contract ends with.
public enum SubmissionOutcome: Sendable, Equatable {
    /// It fulfils the contract; the warnings are told in the receipt.
    case accepted(Submission, warnings: [ValidationIssue])
    /// It does not; all errors at once.
    case refused(errors: [ValidationIssue], warnings: [ValidationIssue])
}

/// The check of a submission against everything that can be said without the publisher's entry and the territory.
public struct SubmissionCheck {
    /// Checks the data of an event and finds everything that is wrong with them.
    ///
    /// - Parameters:
    ///   - data: the event's data as they came.
    ///   - day: the local day of the event.
    public static func check(_ data: Data, on day: LocalDate, codelists: Codelists) -> SubmissionOutcome {
        let value: JSONValue
        do { value = try JSONValue.parse(data) } catch {
            let details = ["reason": error.reason.rawValue, "offset": String(error.offset)]
            return .refused(errors: [ValidationIssue(.invalidJSON, details: details)], warnings: [])
        }
        return check(value, on: day, codelists: codelists)
    }

    /// Checks data that have been parsed already.
    public static func check(_ value: JSONValue, on day: LocalDate, codelists: Codelists) -> SubmissionOutcome {
        let shape = Submission.shape.issues(in: value, on: day, codelists: codelists)
        let rules = SubmissionRules.findings(in: value, on: day)
        let errors = shape.errors + rules.errors
        let warnings = shape.warnings + rules.warnings
        guard errors.isEmpty else { return .refused(errors: errors, warnings: warnings) }
        do {
            return .accepted(try value.decoded(as: Submission.self), warnings: warnings)
        } catch {
            return .refused(errors: [ValidationIssue(.invalidFormat, at: .root)], warnings: warnings)
        }
    }
}
