import Models

/// What clearing staff decided on a request.
struct ClearingDecision: Codable, Sendable, Equatable {
    /// The status that the request is to have.
    let outcome: RequestState.Status
    /// Why; no reason is asked for at an admission.
    let reason: String?
    /// To what kind of service it is redirected (codelist `referral-targets`).
    let targetKind: String?
    /// What was found out; always there at an admission.
    let checklist: ClearingChecklist?
}

/// What makes a decision one. Rules decide form only: whether somebody is admitted is a person's decision.
enum ClearingRules {
    /// The reasons that each outcome of a decision can have; outcomes that are missing are not decided by staff.
    static let reasons: [RequestState.Status: [ReasonCode]] = [
        .admitted: [],
        .advised: [.adviceSufficient],
        .parked: [.participationToBeAsked, .awaitingDecision],
        .redirected: [.regularService, .otherCaseManagement, .noKIMOffer],
        .rejected: [.notTargetGroup, .notReached, .participationDeclined],
    ]

    /// The reasons that an outcome can have for a person of a municipality.
    ///
    /// - Parameter offersKIM: whether the municipality offers KIM: where it does, a lacking offer is no reason.
    static func reasons(for outcome: RequestState.Status, offersKIM: Bool) -> [ReasonCode] {
        (reasons[outcome] ?? []).filter { !offersKIM || $0 != .noKIMOffer }
    }

    /// Whom a person is sent to where KIM is not offered: unmet demand is the coordinating office's business.
    static let unmetDemandTarget = "coordination-office"

    /// What is wrong with a field of a decision.
    struct Fault: Error, Equatable {
        /// The field.
        let field: String
        /// What is wrong, as receipts say it.
        let code: ReasonCode
        /// What the sentence of the code leaves open.
        var details: [String: String] = [:]
    }

    /// Everything that is wrong with a decision.
    ///
    /// - Parameters:
    ///   - day: the local day on which codes must be valid.
    ///   - offersKIM: whether the person's municipality offers KIM on that day.
    static func faults(
        in decision: ClearingDecision, on day: LocalDate, offersKIM: Bool, codelists: Codelists
    ) -> [Fault] {
        func fault(_ field: String, _ code: ReasonCode, of list: String) -> Fault {
            Fault(field: field, code: code, details: ["list": list, "version": codelists[list]?.version ?? "-"])
        }
        func missing(_ field: String) -> Fault { Fault(field: field, code: .missingField, details: ["field": field]) }
        guard let reasons = reasons[decision.outcome] else { return [fault("outcome", .unknownCode, of: "outcomes")] }
        var faults: [Fault] = []
        switch decision.reason {
        case nil where !reasons.isEmpty: faults.append(missing("reason"))
        case let reason? where ReasonCode(rawValue: reason).map(reasons.contains) != true:
            faults.append(fault("reason", .unknownCode, of: "clearing-reasons"))
        case ReasonCode.noKIMOffer.rawValue where offersKIM:
            faults.append(fault("reason", .codeNotValidOnDate, of: "clearing-reasons"))
        default: break
        }
        switch (decision.outcome, decision.targetKind) {
        case (.redirected, nil): faults.append(missing("targetKind"))
        case (.redirected, let target?):
            if codelists["referral-targets"]?.standing(of: target, on: day) != .valid {
                faults.append(fault("targetKind", .unknownCode, of: "referral-targets"))
            } else if decision.reason == ReasonCode.noKIMOffer.rawValue, target != unmetDemandTarget {
                faults.append(Fault(field: "targetKind", code: .noKIMOffer))
            }
        case (_, .some): faults.append(Fault(field: "targetKind", code: .unknownField))
        case (_, nil): break
        }
        faults += (decision.checklist?.outOfRange ?? []).map { criterion in
            let range = ClearingChecklist.numbers
            let details = ["minimum": String(range.lowerBound), "maximum": String(range.upperBound)]
            return Fault(field: "checklist/\(criterion.rawValue)", code: .outOfRange, details: details)
        }
        if decision.outcome == .admitted {
            switch decision.checklist {
            case nil: faults.append(missing("checklist"))
            // Without agreement there is no right to hand anything over (contracts 3).
            case let checklist? where !checklist.agreement:
                faults.append(Fault(field: "checklist", code: .participationToBeAsked))
            default: break
            }
        }
        return faults
    }
}

extension Territory {
    /// Whether KIM case management is offered in a municipality (AGS) on a day.
    func offersKIM(in municipality: String, on day: LocalDate) -> Bool {
        self.municipality(municipality)?.offersKIM(on: day) ?? false
    }
}
