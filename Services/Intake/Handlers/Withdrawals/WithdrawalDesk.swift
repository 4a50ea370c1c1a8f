import Models
import Pipeline

/// Decides on withdrawals: what is not a case yet is taken back here, the rest is told to CaseHandling; two of the
/// reasons erase at once (contracts 3).
struct WithdrawalDesk: Sendable {
    /// The timer that ends the time for which a withdrawal or an erasure is remembered.
    static let timer = "forget-withdrawn"

    /// What withdrawals are judged by.
    let judge: EventJudge
    /// What derives the ids of requests.
    let drafts: RequestDrafts
    /// What moves requests.
    let requests: RequestDesk

    /// Decides on a withdrawal of a publisher.
    func answer(
        _ incoming: Incoming, of publisher: Territory.Publisher, _ transaction: Transaction
    ) throws -> Reply {
        switch judge.judge(incoming, as: Withdrawal.self, on: transaction.today, others: { _ in [] }) {
        case .refused(let errors, let warnings): return Reply(refused: errors, warnings: warnings)
        case .accepted(let withdrawal, let warnings):
            guard publisher.sources.contains(withdrawal.submission.source) else { return .notMatched(.clientUnknown) }
            return try withdraw(withdrawal, of: publisher, transaction, warnings)
        }
    }

    private func withdraw(
        _ withdrawal: Withdrawal, of publisher: Territory.Publisher, _ transaction: Transaction,
        _ warnings: [ValidationIssue]
    ) throws -> Reply {
        let (database, reference) = (transaction.database, withdrawal.submission)
        let requestID = drafts.requestID(of: reference)
        if let request = try RequestTable.request(requestID, in: database) {
            try withdraw(request, because: withdrawal.reason, from: publisher.id, transaction)
        } else if let known = try WithdrawnRequestTable.find(requestID, in: database) {
            if !known.isErasure { try requests.remember(requestID, because: withdrawal.reason, transaction) }
        } else if try AnswerTable.answer(to: reference.source, reference.id, in: database) != nil {
            // It was answered and is not kept: there is nothing that could be taken back.
            return .notMatched(.clientUnknown)
        } else {
            try requests.remember(requestID, because: withdrawal.reason, transaction)
        }
        return .recorded(warnings: warnings)
    }

    private func withdraw(
        _ request: IntakeRequest, because reason: Withdrawal.Reason, from publisher: String, _ transaction: Transaction
    ) throws {
        let isAdmitted = request.state.status == .admitted
        if isAdmitted { try requests.handOver(reason, of: request, from: publisher, transaction) }
        if reason.erases {
            if !isAdmitted { try tell(of: request, reason.code, transaction) }
            try requests.erase(request, because: reason.rawValue, transaction)
        } else if request.state.status?.isDecided == false {
            let withdrawn = try requests.end(request, as: .withdrawn, because: reason.code, transaction)
            try FurtherReceipt.tell(of: withdrawn, under: drafts.keys.identity, transaction)
        } else if !isAdmitted {
            // What was decided stays decided; there is no right left to keep what was told of the person.
            try requests.dropContent(of: request, by: reason.rawValue, transaction)
        }
    }

    private func tell(of request: IntakeRequest, _ code: ReasonCode, _ transaction: Transaction) throws {
        try FurtherReceipt.tell(
            request.source, request.eventID, Reply(outcome: .withdrawn, reasons: [ValidationIssue(code)]), transaction)
    }
}
