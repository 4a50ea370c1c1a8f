import Foundation
import GRDB
import Models

/// A case as the store keeps it: what others may know in the open, person and request only sealed.
struct CaseFile: Sendable {
    /// The request that it was admitted from.
    let requestID: String
    /// Person and request, sealed under the case's own key.
    let content: StoredContent
    /// What others may know.
    var state: CaseState

    /// Where the content stands.
    static let contentPlace = StoredContent.Place("caseFile.content")

    /// Person and request.
    func submission(with keys: ServiceKeys) throws -> Submission {
        let plain = try content.opened(in: CaseFile.contentPlace, of: state.caseId, with: keys)
        return try JSONDecoder().decode(Submission.self, from: plain)
    }
}

/// The cases of the store.
enum CaseFileTable {
    /// Whether a case is there.
    static func holds(_ caseID: String, in database: Database) throws -> Bool {
        try Bool.fetchOne(
            database, sql: "SELECT EXISTS (SELECT 1 FROM caseFile WHERE caseId = ?)", arguments: [caseID]) ?? false
    }

    /// The case with this id.
    static func file(_ caseID: String, in database: Database) throws -> CaseFile? {
        try Row.fetchOne(database, sql: "SELECT * FROM caseFile WHERE caseId = ?", arguments: [caseID]).map { row in
            CaseFile(
                requestID: row["requestId"],
                content: StoredContent(sealed: row["content"], wrappedKey: row["wrappedKey"]),
                state: try decode(row["state"]))
        }
    }

    /// Whether a case is there for who sees this much.
    static func holds(_ caseID: String, within scope: CaseScope, in database: Database) throws -> Bool {
        try SQLRequest<Bool>(
            "SELECT EXISTS (SELECT 1 FROM caseFile WHERE caseId = \(caseID) AND \(scope.condition))"
        ).fetchOne(database) ?? false
    }

    /// The case with this id for who sees this much.
    static func file(_ caseID: String, within scope: CaseScope, in database: Database) throws -> CaseFile? {
        try holds(caseID, within: scope, in: database) ? file(caseID, in: database) : nil
    }

    /// Adds a case that was just opened.
    static func add(_ file: CaseFile, in database: Database) throws {
        let responsibility = file.state.responsibilities.inForce.last
        try database.execute(
            sql: """
                INSERT INTO caseFile
                    (caseId, requestId, version, state, openedOn, closedOn, municipality, provider, post, content,
                     wrappedKey)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                file.state.caseId, file.requestID, file.state.version, encode(file.state),
                file.state.openedOn.description, file.state.closure?.closedOn.description,
                responsibility?.municipality, responsibility?.provider, responsibility?.post, file.content.sealed,
                file.content.wrappedKey,
            ])
    }

    /// Removes a case with its content and key, and everything that belongs to it.
    static func remove(_ caseID: String, in database: Database) throws {
        try database.execute(sql: "DELETE FROM caseFile WHERE caseId = ?", arguments: [caseID])
    }

    /// Writes the next state of a case.
    static func update(_ state: CaseState, in database: Database) throws {
        let responsibility = state.responsibilities.inForce.last
        try database.execute(
            sql: """
                UPDATE caseFile
                SET version = ?, state = ?, closedOn = ?, municipality = ?, provider = ?, post = ? WHERE caseId = ?
                """,
            arguments: [
                state.version, encode(state), state.closure?.closedOn.description, responsibility?.municipality,
                responsibility?.provider, responsibility?.post, state.caseId,
            ])
    }

    /// So many states of cases after one id that fulfil a filter and lie within a scope, in the order of the ids.
    static func states(
        after id: String, limit: Int, _ filter: CaseFilter, within scope: CaseScope, in database: Database
    ) throws -> [CaseState] {
        var conditions: [SQL] = ["caseId > \(id)", scope.condition]
        if let municipality = filter.municipality { conditions.append("municipality = \(municipality)") }
        if let post = filter.post { conditions.append("post = \(post)") }
        if let isOpen = filter.isOpen { conditions.append(isOpen ? "closedOn IS NULL" : "closedOn IS NOT NULL") }
        let condition = conditions.joined(operator: .and)
        return try SQLRequest<String>(
            "SELECT state FROM caseFile WHERE \(condition) ORDER BY caseId LIMIT \(limit)"
        ).fetchAll(database).map(decode)
    }

    private static func encode(_ state: CaseState) throws -> String {
        String(decoding: try JSONEncoder().encode(state), as: UTF8.self)
    }

    private static func decode(_ state: String) throws -> CaseState {
        try JSONDecoder().decode(CaseState.self, from: Data(state.utf8))
    }
}

/// Which cases are asked for; what is `nil` does not matter.
struct CaseFilter: Sendable {
    /// The responsible municipality (AGS).
    var municipality: String?
    /// The responsible post.
    var post: String?
    /// Whether the case is open.
    var isOpen: Bool?
}
