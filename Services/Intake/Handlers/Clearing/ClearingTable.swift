import Foundation
import GRDB
import Models

/// What clearing keeps of a request besides its state.
struct ClearingRecord: Sendable {
    /// The post that it went to, and why.
    let choice: Choice?
    /// What staff decided, in order.
    let decisions: [Decision]

    /// A post and why it was chosen.
    struct Choice: Codable, Sendable, Equatable {
        /// The post.
        let post: String
        /// The strongest reason first.
        let reasons: [PostChoice.Reason]
    }

    /// A decision with who made it.
    struct Decision: Codable, Sendable, Equatable {
        /// When.
        let at: Timestamp
        /// Who, as the token's issuer names them.
        let by: String
        /// What.
        let decision: ClearingDecision
    }
}

/// The records of clearing. No personal data.
enum ClearingTable {
    /// Notes to which post a request went.
    static func note(_ choice: PostChoice, for requestID: String, in database: Database) throws {
        let kept = ClearingRecord.Choice(post: choice.post.postId, reasons: choice.reasons)
        try database.execute(
            sql: "INSERT OR REPLACE INTO postChoice (requestId, choice) VALUES (?, ?)",
            arguments: [requestID, try encode(kept)])
    }

    /// Adds what staff decided.
    static func add(_ decision: ClearingRecord.Decision, to requestID: String, in database: Database) throws {
        try database.execute(
            sql: "INSERT INTO clearingDecision (requestId, decision) VALUES (?, ?)",
            arguments: [requestID, try encode(decision)])
    }

    /// What is kept of a request.
    static func record(of requestID: String, in database: Database) throws -> ClearingRecord {
        let choice = try String.fetchOne(
            database, sql: "SELECT choice FROM postChoice WHERE requestId = ?", arguments: [requestID])
        let decisions = try String.fetchAll(
            database, sql: "SELECT decision FROM clearingDecision WHERE requestId = ? ORDER BY number",
            arguments: [requestID])
        return ClearingRecord(
            choice: try choice.map { try decode(ClearingRecord.Choice.self, $0) },
            decisions: try decisions.map { try decode(ClearingRecord.Decision.self, $0) })
    }

    /// Forgets a request.
    static func remove(_ requestID: String, in database: Database) throws {
        for table in ["postChoice", "clearingDecision"] {
            try database.execute(sql: "DELETE FROM \(table) WHERE requestId = ?", arguments: [requestID])
        }
    }

    private static func encode(_ value: some Encodable) throws -> String {
        String(decoding: try JSONEncoder().encode(value), as: UTF8.self)
    }

    private static func decode<Value: Decodable>(_ type: Value.Type, _ text: String) throws -> Value {
        try JSONDecoder().decode(type, from: Data(text.utf8))
    }
}
