import Foundation
import Models
import Pipeline

/// The posts of the territory file become Supervision's own once; from then on the file is only compared with them.
enum PostTakeOver {
    static let name = "take-over-posts"

    /// Takes posts over where none were before, and publishes them; answers how many.
    ///
    /// What was performed is remembered for days only, so the posts themselves tell whether they were taken over.
    static let command = CommandHandler.command(name, [PostState].self) { states, transaction in
        guard try PostTable.posts(in: transaction.database).isEmpty else { return 0 }
        for var state in states {
            state.version = try transaction.nextVersion(after: 0, on: Topics.supervision, key: state.key)
            try PostTable.put(state, in: transaction.database)
            try transaction.emit(state, to: Topics.supervision, key: state.key)
        }
        return states.count
    }

    /// The ids of the posts that the file has otherwise than they are kept, or that only one of both has; sorted.
    static func differences(between posts: [Territory.Post], and kept: [PostState]) -> [String] {
        let filed = facts(of: posts.map { PostState(takingOver: $0, at: .distantPast) })
        let held = facts(of: kept)
        return Set(filed.keys).union(held.keys).filter { filed[$0] != held[$0] }.sorted()
    }

    private static func facts(of states: [PostState]) -> [String: PostState] {
        Dictionary(states.map { ($0.postId, $0.facts) }) { _, last in last }
    }
}

extension PostState {
    /// The first state of a post of the territory.
    init(takingOver post: Territory.Post, at now: Date) {
        let recordedAt = Timestamp(now)
        self.init(
            postId: post.postId, version: 1, changes: ["taken-over"], baustein: post.baustein, employer: post.employer,
            municipalities: post.municipalities, languages: post.languages,
            fundedFte: post.fundedFte.map {
                FundedEntry(from: $0.range.from, to: $0.range.to, value: $0.value, recordedAt: recordedAt)
            },
            occupied: post.occupied.map {
                OccupiedEntry(from: $0.range.from, to: $0.range.to, fte: $0.fte, recordedAt: recordedAt)
            },
            leave: post.leave.map { LeaveEntry(from: $0.from, to: $0.to, recordedAt: recordedAt) }, scope: post.scope)
    }

    /// What holds, without when it was written down and how often.
    fileprivate var facts: PostState {
        let never = Timestamp(.distantPast)
        return PostState(
            postId: postId, version: 0, baustein: baustein, employer: employer,
            municipalities: municipalities.sorted(), languages: languages.sorted(),
            fundedFte: fundedFte.inForce.map {
                FundedEntry(from: $0.from, to: $0.to, value: $0.value, recordedAt: never)
            },
            occupied: occupied.inForce.map {
                OccupiedEntry(from: $0.from, to: $0.to, fte: $0.fte, recordedAt: never)
            }, leave: leave.inForce.map { LeaveEntry(from: $0.from, to: $0.to, recordedAt: never) }, scope: scope)
    }
}
