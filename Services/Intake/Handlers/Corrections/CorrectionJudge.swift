import Models

/// What a correction is answered with, before anything is kept of it.
enum CorrectionJudgement: Sendable {
    /// It does not fulfil its contract. `declined` names the submission of a person who, it says, does not take part:
    /// that is heard whatever else is wrong.
    case refused([ValidationIssue], warnings: [ValidationIssue], declined: SubmissionReference?)
    /// It fulfils its contract; the course is the one of the new body.
    case correction(Correction, Judgement.Course, warnings: [ValidationIssue])
}

/// Judges corrections: the new body as a submission would be. Pure.
struct CorrectionJudge: Sendable {
    /// What submissions are judged by.
    let submissions: SubmissionJudge

    /// Judges an event of a publisher on the local day of its record.
    func judge(_ incoming: Incoming, of publisher: Territory.Publisher, on day: LocalDate) -> CorrectionJudgement {
        let outcome = submissions.events.judge(incoming, as: Correction.self, on: day) { json in
            guard let data = json["data"] else { return [] }
            return submissions.errors(of: data, from: publisher).map { $0.within(Correction.dataPointer) }
        }
        let body = (try? incoming.data.get())?["data"]
        switch outcome {
        case .refused(let errors, let warnings):
            let declines = errors.contains { $0.code == .participationDeclined }
            let reference = declines ? SubmissionReference(try? incoming.data.get()["submission"]) : nil
            return .refused(
                submissions.emergency(in: body, errors, on: day) + errors, warnings: warnings, declined: reference)
        case .accepted(let correction, let warnings):
            let course = submissions.course(of: correction.data, from: publisher, on: day)
            return .correction(
                correction, course, warnings: submissions.emergency(in: body, on: day) + warnings)
        }
    }
}
