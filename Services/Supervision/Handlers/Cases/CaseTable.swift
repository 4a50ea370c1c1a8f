import GRDB
import Models

/// What the last states of the cases say about load and place.
enum CaseTable {
    /// Takes over a state as it is on a day.
    static func put(_ state: CaseState, on today: LocalDate, in database: Database) throws {
        // CaseHandling may have opened the case after midnight while its state still reaches us before it.
        let day = max(today, state.openedOn)
        guard let place = state.responsibility(on: day) ?? state.responsibilities.inForce.last else {
            return try remove(state.caseId, in: database)
        }
        try database.execute(
            sql: """
                INSERT INTO supervisedCase (caseId, post, municipality, isOpen) VALUES (?, ?, ?, ?)
                ON CONFLICT (caseId) DO UPDATE
                SET post = excluded.post, municipality = excluded.municipality, isOpen = excluded.isOpen
                """, arguments: [state.caseId, place.post, place.municipality, state.isOpen(on: day)])
    }

    /// Forgets a case.
    static func remove(_ caseID: String, in database: Database) throws {
        try database.execute(sql: "DELETE FROM supervisedCase WHERE caseId = ?", arguments: [caseID])
    }

    /// The number of open cases of each post that has any.
    static func openCases(in database: Database) throws -> [String: Int] {
        let rows = try Row.fetchAll(
            database, sql: "SELECT post, count(*) AS cases FROM supervisedCase WHERE isOpen = 1 GROUP BY post")
        return Dictionary(uniqueKeysWithValues: rows.map { ($0["post"], $0["cases"]) })
    }
}
