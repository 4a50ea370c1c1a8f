import Foundation
import GRDB
import Models

/// The proposals of the store: each sealed under the key of its case, and removed with it.
enum ProposalTable {
    /// Where the content stands.
    static let contentPlace = StoredContent.Place("proposal.content")

    /// Adds a proposal to a case that was received at an instant, or writes one anew, in its old place.
    static func put(
        _ proposal: Proposal, to file: CaseFile, at instant: Date, with keys: ServiceKeys, in database: Database
    ) throws {
        let content = try StoredContent(
            sealing: JSONEncoder().encode(proposal), under: file.content.key(of: file.state.caseId, with: keys),
            in: contentPlace, of: proposal.proposalId, with: keys)
        try database.execute(
            sql: """
                INSERT INTO proposal (proposalId, caseId, receivedAt, content, wrappedKey) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (proposalId) DO UPDATE SET content = excluded.content, wrappedKey = excluded.wrappedKey
                """,
            arguments: [
                proposal.proposalId, file.state.caseId, Instant.milliseconds(instant), content.sealed,
                content.wrappedKey,
            ])
    }

    /// The proposals to a case as they are kept, in the order in which they came.
    static func proposals(to caseID: String, in database: Database) throws -> [SealedProposal] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT proposalId, content, wrappedKey FROM proposal WHERE caseId = ? ORDER BY receivedAt, proposalId
                """, arguments: [caseID]
        ).map { row in
            SealedProposal(
                proposalID: row["proposalId"],
                content: StoredContent(sealed: row["content"], wrappedKey: row["wrappedKey"]))
        }
    }
}

/// A proposal as the store keeps it.
struct SealedProposal: Sendable {
    /// Its id.
    let proposalID: String
    /// The proposal, sealed.
    let content: StoredContent

    /// The proposal in clear.
    func opened(with keys: ServiceKeys) throws -> Proposal {
        let plain = try content.opened(in: ProposalTable.contentPlace, of: proposalID, with: keys)
        return try JSONDecoder().decode(Proposal.self, from: plain)
    }
}
