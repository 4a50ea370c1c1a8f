import Models
import Pipeline

/// What Supervision does with the events of its topics.
enum CaseHandlers {
    /// The cases of CaseHandling, for load and deadlines.
    static func cases(_ desk: FirstContactDesk) -> Handler {
        .states(of: Topics.cases, CaseState.self) { event, transaction in
            try CaseTable.put(event.body, on: transaction.today, in: transaction.database)
            try desk.caseChanged(event.body, transaction)
        } remove: { caseID, transaction in
            try CaseTable.remove(caseID, in: transaction.database)
            try desk.caseRemoved(caseID, transaction)
        }
    }
}
