import Foundation

/// What the check of a submission against its contract ends with.
public typealias SubmissionOutcome = CheckOutcome<Submission>

/// The check of a submission that has not been parsed yet.
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
        return Submission.check(value, on: day, codelists: codelists)
    }
}
