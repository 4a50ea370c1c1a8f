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
            let requestID = drafts.requestID(of: correction.submission)
            guard publisher.sources.contains(correction.submission.source) else { return .notMatched(.clientUnknown) }
            if let withdrawn = try WithdrawnRequestTable.find(requestID, in: transaction.database) {
                return .recorded(warnings: warnings, since: withdrawn.at)
            }
            guard let request = try RequestTable.request(requestID, in: transaction.database) else {
                return .notMatched(.clientUnknown)
            }
            switch request.state.status {
            case .parked, .waiting: try correct(request, by: correction, on: course, transaction)
            case .admitted: try requests.handOver(correction, of: request, from: publisher.id, transaction)
            case .advised, .redirected, .rejected, .withdrawn, nil: return .notMatched(.alreadyDecided)
            }
            return .recorded(about: requestID, warnings: warnings)
        }
    }

    private func correct(
        _ request: IntakeRequest, by correction: Correction, _ warnings: [ValidationIssue],
        on judged: Judgement.Course, _ transaction: Transaction
    ) throws {
        let record = try ClearingTable.record(of: request.state.requestId, in: transaction.database)
        let course = StaffWord(record.decisions.map(\.decision)).course(of: request, after: judged)
        var draft = try drafts.corrected(request, by: correction.data, on: transaction.today)
        draft.warnings = warnings.map { $0.inside(Correction.dataPointer) }
        let corrected = try requests.correct(draft, on: course, transaction)
        if corrected.content != nil { try persons.note(correction.data, of: corrected, transaction) }
        try ClientNameTable.replace(
            reference: drafts.name(of: correction.data, from: request.publisher), of: request.state.requestId,
            from: request.publisher, in: transaction.database)
        guard corrected.outcome != request.outcome || corrected.reasons != request.reasons else { return }
        try FurtherReceipt.tell(of: corrected, under: drafts.keys.identity, transaction)
    }

    /// Contracts 3: who does not take part is not kept.
    private func decline(
        _ reference: SubmissionReference, of publisher: Territory.Publisher, _ transaction: Transaction
    ) throws {
        guard publisher.sources.contains(reference.source),
            let request = try RequestTable.request(drafts.requestID(of: reference), in: transaction.database),
            request.state.status?.isDecided == false
        else { return }
        let rejected = try requests.end(request, as: .rejected, because: .participationDeclined, transaction)
        try FurtherReceipt.tell(of: rejected, under: drafts.keys.identity, transaction)
    }
}
