import Models
import Pipeline

/// How urgent a request is as time goes by, until it is decided.
extension RequestDesk {
    /// Fires at the beginning of the next day on which a request is urgent in another way than before.
    static let urgencyTimer = "urgency-changes"

    /// Sets the timer of a request as it now stands.
    func followUrgency(of request: IntakeRequest, _ transaction: Transaction) throws {
        let id = request.state.requestId
        guard request.state.status?.isDecided == false, let submission = try request.submission(with: keys),
            let day = RequestUrgency.nextChange(of: submission, after: transaction.today, within: urgentDays)
        else { return try transaction.cancel(RequestDesk.urgencyTimer, for: id) }
        try transaction.schedule(RequestDesk.urgencyTimer, for: id, at: day.start)
    }

    /// Gives a request the urgency, and with it the place in the worklist, that it has from today on.
    func urgencyChanges(_ requestID: String, _ transaction: Transaction) throws {
        guard var request = try RequestTable.request(requestID, in: transaction.database),
            request.state.status?.isDecided == false, let submission = try request.submission(with: keys)
        else { return }
        let before = request.state.urgency
        request.assess(submission, on: transaction.today, within: urgentDays)
        if request.state.urgency != before { try request.state.change("urgency", transaction) }
        try RequestTable.update(request, in: transaction.database)
        if request.state.urgency != before { try publish(request, transaction) }
        try followUrgency(of: request, transaction)
    }
}

extension IntakeRequest {
    /// Takes over how urgent its submission is on a day.
    mutating func assess(_ submission: Submission, on day: LocalDate, within days: Territory.RuleHistory<Int>) {
        urgency = RequestUrgency.of(submission, on: day, within: days.value(on: day))
        state.urgency =
            urgency.map { .init(level: .urgent, by: $0.by) } ?? submission.urgency.map { .init(level: $0.level) }
    }
}
