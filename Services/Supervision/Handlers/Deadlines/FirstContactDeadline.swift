import Foundation
import Models

/// How a case stands to the deadline of the first contact: a function of its state and the rules alone.
enum FirstContactDeadline: Equatable {
    /// Nobody has spoken with the client yet: overdue from this instant on.
    case runs(until: Date)
    /// A contact or an assessment took place, or the case was closed.
    case settled

    /// The deadline of a state under a territory's rules.
    ///
    /// It begins on the day on which the request was received, however long the request waited for a post: the client
    /// has waited since then. The rule is the one of that day. It ends with its last day, that is when the next begins.
    static func of(_ state: CaseState, in territory: Territory) -> FirstContactDeadline {
        let isClosed = state.closures.inForce.last.map { $0.reopenedOn == nil } ?? false
        guard state.contacts.isEmpty, state.assessments.isEmpty, !isClosed else { return .settled }
        let limit = territory.deadline(.firstContact, on: state.receivedOn)
        let lastDay = limit.lastDay(from: state.receivedOn, territory.workingDays)
        return .runs(until: lastDay.adding(days: 1).start)
    }
}
