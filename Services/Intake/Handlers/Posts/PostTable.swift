import Foundation
import GRDB
import Models

/// The posts that take cases, as Supervision last published them.
enum PostTable {
    /// The module of the programme that funds case management; the others take no cases.
    static let caseManagement = 2

    /// Replaces what is known of a post.
    static func put(_ post: PostState, in database: Database) throws {
        try remove(post.postId, in: database)
        guard post.baustein == caseManagement else { return }
        let state = String(decoding: try JSONEncoder().encode(post), as: UTF8.self)
        try database.execute(
            sql: "INSERT INTO post (postId, state) VALUES (?, ?)", arguments: [post.postId, state])
        for municipality in Set(post.municipalities) {
            try database.execute(
                sql: "INSERT INTO postMunicipality (municipality, postId) VALUES (?, ?)",
                arguments: [municipality, post.postId])
        }
    }

    /// Forgets a post.
    static func remove(_ postId: String, in database: Database) throws {
        try database.execute(sql: "DELETE FROM post WHERE postId = ?", arguments: [postId])
    }

    /// The post with this id.
    static func post(_ postId: String, in database: Database) throws -> PostState? {
        try String.fetchOne(database, sql: "SELECT state FROM post WHERE postId = ?", arguments: [postId])
            .map(decode)
    }

    /// The posts that name a municipality, lowest id first.
    static func posts(naming municipality: String, in database: Database) throws -> [PostState] {
        let statement = try database.cachedStatement(
            sql: """
                SELECT state FROM post JOIN postMunicipality USING (postId)
                WHERE municipality = ? ORDER BY postId
                """)
        return try String.fetchAll(statement, arguments: [municipality]).map(decode)
    }

    private static func decode(_ state: String) throws -> PostState {
        try JSONDecoder().decode(PostState.self, from: Data(state.utf8))
    }
}
