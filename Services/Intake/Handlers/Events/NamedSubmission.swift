import GRDB
import Models

/// What became of the submission that a later event of its publisher names.
enum NamedSubmission {
    /// It is this request.
    case request(IntakeRequest)
    /// It was a duplicate of what became this request.
    case duplicate(of: IntakeRequest)
    /// It was taken back or erased.
    case withdrawn(WithdrawnRequest)
    /// It was answered, and nothing is kept of it.
    case refused
    /// It has not come.
    case unknown

    /// Finds it.
    ///
    /// - Parameter requestID: the id of the request that it derives.
    static func find(
        _ reference: SubmissionReference, as requestID: String, in database: Database
    ) throws -> NamedSubmission {
        if let request = try RequestTable.request(requestID, in: database) { return .request(request) }
        if let withdrawn = try WithdrawnRequestTable.find(requestID, in: database) { return .withdrawn(withdrawn) }
        guard let answer = try AnswerTable.answer(to: reference.source, reference.id, in: database) else {
            return .unknown
        }
        guard answer.receipt.outcome == .duplicate, let firstID = answer.requestID,
            let first = try RequestTable.request(firstID, in: database)
        else { return .refused }
        return .duplicate(of: first)
    }
}
