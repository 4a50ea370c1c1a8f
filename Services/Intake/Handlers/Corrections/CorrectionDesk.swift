import Models
import Pipeline

/// Decides on corrections: before the end of clearing the new body takes the place of the old one, after the admission
/// it is proposed to the case manager.
struct CorrectionDesk: Sendable {
    /// What corrections are judged by.
    let judge: CorrectionJudge
    /// What makes requests of submissions.
    let drafts: RequestDrafts
    /// What moves requests.
    let requests: RequestDesk
    /// What looks for the person among those of other requests.
    let persons: PersonDesk

    /// Decides on a correction of a publisher.
    func answer(
        _ incoming: Incoming, of publisher: Territory.Publisher, _ transaction: Transaction
    ) throws -> Reply {
        switch judge.judge(incoming, of: publisher, on: transaction.today) {
        case .refused(let errors, let warnings, let declined):
            if let declined { try decline(declined, of: publisher, transaction) }
            return Reply(refused: errors, warnings: warnings)
        case .correction(let correction, let course, let warnings):
            let (submission, database) = (correction.submission, transaction.database)
            guard publisher.sources.contains(submission.source) else {
                return .notMatched(.clientUnknown, warnings: warnings)
            }
            let named = try NamedSubmission.find(submission, as: drafts.requestID(of: submission), in: database)
            if case .withdrawn(let withdrawn) = named { return .recorded(warnings: warnings, since: withdrawn.at) }
            guard let request = try request(named, told: correction.data, transaction) else {
                return .notMatched(.clientUnknown, warnings: warnings)
            }
            switch request.state.status {
            case .parked, .waiting: try correct(request, by: correction, warnings, on: course, transaction)
            case .admitted: try propose(correction, of: request, from: publisher, transaction)
            case .advised, .redirected, .rejected, .withdrawn, nil:
                return .notMatched(.alreadyDecided, warnings: warnings)
            }
            return .recorded(about: request.state.requestId, warnings: warnings)
        }
    }

    /// The request that a correction is about. What was a duplicate was one of the same person; a body that says
    /// otherwise is about somebody else, who must not take her place.
    private func request(
        _ named: NamedSubmission, told data: Submission?, _ transaction: Transaction
    ) throws -> IntakeRequest? {
        switch named {
        case .request(let request): return request
        case .duplicate(of: let first):
            guard let data, try persons.isClient(of: first, data, transaction) else { return nil }
            return first
        case .withdrawn, .refused, .unknown: return nil
        }
    }

    private func correct(
        _ request: IntakeRequest, by correction: Correction, _ warnings: [ValidationIssue],
        on judged: Judgement.Course, _ transaction: Transaction
    ) throws {
        let record = try ClearingTable.record(of: request.state.requestId, in: transaction.database)
        var draft = try drafts.corrected(request, by: correction.data, on: transaction.today)
        let course = StaffWord(record.decisions.map(\.decision)).course(of: request, as: draft, after: judged)
        draft.warnings = ReceiptLimits.bounded(warnings.map { $0.inside(Correction.dataPointer) })
        let corrected = try requests.correct(draft, on: course, transaction)
        if corrected.content != nil { try persons.note(correction.data, of: corrected, transaction) }
        try ClientNameTable.replace(
            reference: drafts.name(of: correction.data, from: request.publisher), of: request.state.requestId,
            from: request.publisher, in: transaction.database)
        guard corrected.outcome != request.outcome || corrected.reasons != request.reasons else { return }
        try FurtherReceipt.tell(of: corrected, under: drafts.keys.identity, transaction)
    }

    /// What a case manager makes of it is open, but from now on the publisher may speak of the client as it does here.
    private func propose(
        _ correction: Correction, of request: IntakeRequest, from publisher: Territory.Publisher,
        _ transaction: Transaction
    ) throws {
        try requests.handOver(correction, of: request, from: publisher.id, transaction)
        if let name = drafts.name(of: correction.data, from: request.publisher) {
            try ClientNameTable.add(name, of: request.state.requestId, in: transaction.database)
        }
        if request.content != nil { try persons.note(correction.data, of: request, transaction) }
    }

    /// Contracts 3: who does not take part is not kept. Of a client who was admitted her case manager decides.
    private func decline(
        _ declined: CorrectionJudgement.Declined, of publisher: Territory.Publisher, _ transaction: Transaction
    ) throws {
        let submission = declined.submission
        guard publisher.sources.contains(submission.source) else { return }
        let named = try NamedSubmission.find(
            submission, as: drafts.requestID(of: submission), in: transaction.database)
        guard let request = try request(named, told: declined.data, transaction) else { return }
        switch request.state.status {
        case .parked, .waiting, nil:
            let rejected = try requests.end(request, as: .rejected, because: .participationDeclined, transaction)
            try FurtherReceipt.tell(of: rejected, under: drafts.keys.identity, transaction)
        case .admitted: try requests.handOver(.consentWithdrawn, of: request, from: publisher.id, transaction)
        case .advised, .redirected, .rejected, .withdrawn:
            try requests.dropContent(
                of: request, by: ReasonCode.participationDeclined.deletionRule, transaction)
        }
    }
}
