import Models
import Pipeline

/// Keeps the contributions of every request and case as their latest state has them.
enum StateHandlers {
    static let requests = Handler.states(of: Topics.requests, RequestState.self) { event, transaction in
        try ContributionTable.replace(
            event.key ?? event.body.requestId, with: Contributions.of(event.body), in: transaction.database)
    } remove: { key, transaction in
        try ContributionTable.remove(key, in: transaction.database)
    }

    static let cases = Handler.states(of: Topics.cases, CaseState.self) { event, transaction in
        try ContributionTable.replace(
            event.key ?? event.body.caseId, with: Contributions.of(event.body), in: transaction.database)
    } remove: { key, transaction in
        try ContributionTable.remove(key, in: transaction.database)
    }
}
