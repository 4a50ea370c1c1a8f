import GRDB
import Models

/// What was deleted when and by which rule (Löschprotokoll, DIN 66398): without anything of what it was.
enum DeletionRecordTable {
    /// Writes down that the personal data of a request were deleted.
    ///
    /// - Parameter rule: the period of the territory that was over, or why there was no right to keep them any longer
    ///   (contracts 3).
    static func add(_ requestID: String, by rule: String, on day: LocalDate, in database: Database) throws {
        try database.execute(
            sql: "INSERT INTO deletionRecord (requestId, rule, deletedOn) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            arguments: [requestID, rule, day.description])
    }
}

extension ReasonCode {
    /// The rule by which the data of a request go that ended for this reason.
    var deletionRule: String {
        self == .participationUnanswered ? Territory.RetentionKind.parkedSubmission.rawValue : rawValue
    }
}
