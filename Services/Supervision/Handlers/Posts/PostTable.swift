import Foundation
import GRDB
import Models

/// The posts of the store.
enum PostTable {
    /// Writes the state of a post.
    static func put(_ state: PostState, in database: Database) throws {
        try database.execute(
            sql: """
                INSERT INTO post (postId, scope, state) VALUES (?, ?, ?)
                ON CONFLICT (postId) DO UPDATE SET scope = excluded.scope, state = excluded.state
                """,
            arguments: [state.postId, state.scope, String(decoding: try JSONEncoder().encode(state), as: UTF8.self)])
    }

    /// All posts, in the order of their ids.
    static func posts(in database: Database) throws -> [PostState] {
        try String.fetchAll(database, sql: "SELECT state FROM post ORDER BY postId").map(decode)
    }

    /// The posts that these coordinating offices supervise, in the order of their ids.
    static func posts(of scopes: Set<String>, in database: Database) throws -> [PostState] {
        try SQLRequest<String>(
            "SELECT state FROM post WHERE scope IN \(scopes) ORDER BY postId"
        ).fetchAll(database).map(decode)
    }

    private static func decode(_ state: String) throws -> PostState {
        try JSONDecoder().decode(PostState.self, from: Data(state.utf8))
    }
}
