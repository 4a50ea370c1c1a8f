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
        case .parked where request.isUnasked:
            let end = end(of: .parkedSubmission, from: request.state.receivedOn, transaction)
            try transaction.schedule(RequestRetention.unansweredTimer, for: id, at: end)
        case .advised, .redirected, .rejected, .withdrawn:
            guard request.content != nil else { return }
            try transaction.schedule(
                RequestRetention.overTimer, for: id, at: end(of: .request, from: transaction.today, transaction))
        case .parked, .waiting, .admitted, nil: break
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
    /// Whether it is parked until the client was asked whether she takes part.
    var isUnasked: Bool { state.status == .parked && reasons.first?.code == .participationToBeAsked }
}
