import Models
import Runtime

/// What staff entered in the form of a decision. Each outcome has fields of its own; only those of the chosen one count.
struct DecisionEntry: Sendable {
    /// The outcomes that staff decide, in the order of the form.
    static let outcomes = [RequestState.Status.admitted, .advised, .redirected, .rejected, .parked]
    /// What of the checklist is a number, by the ids of its fields.
    static let numbers: [ClearingChecklist.Criterion] = [.actors, .areas]
    /// What of it is answered with yes or no.
    static let questions: [ClearingChecklist.Criterion] = [.regularPathwayTried, .ownResourcesSuffice, .agreement]

    let fields: FormFields
    let words: PageWords

    /// The chosen outcome.
    var outcome: RequestState.Status? {
        fields["outcome"].flatMap(RequestState.Status.init).flatMap { DecisionEntry.outcomes.contains($0) ? $0 : nil }
    }

    /// The decision, or what cannot be one; the rest is the rules' to say.
    func decision() -> Result<ClearingDecision, DecisionFaults> {
        guard let outcome else { return .failure(DecisionFaults([fault("outcome", at: "outcome-admitted")])) }
        var checklist: ClearingChecklist?
        if outcome == .admitted {
            let faults =
                DecisionEntry.numbers.filter { number($0) == nil }.map { fault($0.rawValue, at: $0.rawValue) }
                + DecisionEntry.questions.filter { answer($0) == nil }.map {
                    fault($0.rawValue, at: "\($0.rawValue)-yes")
                }
            guard faults.isEmpty else { return .failure(DecisionFaults(faults)) }
            checklist = ClearingChecklist(
                actors: number(.actors) ?? 0, areas: number(.areas) ?? 0,
                regularPathwayTried: answer(.regularPathwayTried) ?? false,
                ownResourcesSuffice: answer(.ownResourcesSuffice) ?? false, agreement: answer(.agreement) ?? false)
        }
        return .success(
            ClearingDecision(
                outcome: outcome, reason: fields["reason-\(outcome.rawValue)"],
                targetKind: outcome == .redirected ? fields["targetKind"] : nil, checklist: checklist))
    }

    /// A number of the checklist.
    private func number(_ criterion: ClearingChecklist.Criterion) -> Int? {
        fields[criterion.rawValue].flatMap { Int($0) }.flatMap { ClearingChecklist.numbers.contains($0) ? $0 : nil }
    }

    /// An answer of the checklist.
    func answer(_ criterion: ClearingChecklist.Criterion) -> Bool? {
        switch fields[criterion.rawValue] {
        case "yes": true
        case "no": false
        default: nil
        }
    }

    // MARK: - Faults

    private func fault(_ name: String, at field: String) -> PageFault { PageFault(field, words["fault-\(name)"]) }

    /// Where in the form a problem with the decision is, in words.
    func faults(of problem: Problem) -> [PageFault] {
        guard !problem.errors.isEmpty else { return [PageFault("decision", words.title(of: problem).text)] }
        return problem.errors.map { item in
            let name = item.pointer.map { String($0.dropFirst()) } ?? ""
            let field =
                switch name {
                case "reason": "reason-\(outcome?.rawValue ?? "")"
                case "checklist": "agreement-yes"
                case "targetKind": "targetKind"
                default: "outcome-admitted"
                }
            return PageFault(field, words["fault-\(name)-\(item.code)"])
        }
    }
}

/// Why what was entered is no decision.
struct DecisionFaults: Error {
    let faults: [PageFault]

    init(_ faults: [PageFault]) { self.faults = faults }
}
