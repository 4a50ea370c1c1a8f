import Foundation
import HTTPTypes
import Hummingbird
import Models
import Pipeline
import Runtime

/// One request as a page, with the forms by which staff decide on it and on who is who.
struct RequestPages: Sendable {
    let frame: PageFrame
    let territory: Territory
    let codelists: Codelists
    let keys: ServiceKeys
    let entry: TransactionalEntry

    /// The page of a request.
    static func address(of id: String) -> String { "/requests/\(id)" }
    /// What people call a request: the beginning of its id.
    static func number(of id: String) -> String { String(id.prefix(8)) }

    func add(to router: APIRouter) {
        router.page("/requests/:id", for: [.intakeClerk], in: frame) { visit in
            let id = try visit.context.parameters.require("id")
            return .page(try await page(of: id, visit))
        }
        router.form("/requests/:id/decisions", for: [.intakeClerk], in: frame) { visit in
            let id = try visit.context.parameters.require("id")
            let fields = try await visit.form()
            let entered = DecisionEntry(fields: fields, words: visit.words)
            do {
                let state = try await decide(try entered.decision().get(), on: id, fields, visit)
                let outcome = state.status?.rawValue ?? ""
                return .seeOther("\(WorklistPage.path)?decided=\(outcome)&request=\(id)")
            } catch let error as DecisionFaults {
                return .page(try await page(of: id, visit, fields, faults: error.faults, status: .unprocessableContent))
            } catch let problem as Problem where RequestPages.isShownBesideForm(problem) {
                let faults = entered.faults(of: problem)
                return .page(try await page(of: id, visit, fields, faults: faults, status: problem.status))
            }
        }
        router.form("/requests/:id/persons", for: [.intakeClerk], in: frame) { visit in
            let id = try visit.context.parameters.require("id")
            let fields = try await visit.form()
            do {
                try await decidePerson(on: id, fields, visit)
                return .seeOther("\(RequestPages.address(of: id))?done=person#persons")
            } catch let problem as Problem where RequestPages.isShownBesideForm(problem) {
                let faults = [PageFault("persons", RequestPages.personFault(problem, visit.words))]
                return .page(try await page(of: id, visit, faults: faults, status: problem.status))
            }
        }
    }

    // MARK: - Commands

    private func decide(
        _ decision: ClearingDecision, on id: String, _ fields: FormFields, _ visit: PageVisit
    ) async throws -> RequestState {
        let version = fields["version"].flatMap { Int($0) } ?? 0
        let ask = ClearingCommands.Decide(
            requestID: id, municipalities: visit.context.identity.municipalities.sorted(),
            precondition: .oneOf([VersionPrecondition.tag(of: version)]), actor: visit.context.principal,
            decision: decision)
        return try await entry.perform(
            try command(
                ClearingCommands.Decide.name, ask, about: id, from: visit.request, key: fields[FormFields.key],
                context: visit.context, clock: { entry.now }))
    }

    private func decidePerson(on id: String, _ fields: FormFields, _ visit: PageVisit) async throws {
        guard let other = fields["other"], let decision = fields["decision"].flatMap(PersonDecision.init) else {
            throw Problem.requestNotFound
        }
        let ask = ClearingCommands.DecidePerson(
            requestID: id, other: other, municipalities: visit.context.identity.municipalities.sorted(),
            actor: visit.context.principal, decision: decision,
            seen: fields["seen"].flatMap(PersonDecision.init))
        let _: PersonDecision = try await entry.perform(
            try command(
                ClearingCommands.DecidePerson.name, ask, about: id, from: visit.request, key: fields[FormFields.key],
                context: visit.context, clock: { entry.now }))
    }

    /// Whether a problem is about what was entered, so that it is told beside the form.
    private static func isShownBesideForm(_ problem: Problem) -> Bool {
        ["invalid-values", "request-decided", "version-conflict", "persons-decided"].contains(problem.type)
    }

    /// Why it was not saved who is who: what is decided already, where that is why.
    private static func personFault(_ problem: Problem, _ words: PageWords) -> String {
        guard problem.type == "persons-decided" else { return words["fault-persons"] }
        let decision = problem.errors.first.map { words["is-\($0.code)"] } ?? ""
        return words.text("fault-persons-decided", ["decision": decision])
    }

    // MARK: - Page

    private func page(
        of id: String, _ visit: PageVisit, _ entered: FormFields = FormFields(), faults: [PageFault] = [],
        status: HTTPResponse.Status = .ok
    ) async throws -> PageContent {
        let (words, context) = (visit.words, visit.context)
        let municipalities = context.identity.municipalities
        let shown = try await ShownRequest.read(id, within: municipalities, by: context.principal, entry)
        let (request, state) = (shown.request, shown.request.state)
        let submission = try request.submission(with: keys)
        let today = LocalDate(of: entry.now)
        let here = (request: request, submission: submission)

        func compared(_ other: String, _ proposal: PersonProposal?) async throws -> ProposalModel? {
            guard
                let found = try await ShownRequest.compared(
                    other, within: municipalities, by: context.principal, entry)
            else { return nil }
            let there = (request: found, submission: try found.submission(with: keys))
            return ProposalModel(here, there, proposal: proposal, key: RequestPages.freshKey(), territory, words)
        }
        var (proposals, same): ([ProposalModel], [ProposalModel]) = ([], [])
        for proposal in shown.proposals {
            if let model = try await compared(proposal.personID, proposal) { proposals.append(model) }
        }
        for other in shown.samePerson {
            if let model = try await compared(other, nil) { same.append(model) }
        }
        let isDecided = state.status?.isDecided != false
        // Whoever decides second sees no form that faults could be in, but what happened.
        let isLate = isDecided && entered["version"] != nil
        let late = Problem.requestDecided
        let faults = isLate ? [PageFault("course", words.title(of: late).text)] : faults
        let status = isLate ? late.status : status
        let number = words.text("requestNumber", ["number": RequestPages.number(of: id)])
        let name = submission.map { SubmissionFacts.name($0.client.name) } ?? number
        let reasons = words.reasons(isDecided ? [] : state.states.inForce.last?.reasons ?? [])
        let warnings = request.warnings.map { warning($0, words) }
        let missing = submission.map { SubmissionGaps.missing(in: $0).map { words[$0] } } ?? []
        let facts = SubmissionFacts(words: words, territory: territory, publisher: request.publisher)
        let model = RequestModel(
            name: name, numberName: number, status: words.status(state.status),
            urgency: isDecided ? nil : request.urgency.map { words.urgency($0, on: today) },
            received: "\(words.day(state.receivedOn)) (\(words.distance(to: state.receivedOn, from: today)))",
            municipality: territory.municipalityName(request.municipality),
            isPersonDecided: visit.query("done") == "person", hasFaults: !faults.isEmpty, faults: faults,
            reasons: reasons, warnings: warnings, missing: missing,
            hasFindings: !(reasons + warnings + missing).isEmpty, isForgotten: submission == nil,
            groups: submission.map(facts.groups) ?? [], proposals: proposals, hasProposals: !proposals.isEmpty,
            same: same, hasSame: !same.isEmpty, leavesAll: same.count > 1,
            decided: shown.decided.map { DecidedPair($0, of: id, key: RequestPages.freshKey(), words) },
            hasDecided: !shown.decided.isEmpty,
            decision: isDecided
                ? nil
                : DecisionModel(
                    for: state, entered, faults: faults, key: RequestPages.freshKey(),
                    suggested: submission.map(DecisionRoutes.Suggestion.init),
                    offersKIM: territory.offersKIM(in: request.municipality, on: today), on: today,
                    codelists: codelists, words),
            steps: state.states.inForce.map { RequestModel.Step($0, words) },
            decisions: shown.record.decisions.map { RequestModel.Decision($0, words) },
            hasDecisions: !shown.record.decisions.isEmpty,
            post: shown.record.choice.map { RequestModel.Post($0, territory, words) })
        let title = faults.isEmpty ? number : "\(words["error"]): \(number)"
        return PageContent("request", title: title, status: status, address: RequestPages.address(of: id), model)
    }

    private func warning(_ issue: ValidationIssue, _ words: PageWords) -> String {
        // How many were not told stands in the sentence alone.
        let details = ["contact": territory.emergencyContact.en, "count": issue.message.filter(\.isNumber)]
        let sentence = words.language == .german ? issue.message : words.reason(issue.code, details)
        return issue.pointer.map { "\(sentence) (\($0))" } ?? sentence
    }

    /// What makes a form count once.
    private static func freshKey() -> String { UUID().uuidString.lowercased() }
}
