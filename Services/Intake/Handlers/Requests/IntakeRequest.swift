import Foundation
import GRDB
import Models

/// A request as the store keeps it: what others may know in the open, what the publisher told only sealed.
struct IntakeRequest: Sendable {
    /// The case it is or will be.
    let caseID: String
    /// Who sent it: the CloudEvents `source`.
    let source: String
    /// The CloudEvents `id` under that source.
    let eventID: String
    /// The publisher's id in the territory.
    let publisher: String
    /// The municipality (AGS).
    var municipality: String
    /// When it was received.
    let receivedAt: Date
    /// The household as keys.
    var household: Household?
    /// What the publisher sent, sealed under the request's own key; `nil` where it is not kept.
    var content: StoredContent?
    /// What others may know.
    var state: RequestState
    /// Why it goes before others in clearing; `nil` for the usual order.
    var urgency: RequestUrgency?
    /// Since when nobody has agreed that she takes part; `nil` where somebody has, or was never missing.
    var unaskedSince: LocalDate?
    /// What is worth a look in the body that it has now; places and codes, no values. Goes with the content.
    var warnings: [ValidationIssue] = []

    /// Where the content stands.
    static let contentPlace = StoredContent.Place("request.content")
}

/// The requests of the store.
enum RequestTable {
    /// Adds a request that just came into being.
    static func add(_ request: IntakeRequest, in database: Database) throws {
        let statement = try database.cachedStatement(
            sql: """
                INSERT INTO request
                    (requestId, caseId, source, eventId, publisher, municipality, status, receivedAt, state, household,
                     content, wrappedKey, unaskedSince, urgency, workPlace, warnings)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
        try statement.execute(
            arguments: [
                request.state.requestId, request.caseID, request.source, request.eventID, request.publisher,
                request.municipality, request.state.status?.rawValue, Instant.milliseconds(request.receivedAt),
                encode(request.state), request.household.map(encode), request.content?.sealed,
                request.content?.wrappedKey, request.unaskedSince?.description, request.urgency.map(encode),
                request.workPlace, encode(request.keptWarnings),
            ])
    }

    /// Writes a request as it is now; content that is gone is gone with its key.
    static func update(_ request: IntakeRequest, in database: Database) throws {
        try database.execute(
            sql: """
                UPDATE request
                SET municipality = ?, status = ?, state = ?, household = ?, content = ?, wrappedKey = ?,
                    unaskedSince = ?, urgency = ?, workPlace = ?, warnings = ?
                WHERE requestId = ?
                """,
            arguments: [
                request.municipality, request.state.status?.rawValue, encode(request.state),
                request.household.map(encode), request.content?.sealed, request.content?.wrappedKey,
                request.unaskedSince?.description, request.urgency.map(encode), request.workPlace,
                encode(request.keptWarnings), request.state.requestId,
            ])
    }

    /// Removes a request with its content and key.
    static func remove(_ requestID: String, in database: Database) throws {
        try database.execute(sql: "DELETE FROM request WHERE requestId = ?", arguments: [requestID])
    }

    /// The request with this id; `nil` where there is none.
    static func request(_ requestID: String, in database: Database) throws -> IntakeRequest? {
        try Row.fetchOne(database, sql: "SELECT * FROM request WHERE requestId = ?", arguments: [requestID])
            .map(decode)
    }

    /// The request with this id for who sees these municipalities; `nil` where there is none.
    static func request(
        _ requestID: String, within municipalities: Set<String>, in database: Database
    ) throws -> IntakeRequest? {
        try SQLRequest<Row>(
            "SELECT * FROM request WHERE requestId = \(requestID) AND municipality IN \(municipalities)"
        ).fetchOne(database).map(decode)
    }

    /// The request that became a case; `nil` where there is none.
    static func request(ofCase caseID: String, in database: Database) throws -> IntakeRequest? {
        try Row.fetchOne(database, sql: "SELECT * FROM request WHERE caseId = ?", arguments: [caseID]).map(decode)
    }

    /// The requests of a municipality that wait for a post, in the order of the worklist.
    static func waiting(in municipality: String, _ database: Database) throws -> [IntakeRequest] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT * FROM request WHERE municipality = ? AND status = 'waiting' ORDER BY workPlace
                """, arguments: [municipality]
        ).map(decode)
    }

    /// So many states of the requests in these municipalities after one id, in the order of the ids.
    static func states(
        after id: String, limit: Int, in municipalities: Set<String>, _ database: Database
    ) throws -> [RequestState] {
        try SQLRequest<String>(
            """
            SELECT state FROM request WHERE requestId > \(id) AND municipality IN \(municipalities)
            ORDER BY requestId LIMIT \(limit)
            """
        ).fetchAll(database).map { try JSONDecoder().decode(RequestState.self, from: Data($0.utf8)) }
    }

    private static func encode(_ value: some Encodable) throws -> String {
        String(decoding: try JSONEncoder().encode(value), as: UTF8.self)
    }

    private static func decode(_ row: Row) throws -> IntakeRequest {
        let state: String = row["state"]
        let (household, urgency): (String?, String?) = (row["household"], row["urgency"])
        let (unaskedSince, warnings): (String?, String) = (row["unaskedSince"], row["warnings"])
        var content: StoredContent?
        if let sealed: Data = row["content"], let wrappedKey: Data = row["wrappedKey"] {
            content = StoredContent(sealed: sealed, wrappedKey: wrappedKey)
        }
        return IntakeRequest(
            caseID: row["caseId"], source: row["source"], eventID: row["eventId"], publisher: row["publisher"],
            municipality: row["municipality"], receivedAt: Instant.at(milliseconds: row["receivedAt"]),
            household: try household.map { try JSONDecoder().decode(Household.self, from: Data($0.utf8)) },
            content: content, state: try JSONDecoder().decode(RequestState.self, from: Data(state.utf8)),
            urgency: try urgency.map { try JSONDecoder().decode(RequestUrgency.self, from: Data($0.utf8)) },
            unaskedSince: unaskedSince.flatMap(LocalDate.init),
            warnings: try JSONDecoder().decode([ValidationIssue].self, from: Data(warnings.utf8)))
    }
}
