import Foundation
import Models

/// What a correction is answered with, before anything is kept of it.
enum CorrectionJudgement: Sendable {
    /// It does not fulfil its contract. That the person does not take part is heard whatever else is wrong.
    case refused([ValidationIssue], warnings: [ValidationIssue], declined: Declined?)
    /// It fulfils its contract; the course is the one of the new body.
    case correction(Correction, Judgement.Course, warnings: [ValidationIssue])

    /// A person who does not take part.
    struct Declined {
        /// The submission that she was sent with.
        let submission: SubmissionReference
        /// The new body; `nil` where it cannot be read.
        let data: Submission?
    }
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
            let data = body.flatMap { try? JSONDecoder().decode(Submission.self, from: $0.canonical()) }
            return .refused(
                submissions.emergency(in: body, errors, on: day) + errors, warnings: warnings,
                declined: reference.map { .init(submission: $0, data: data) })
        case .accepted(let correction, let warnings):
            let course = submissions.course(of: correction.data, from: publisher, on: day)
            return .correction(
                correction, course, warnings: submissions.emergency(in: body, on: day) + warnings)
        }
    }
}
