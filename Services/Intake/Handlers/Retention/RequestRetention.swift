import Foundation
import Models
import Pipeline

/// When the personal data of a request that becomes no case have to go (contracts 3, the territory's retention rules).
struct RequestRetention: Sendable {
    /// The rules of the Kreis.
    let territory: Territory

    /// Fires when a client was not asked in time whether she takes part.
    static let unansweredTimer = "participation-unanswered"
    /// Fires when the time for questions about a request that became no case is over.
    static let overTimer = "request-retention"

    /// Sets the timers of a request as it now stands.
    func follow(_ request: IntakeRequest, _ transaction: Transaction) throws {
        let id = request.state.requestId
        try forget(id, transaction)
        switch request.state.status {
        case .parked:
            guard let since = request.unaskedSince else { return }
            let end = end(of: .parkedSubmission, from: since, transaction)
            try transaction.schedule(RequestRetention.unansweredTimer, for: id, at: end)
        case .advised, .redirected, .rejected, .withdrawn:
            guard request.content != nil else { return }
            try transaction.schedule(
                RequestRetention.overTimer, for: id, at: end(of: .request, from: transaction.today, transaction))
        case .waiting, .admitted, nil: break
        }
    }

    /// Takes the timers of a request back.
    func forget(_ requestID: String, _ transaction: Transaction) throws {
        try transaction.cancel(RequestRetention.unansweredTimer, for: requestID)
        try transaction.cancel(RequestRetention.overTimer, for: requestID)
    }

    /// The first instant behind a period.
    private func end(
        of kind: Territory.RetentionKind, from day: LocalDate, _ transaction: Transaction
    ) -> Date {
        territory.rules.retention[kind].value(on: transaction.today).lastDay(from: day, territory.workingDays)
            .adding(days: 1).start
    }
}

extension IntakeRequest {
    /// Whether it is parked and nobody has agreed yet that the client takes part, whatever it is parked for.
    var isUnasked: Bool { state.status == .parked && unaskedSince != nil }

    /// Lets the time in which she is to be asked begin where she has yet to be, if it does not run already: neither
    /// another parking nor a correction gives more of it.
    mutating func countUnasked(from day: LocalDate) {
        guard state.status == .parked, reasons.first?.code == .participationToBeAsked else { return }
        unaskedSince = unaskedSince ?? day
    }
}
