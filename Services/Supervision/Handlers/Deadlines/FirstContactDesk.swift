import Foundation
import Models
import Pipeline

/// Watches that the first contact comes in time, and tells CaseHandling where it does not.
struct FirstContactDesk: Sendable {
    /// The timer that fires when the deadline of a case is over.
    static let timer = "first-contact"
    /// The deadline's name among the codes of a notice.
    private static let deadline = "first-contact"

    /// Whose rules count.
    let territory: Territory

    /// Sets, moves or takes back the timer of a case, and settles its notice.
    func caseChanged(_ state: CaseState, _ transaction: Transaction) throws {
        switch FirstContactDeadline.of(state, in: territory) {
        case .runs(let due):
            guard try NoticeTable.notice(on: Self.deadline, about: state.caseId, in: transaction.database) == nil
            else { return }
            try transaction.schedule(Self.timer, for: state.caseId, at: due)
        case .settled:
            try transaction.cancel(Self.timer, for: state.caseId)
            try settle(state.caseId, transaction)
        }
    }

    /// Gives the notice that the deadline of a case is over.
    func overdue(_ caseID: String, _ transaction: Transaction) throws {
        let decision = notice(about: caseID, .overdue, at: transaction.now)
        let notice = Notice(
            decisionID: decision.decisionId, caseID: caseID, deadline: Self.deadline, overdueAt: transaction.now)
        try NoticeTable.add(notice, in: transaction.database)
        try transaction.emit(decision, to: Topics.decisions, key: caseID)
    }

    /// Forgets a case.
    func caseRemoved(_ caseID: String, _ transaction: Transaction) throws {
        try transaction.cancel(Self.timer, for: caseID)
        try NoticeTable.remove(about: caseID, in: transaction.database)
    }

    private func settle(_ caseID: String, _ transaction: Transaction) throws {
        guard
            let notice = try NoticeTable.notice(on: Self.deadline, about: caseID, in: transaction.database),
            notice.settledAt == nil
        else { return }
        try NoticeTable.settle(notice, at: transaction.now, in: transaction.database)
        try transaction.emit(
            self.notice(about: caseID, .settled, at: transaction.now), to: Topics.decisions, key: caseID)
    }

    private func notice(about caseID: String, _ standing: NoticeStanding, at instant: Date) -> Decision {
        let code = standing.rawValue
        return Decision(
            decisionId: DerivedID.event(
                emitter: .supervision, source: Self.deadline, id: caseID, type: Decision.eventType, subject: code,
                n: 0),
            kind: .notice, refers: caseID, at: Timestamp(instant), codes: [Self.deadline, code])
    }
}

/// How it stands with what a notice is about, among the codes of the notice (contracts 1).
enum NoticeStanding: String {
    /// The deadline is over.
    case overdue
    /// What was overdue was done, or is no longer to be done.
    case settled
}
