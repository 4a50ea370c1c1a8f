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
