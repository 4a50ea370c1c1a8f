import Models
import Pipeline

/// What CaseHandling does with the events of its topics.
enum CaseHandlers {
    /// The admissions of Intake.
    static func admissions(_ desk: CaseDesk) -> Handler {
        .directed(Topics.handover, Admission.self) { event, transaction in
            try desk.open(event.body, transaction)
        }
    }

    /// What Intake tells of a case after its admission.
    static func proposals(_ desk: ProposalDesk) -> [Handler] {
        [
            .directed(Topics.handover, CorrectionHandover.self) { try desk.propose($0, $1) },
            .directed(Topics.handover, LegalSphereChangeHandover.self) { try desk.propose($0, $1) },
            .directed(Topics.handover, WithdrawalHandover.self) { try desk.withdraw($0, $1) },
        ]
    }

    /// The decisions of Supervision.
    static let decisions = Handler.directed(Topics.decisions, Decision.self) { event, transaction in
        let decision = event.body
        guard decision.kind == .notice else {
            throw MessageFault(cause: .unknownEventType, detail: "a decision of the kind \(decision.kind.rawValue)")
        }
        // About a case that is no longer kept there is nothing left to say.
        guard try CaseFileTable.holds(decision.refers, in: transaction.database) else { return }
        try NoticeTable.add(
            Notice(
                decisionId: decision.decisionId, at: decision.at ?? Timestamp(transaction.now), codes: decision.codes),
            about: decision.refers, in: transaction.database)
    }
}
