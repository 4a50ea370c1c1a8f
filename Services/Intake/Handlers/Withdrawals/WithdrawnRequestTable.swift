import Foundation
import GRDB
import Models

/// A request that is no longer there, or that must not come into being.
struct WithdrawnRequest: Sendable, Equatable {
    /// The id that its submission derives.
    let requestID: String
    /// What its submission is answered with.
    let reason: ReasonCode
    /// When it was withdrawn or erased.
    let at: Date

    /// Whether nothing may be kept of it, not even that it was received.
    var isErasure: Bool { [.erased, .sentInError, .wrongPerson].contains(reason) }
}

/// Withdrawals that overtook their submission, and erasures: without personal data, each for a time that a timer ends.
enum WithdrawnRequestTable {
    /// How long a withdrawal waits for the submission that it overtook: a day longer than the topic keeps it
    /// (contracts 1).
    static let overtakenRetention: TimeInterval = 8 * 86_400
    /// How long an erasure is remembered: as long as `kim.privacy.erasures` keeps it (`compose/topics.yaml`).
    static let erasedRetention: TimeInterval = 65 * 86_400

    /// Remembers; what was remembered of the same request is replaced.
    static func put(_ withdrawn: WithdrawnRequest, in database: Database) throws {
        try database.execute(
            sql: "INSERT OR REPLACE INTO withdrawnRequest (requestId, reason, at) VALUES (?, ?, ?)",
            arguments: [withdrawn.requestID, withdrawn.reason.rawValue, Instant.milliseconds(withdrawn.at)])
    }

    /// What is remembered of a request; `nil` where nothing is.
    static func find(_ requestID: String, in database: Database) throws -> WithdrawnRequest? {
        let statement = try database.cachedStatement(
            sql: "SELECT requestId, reason, at FROM withdrawnRequest WHERE requestId = ?")
        return try Row.fetchOne(statement, arguments: [requestID]).map { row in
            let reason: String = row["reason"]
            return WithdrawnRequest(
                requestID: row["requestId"], reason: ReasonCode(rawValue: reason) ?? .erased,
                at: Instant.at(milliseconds: row["at"]))
        }
    }

    /// Forgets.
    static func remove(_ requestID: String, in database: Database) throws {
        try database.execute(sql: "DELETE FROM withdrawnRequest WHERE requestId = ?", arguments: [requestID])
    }
}
