import Foundation
import GRDB
import Models

/// Which post a case goes to, and why.
struct PostChoice: Sendable {
    /// Why a post was chosen among those that serve the municipality.
    enum Reason: String, Codable, Sendable, CaseIterable {
        /// It already has an open case of the household, or of the person.
        case sameHousehold = "same-household"
        /// No other post is filled.
        case onlyPost = "only-post"
        /// It speaks a language that the person prefers, and others do not.
        case language
        /// It has the fewest open cases per full-time equivalent.
        case lowestLoad = "lowest-load"
    }

    /// The post.
    let post: PostState
    /// Why, the strongest reason first.
    let reasons: [Reason]

    /// The choice for a person of a municipality on a day; `nil` where all posts are vacant or their holders away.
    ///
    /// One household has one case manager. Else a common language counts more than the load, since an interpreter
    /// stands between the person and everything that follows; then the load, then the lowest id.
    ///
    /// - Parameters:
    ///   - household: the key of the household.
    ///   - person: the id of the request, by which staff may have decided whose household it is.
    ///   - languages: tells the tags (BCP 47) of the languages that the person prefers, where that matters.
    static func choose(
        for municipality: String, household: String? = nil, person: String, on day: LocalDate, in database: Database,
        languages: () throws -> [String] = { [] }
    ) throws -> PostChoice? {
        let serving = try PostTable.posts(naming: municipality, in: database)
            .filter { $0.serves(municipality, on: day) }
        if let known = try post(of: household, and: person, in: database),
            let post = serving.first(where: { $0.postId == known })
        {
            return PostChoice(post: post, reasons: [.sameHousehold])
        }
        if serving.count == 1 { return serving.first.map { PostChoice(post: $0, reasons: [.onlyPost]) } }
        let spoken = Set(try languages().map(primarySubtag))
        let speaking = serving.filter { !spoken.isDisjoint(with: $0.languages.map(primarySubtag)) }
        let candidates = speaking.isEmpty ? serving : speaking
        let loads = try candidates.map { post in
            (post, Double(try CaseLoad.openCases(of: post.postId, in: database)) / post.occupiedFte(on: day))
        }
        guard let best = loads.min(by: { ($0.1, $0.0.postId) < ($1.1, $1.0.postId) })?.0 else { return nil }
        var reasons: [Reason] = []
        if candidates.count < serving.count { reasons.append(.language) }
        if candidates.count > 1 { reasons.append(.lowestLoad) }
        return PostChoice(post: best, reasons: reasons)
    }

    /// The post that has an open case of a household, be it the publisher or staff who say so, for longest.
    private static func post(
        of household: String?, and person: String, in database: Database
    ) throws -> String? {
        let decided = try PersonDecisions.household(of: person, in: database).sorted()
        let statement = try database.cachedStatement(
            sql: """
                SELECT carriedCase.post FROM request JOIN carriedCase USING (caseId)
                WHERE (json_extract(household, '$.key') = ?1 OR requestId IN (SELECT value FROM json_each(?2)))
                    AND carriedCase.isOpen = 1
                ORDER BY receivedAt, requestId LIMIT 1
                """)
        return try String.fetchOne(
            statement, arguments: [household, String(decoding: JSONEncoder().encode(decided), as: UTF8.self)])
    }

    /// What tells languages apart for whoever speaks them: the first subtag (RFC 5646, 2.2.1).
    private static func primarySubtag(_ tag: String) -> String {
        tag.prefix { $0 != "-" }.lowercased()
    }
}

extension Submission {
    /// The tags (BCP 47) of the languages that the person prefers.
    var preferredLanguages: [String] { client.languages.filter { $0.use == "preferred" }.map(\.tag) }
}
