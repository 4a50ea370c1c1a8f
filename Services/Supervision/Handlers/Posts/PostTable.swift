import Foundation
import GRDB
import Models

/// The posts of the store.
enum PostTable {
    /// Writes the state of a post.
    static func put(_ state: PostState, in database: Database) throws {
        try database.execute(
            sql: """
                INSERT INTO post (postId, state) VALUES (?, ?)
                ON CONFLICT (postId) DO UPDATE SET state = excluded.state
                """,
            arguments: [state.postId, String(decoding: try JSONEncoder().encode(state), as: UTF8.self)])
    }

    /// All posts, in the order of their ids.
    static func posts(in database: Database) throws -> [PostState] {
        try String.fetchAll(database, sql: "SELECT state FROM post ORDER BY postId").map {
            try JSONDecoder().decode(PostState.self, from: Data($0.utf8))
        }
    }
}
