import Foundation
import Models

/// What an event is answered with: what a receipt says that the event itself does not.
struct Reply: Sendable {
    /// What became of it.
    let outcome: Receipt.Outcome
    /// Why.
    var reasons: [ValidationIssue] = []
    /// What was accepted and is worth a look.
    var warnings: [ValidationIssue] = []
    /// The publisher's name for the case.
    var handle: String?
    /// The request that the event acts on: the answer is remembered as long as it is kept.
    var requestID: String?
    /// When it was decided before the event came. Such an answer is not remembered, as nothing of what came may be; it
    /// says the same each time.
    var decidedBefore: Date?

    /// Whether nothing of the event is remembered.
    var isForgotten: Bool { decidedBefore != nil }
}

extension Reply {
    /// The event does not fulfil its contract, or may not be sent.
    init(refused errors: [ValidationIssue], warnings: [ValidationIssue] = []) {
        self.init(outcome: .rejected, reasons: errors, warnings: warnings)
    }

    /// How a request stands.
    init(_ request: IntakeRequest, warnings: [ValidationIssue], under identity: IdentityKey) {
        self.init(
            outcome: request.outcome, reasons: request.reasons, warnings: warnings,
            handle: request.handle(under: identity), requestID: request.state.requestId)
    }

    /// The same publisher sent the person before; nothing new is kept.
    init(duplicateOf first: IntakeRequest, warnings: [ValidationIssue], under identity: IdentityKey) {
        self.init(
            outcome: .duplicate, reasons: [ValidationIssue(.duplicate)], warnings: warnings,
            handle: first.handle(under: identity), requestID: first.state.requestId)
    }

    /// Noted on an own client; `since`: who was withdrawn or erased before, so that nothing of it is kept.
    static func recorded(
        about requestID: String? = nil, warnings: [ValidationIssue] = [], since instant: Date? = nil
    ) -> Reply {
        Reply(outcome: .recorded, warnings: warnings, requestID: requestID, decidedBefore: instant)
    }

    /// Matches nobody, and is not kept.
    static func notMatched(_ reason: ReasonCode, warnings: [ValidationIssue]) -> Reply {
        Reply(outcome: .notMatched, reasons: [ValidationIssue(reason)], warnings: warnings)
    }
}
