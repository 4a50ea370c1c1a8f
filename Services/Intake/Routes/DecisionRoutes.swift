import Foundation
import HTTPTypes
import Hummingbird
import Models
import Pipeline
import Runtime

/// One request as clearing staff see it, and their decision on it.
struct DecisionRoutes: Sendable {
    /// A request as a whole, with the person as long as the content is kept.
    struct Whole: Encodable, Sendable {
        let state: RequestState
        let submission: Submission?
        /// What is worth a look in the submission.
        let warnings: [ValidationIssue]
        let urgency: RequestUrgency?
        let choice: ClearingRecord.Choice?
        let decisions: [ClearingRecord.Decision]
        /// Other requests about the same person.
        let samePerson: [String]
        /// What is decided of this request and others.
        let decided: [ShownRequest.Decided]
        /// Whose requests may be about the same person or household.
        let proposals: [Proposal]
        /// What of the checklist the submission tells.
        let suggested: Suggestion?
    }

    /// A request that may be about the same person or household, with what speaks for it and no value.
    struct Proposal: Encodable, Sendable {
        let request: String
        let kind: PersonProposal.Kind
        let score: Int
        let evidence: [PersonProposal.Evidence]

        init(_ proposal: PersonProposal) {
            (request, kind) = (proposal.personID, proposal.kind)
            (score, evidence) = (proposal.score, proposal.evidence)
        }
    }

    /// What somebody decides on two requests.
    struct PersonAsk: Codable, Sendable {
        let other: String
        let decision: PersonDecision
        /// What they know to be decided, where they change it.
        let seen: PersonDecision?
    }

    /// What a submission tells of the checklist; staff find out the rest.
    struct Suggestion: Encodable, Sendable {
        let actors: Int
        let areas: Int

        init(_ submission: Submission) {
            let nobody: Set = ["none", "unknown"]
            actors = Set(submission.otherSupport).subtracting(nobody).count
            areas = Set(submission.needs).count
        }
    }

    let keys: ServiceKeys
    let entry: TransactionalEntry
    func add(to router: APIRouter) {
        router.get("/v1/requests/:id", for: [.intakeClerk]) { _, context in
            let id = try context.parameters.require("id")
            let shown = try await ShownRequest.read(
                id, within: context.identity.municipalities, by: context.principal, entry)
            let (request, record) = (shown.request, shown.record)
            let submission = try request.submission(with: keys)
            let whole = Whole(
                state: request.state, submission: submission, warnings: request.warnings, urgency: request.urgency,
                choice: record.choice, decisions: record.decisions, samePerson: shown.samePerson,
                decided: shown.decided, proposals: shown.proposals.map(Proposal.init),
                suggested: submission.map(Suggestion.init))
            return JSONResponse(whole, headers: .version(of: request.state))
        }
        router.post("/v1/requests/:id/decisions", for: [.intakeClerk]) { request, context in
            let decision = try await request.json(ClearingDecision.self)
            let id = try context.parameters.require("id")
            let ask = ClearingCommands.Decide(
                requestID: id, municipalities: context.identity.municipalities.sorted(),
                precondition: VersionPrecondition(request), actor: context.principal, decision: decision)
            let asked = try command(
                ClearingCommands.Decide.name, ask, about: id, from: request, context: context, clock: { entry.now })
            let state: RequestState = try await entry.perform(asked)
            return JSONResponse(state, status: .created, headers: .version(of: state))
        }
        router.post("/v1/requests/:id/persons", for: [.intakeClerk]) { request, context in
            let asked = try await request.json(PersonAsk.self)
            let id = try context.parameters.require("id")
            let ask = ClearingCommands.DecidePerson(
                requestID: id, other: asked.other, municipalities: context.identity.municipalities.sorted(),
                actor: context.principal, decision: asked.decision, seen: asked.seen)
            let command = try command(
                ClearingCommands.DecidePerson.name, ask, about: id, from: request, context: context,
                clock: { entry.now })
            let decision: PersonDecision = try await entry.perform(command)
            return JSONResponse(["decision": decision], status: .created)
        }
    }
}

extension HTTPFields {
    /// The version of a request as its entity tag. What holds personal data is not to lie in caches.
    fileprivate static func version(of state: RequestState) -> HTTPFields {
        [.eTag: VersionPrecondition.tag(of: state.version), .cacheControl: "no-store"]
    }
}
