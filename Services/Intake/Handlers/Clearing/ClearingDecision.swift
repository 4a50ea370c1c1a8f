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

    /// Whom a person is sent to where KIM is not offered: unmet demand is the coordinating office's business.
    static let unmetDemandTarget = "coordination-office"

    /// What is wrong with a field of a decision.
    struct Fault: Error, Equatable {
        /// The field.
        let field: String
        /// What is wrong, as receipts say it.
        let code: ReasonCode
    }

    /// Everything that is wrong with a decision.
    ///
    /// - Parameter day: the local day on which codes must be valid.
    static func faults(in decision: ClearingDecision, on day: LocalDate, codelists: Codelists) -> [Fault] {
        guard let reasons = reasons[decision.outcome] else { return [Fault(field: "outcome", code: .unknownCode)] }
        var faults: [Fault] = []
        switch decision.reason {
        case nil where !reasons.isEmpty: faults.append(Fault(field: "reason", code: .missingField))
        case let reason? where ReasonCode(rawValue: reason).map(reasons.contains) != true:
            faults.append(Fault(field: "reason", code: .unknownCode))
        default: break
        }
        switch (decision.outcome, decision.targetKind) {
        case (.redirected, nil): faults.append(Fault(field: "targetKind", code: .missingField))
        case (.redirected, let target?):
            if codelists["referral-targets"]?.standing(of: target, on: day) != .valid {
                faults.append(Fault(field: "targetKind", code: .unknownCode))
            }
        case (_, .some): faults.append(Fault(field: "targetKind", code: .unknownField))
        case (_, nil): break
        }
        if decision.outcome == .admitted {
            switch decision.checklist {
            case nil: faults.append(Fault(field: "checklist", code: .missingField))
            // Without agreement there is no right to hand anything over (contracts 3).
            case let checklist? where !checklist.agreement:
                faults.append(Fault(field: "checklist", code: .participationToBeAsked))
            default: break
            }
        }
        return faults
    }
}
