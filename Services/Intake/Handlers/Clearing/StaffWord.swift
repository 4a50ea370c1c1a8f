import Models

/// What staff said of a request so far. A correction of its publisher does not undo it: whether somebody is admitted is
/// a person's decision, and what a person found out is not asked again.
struct StaffWord: Sendable {
    /// Whether staff parked it: then only they let it go on.
    let isParked: Bool
    /// Whether staff recorded, and did not take back, that the client agrees.
    let hasAgreed: Bool

    /// What these decisions, in their order, come to.
    init(_ decisions: [ClearingDecision]) {
        isParked = decisions.last?.outcome == .parked
        hasAgreed = decisions.reversed().lazy.compactMap(\.agreement).first ?? false
    }

    /// The way of a request after a correction.
    ///
    /// - Parameters:
    ///   - request: the request as it was before.
    ///   - corrected: the request with the new body.
    ///   - judged: the way of the new body, as if it were a submission.
    func course(
        of request: IntakeRequest, as corrected: IntakeRequest, after judged: Judgement.Course
    ) -> Judgement.Course {
        let reason = request.reasons.first?.code
        let toBeAsked = Judgement.Course.parked(.participationToBeAsked)
        switch judged {
        case .redirected, .withdrawn: return judged
        case toBeAsked:
            // That nobody has agreed is news only where somebody had.
            let isKnown = hasAgreed || isParked && request.unaskedSince != nil
            guard isKnown else { return judged }
        case .toPost, .parked: break
        }
        if request.state.status == .waiting { return .toPost }
        guard isParked else { return judged }
        if reason == .participationToBeAsked, corrected.unaskedSince == nil { return .parked(.awaitingDecision) }
        return .parked(reason ?? .awaitingDecision)
    }
}

extension ClearingDecision {
    /// Whether the client takes part, as far as the decision says it.
    var agreement: Bool? {
        reason == ReasonCode.participationToBeAsked.rawValue ? false : checklist?.agreement
    }
}
