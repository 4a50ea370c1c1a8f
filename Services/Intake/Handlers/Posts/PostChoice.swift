import GRDB
import Models

/// Which post a case goes to: the occupied one of the municipality with the fewest open cases per occupied full-time
/// equivalent, the lowest id first.
enum PostChoice {
    /// The post for a municipality on a day; `nil` where all are vacant or away.
    static func post(for municipality: String, on day: LocalDate, in database: Database) throws -> PostState? {
        var best: (post: PostState, load: Double)?
        for post in try PostTable.posts(naming: municipality, in: database) where post.serves(municipality, on: day) {
            let load = Double(try CaseLoad.openCases(of: post.postId, in: database)) / post.occupiedFte(on: day)
            if let best, best.load <= load { continue }
            best = (post, load)
        }
        return best?.post
    }
}
