import Models
import Runtime

/// What the template of the decision's form shows: one block for each outcome, without a script.
struct DecisionModel: Sendable {
    /// One outcome with what it needs.
    struct Outcome: Sendable {
        let code: String
        let name: PageTerm
        let isChosen: Bool
        /// The one reason that there is.
        let onlyReason: PageTerm?
        let onlyReasonCode: String?
        let reasonChoice: Choice?
        let targetChoice: Choice?
        let checklist: Checklist?
    }

    /// A select list.
    struct Choice: Sendable {
        let id: String
        let label: String
        let options: [PageOption]
        let fault: String?
    }

    struct Checklist: Sendable {
        let numbers: [Number]
        let questions: [Question]
    }

    struct Number: Sendable {
        let id: String
        let label: String
        let hint: String?
        let value: String?
        let fault: String?
    }

    struct Question: Sendable {
        let id: String
        let label: String
        let isYes: Bool
        let isNo: Bool
        let fault: String?
    }

    let action: String
    let key: String
    let version: Int
    let outcomes: [Outcome]
    let outcomeFault: String?

    /// The form for a request, with what was entered already.
    ///
    /// - Parameters:
    ///   - key: makes the form count once, however often it is sent.
    ///   - suggested: what the submission tells of the checklist.
    ///   - offersKIM: whether the person's municipality offers KIM today.
    init(
        for state: RequestState, _ entered: FormFields, faults: [PageFault], key: String,
        suggested: DecisionRoutes.Suggestion?, offersKIM: Bool, on today: LocalDate, codelists: Codelists,
        _ words: PageWords
    ) {
        let entry = DecisionEntry(fields: entered, words: words)
        func fault(_ field: String) -> String? { faults.first { $0.field == field }?.message }
        func choice(_ id: String, _ label: String, _ list: String, _ codes: [String]) -> Choice {
            Choice(
                id: id, label: words[label],
                options: codes.map {
                    PageOption($0, words.code(list, $0), isChosen: entered[id] == $0)
                }, fault: fault(id))
        }
        action = RequestPages.address(of: state.requestId) + "/decisions"
        (self.key, version) = (key, state.version)
        outcomeFault = entry.outcome == nil ? fault("outcome-admitted") : nil
        outcomes = DecisionEntry.outcomes.map { outcome in
            let reasons = ClearingRules.reasons(for: outcome, offersKIM: offersKIM).map(\.rawValue)
            let only = reasons.count == 1 ? reasons.first : nil
            return Outcome(
                code: outcome.rawValue, name: PageTerm(words["decide-\(outcome.rawValue)"]),
                isChosen: entry.outcome == outcome,
                onlyReason: only.map { words.code("clearing-reasons", $0) }, onlyReasonCode: only,
                reasonChoice: reasons.count > 1
                    ? choice("reason-\(outcome.rawValue)", "reason", "clearing-reasons", reasons) : nil,
                targetChoice: outcome == .redirected
                    ? choice(
                        "targetKind", "targetKind", "referral-targets",
                        (codelists["referral-targets"]?.values(on: today) ?? []).map(\.code)) : nil,
                checklist: outcome == .admitted ? checklist(entry, suggested, fault) : nil)
        }

        func checklist(
            _ entry: DecisionEntry, _ suggested: DecisionRoutes.Suggestion?, _ fault: (String) -> String?
        ) -> Checklist {
            Checklist(
                numbers: DecisionEntry.numbers.map { criterion in
                    let number = suggested.map { criterion == .actors ? $0.actors : $0.areas }
                    // Attributes take plain digits only; see ``PageFrame``.
                    let typed = entered[criterion.rawValue].map { $0.filter { $0.isASCII && $0.isNumber } }
                    return Number(
                        id: criterion.rawValue, label: words["check-\(criterion.rawValue)"],
                        hint: number.map { words.text("suggested", ["number": String($0)]) },
                        value: typed ?? (entry.outcome == nil ? number.map(String.init) : nil),
                        fault: fault(criterion.rawValue))
                },
                questions: DecisionEntry.questions.map { criterion in
                    let answer = entry.answer(criterion)
                    return Question(
                        id: criterion.rawValue, label: words["check-\(criterion.rawValue)"], isYes: answer == true,
                        isNo: answer == false, fault: fault("\(criterion.rawValue)-yes"))
                })
        }
    }
}
