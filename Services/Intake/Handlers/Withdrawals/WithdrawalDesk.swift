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
            guard publisher.sources.contains(withdrawal.submission.source) else {
                return .notMatched(.clientUnknown, warnings: warnings)
            }
            return try withdraw(withdrawal, of: publisher, transaction, warnings)
        }
    }

    private func withdraw(
        _ withdrawal: Withdrawal, of publisher: Territory.Publisher, _ transaction: Transaction,
        _ warnings: [ValidationIssue]
    ) throws -> Reply {
        let (reference, reason) = (withdrawal.submission, withdrawal.reason)
        let requestID = drafts.requestID(of: reference)
        switch try NamedSubmission.find(reference, as: requestID, in: transaction.database) {
        case .request(let request): try withdraw(request, because: reason, from: publisher.id, transaction)
        case .duplicate where reason.erases:
            try tell(reference, reason.code, transaction)
            try requests.eraseDuplicate(reference, transaction)
        case .duplicate(of: let first): try withdraw(first, because: reason, from: publisher.id, transaction)
        case .withdrawn(let known) where known.isErasure: break
        case .withdrawn, .unknown: try requests.remember(requestID, because: reason, transaction)
        // There is nothing that could be taken back.
        case .refused: return .notMatched(.clientUnknown, warnings: warnings)
        }
        return .recorded(warnings: warnings)
    }

    /// Takes a request back, or tells CaseHandling that it is to be.
    func withdraw(
        _ request: IntakeRequest, because reason: Withdrawal.Reason, from publisher: String, _ transaction: Transaction
    ) throws {
        let isAdmitted = request.state.status == .admitted
        if isAdmitted { try requests.handOver(reason, of: request, from: publisher, transaction) }
        if reason.erases {
            if !isAdmitted {
                try tell(SubmissionReference(source: request.source, id: request.eventID), reason.code, transaction)
            }
            try requests.erase(request, because: reason.rawValue, transaction)
        } else if request.state.status?.isDecided == false {
            let withdrawn = try requests.end(request, as: .withdrawn, because: reason.code, transaction)
            try FurtherReceipt.tell(of: withdrawn, under: drafts.keys.identity, transaction)
        } else if !isAdmitted {
            // What was decided stays decided; there is no right left to keep what was told of the person.
            try requests.dropContent(of: request, by: reason.rawValue, transaction)
        }
    }

    private func tell(
        _ submission: SubmissionReference, _ code: ReasonCode, _ transaction: Transaction
    ) throws {
        try FurtherReceipt.tell(
            submission.source, submission.id, Reply(outcome: .withdrawn, reasons: [ValidationIssue(code)]), transaction)
    }
}
