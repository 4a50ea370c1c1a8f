import GRDB
import Models

/// How many open cases each post carries.
enum CaseLoad {
    /// Counts a case that is handed over now, before its first state comes back.
    static func admit(_ caseId: String, to post: String, in database: Database) throws {
        try database.execute(
            sql: "INSERT INTO carriedCase (caseId, post, isOpen) VALUES (?, ?, 1) ON CONFLICT DO NOTHING",
            arguments: [caseId, post])
    }

    /// Takes over what CaseHandling says of a case on a day.
    static func correct(by state: CaseState, on today: LocalDate, in database: Database) throws {
        // CaseHandling may have opened the case after midnight while its state still reaches us before it.
        let day = max(today, state.openedOn)
        guard let post = (state.responsibility(on: day) ?? state.responsibilities.inForce.last)?.post else {
            return try remove(state.caseId, in: database)
        }
        try database.execute(
            sql: """
                INSERT INTO carriedCase (caseId, post, isOpen) VALUES (?, ?, ?)
                ON CONFLICT (caseId) DO UPDATE SET post = excluded.post, isOpen = excluded.isOpen
                """, arguments: [state.caseId, post, state.isOpen(on: day)])
    }

    /// Forgets a case.
    static func remove(_ caseId: String, in database: Database) throws {
        try database.execute(sql: "DELETE FROM carriedCase WHERE caseId = ?", arguments: [caseId])
    }

    /// Whether a case is open, as far as it is known here.
    static func isOpen(_ caseId: String, in database: Database) throws -> Bool {
        try Bool.fetchOne(database, sql: "SELECT isOpen FROM carriedCase WHERE caseId = ?", arguments: [caseId])
            ?? false
    }

    /// The open cases of a post.
    static func openCases(of post: String, in database: Database) throws -> Int {
        let statement = try database.cachedStatement(
            sql: "SELECT count(*) FROM carriedCase WHERE post = ? AND isOpen = 1")
        return try Int.fetchOne(statement, arguments: [post]) ?? 0
    }
}
