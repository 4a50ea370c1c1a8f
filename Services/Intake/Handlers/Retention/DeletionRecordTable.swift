import GRDB
import Models

/// What was deleted when and by which rule (Löschprotokoll, DIN 66398): without anything of what it was.
enum DeletionRecordTable {
    /// Writes down that the personal data of a request were deleted.
    static func add(
        _ requestID: String, by rule: Territory.RetentionKind, on day: LocalDate, in database: Database
    ) throws {
        try database.execute(
            sql: "INSERT INTO deletionRecord (requestId, rule, deletedOn) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            arguments: [requestID, rule.rawValue, day.description])
    }
}
