import Models
import Runtime

/// What the template of one request shows.
struct RequestModel: Sendable {
    /// A change of the request's status.
    struct Step: Sendable {
        let day: String
        let status: PageTerm
        let reasons: [String]
        let target: PageTerm?
    }

    /// What staff decided.
    struct Decision: Sendable {
        let at: String
        let by: String
        let outcome: PageTerm
        let reason: PageTerm?
        let target: PageTerm?
        let found: [String]
    }

    /// To which post the request went, and why.
    struct Post: Sendable {
        let name: String
        let why: [String]
    }

    let name: String
    let numberName: String
    let status: PageTerm
    let urgency: String?
    let received: String
    let municipality: String
    let isPersonDecided: Bool
    let hasFaults: Bool
    let faults: [PageFault]
    let reasons: [String]
    let warnings: [String]
    let missing: [String]
    let hasFindings: Bool
    let isForgotten: Bool
    let groups: [FactGroup]
    let proposals: [ProposalModel]
    let hasProposals: Bool
    let same: [ProposalModel]
    let hasSame: Bool
    let leavesAll: Bool
    let decided: [DecidedPair]
    let hasDecided: Bool
    let decision: DecisionModel?
    let steps: [Step]
    let decisions: [Decision]
    let hasDecisions: Bool
    let post: Post?
}

extension RequestModel.Step {
    init(_ entry: RequestState.StateEntry, _ words: PageWords) {
        day = words.day(entry.on)
        status = words.status(entry.state)
        reasons = words.reasons(entry.reasons)
        target = entry.targetKind.map { words.code("referral-targets", $0) }
    }
}

extension RequestModel.Decision {
    init(_ record: ClearingRecord.Decision, _ words: PageWords) {
        let decision = record.decision
        at = words.instant(record.at.instant)
        by = record.by
        outcome = words.status(decision.outcome)
        reason = decision.reason.map { words.code("clearing-reasons", $0) }
        target = decision.targetKind.map { words.code("referral-targets", $0) }
        found =
            decision.checklist.map { checklist in
                [
                    words.text("found-actors", ["number": String(checklist.actors)]),
                    words.text("found-areas", ["number": String(checklist.areas)]),
                ] + checklist.unmet.map { words["unmet-\($0.rawValue)"] }
            } ?? []
    }
}

extension RequestModel.Post {
    init(_ choice: ClearingRecord.Choice, _ territory: Territory, _ words: PageWords) {
        let employer = territory.posts.first(where: { $0.postId == choice.post })?.employer
        name = [choice.post, employer.flatMap(territory.provider)?.name].compactMap { $0 }.joined(separator: ", ")
        why = choice.reasons.map { words["post-\($0.rawValue)"] }
    }
}
