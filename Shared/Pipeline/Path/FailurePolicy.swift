import Foundation
import Models

/// Why a message could not be handled, in the words of the dead letters.
public enum FailureCause: String, Sendable, CaseIterable, Codable {
    /// No CloudEvents event; the detail says why.
    case unreadable
    /// A directed topic held a type that the service does not take.
    case unknownEventType = "unknown-event-type"
    /// The data is not what its type promises.
    case invalidBody = "invalid-body"
    /// The record's key is not of the form of contracts 2.
    case invalidKey = "invalid-key"
    /// Sealed content did not open.
    case notOpened = "not-opened"
    /// The handler failed: a fault of ours.
    case handlerFailed = "handler-failed"
    /// It ended the process each time it was handled.
    case crashed
    /// Nothing is wrong with it: it waits behind a message with the same key that failed.
    case held
}

/// A message that cannot be handled, however often it is tried. Handlers throw it; it never carries content.
public struct MessageFault: Error, Sendable {
    /// Why.
    public let cause: FailureCause
    /// What was looked at, in words of ours; never content.
    public let detail: String

    /// A fault for this cause.
    public init(cause: FailureCause, detail: String = "") {
        self.cause = cause
        self.detail = detail
    }
}

/// What becomes of a failed message or batch.
enum FailureAction: Equatable {
    /// Roll the batch back and try it again after a delay: the store is at fault, no message.
    case retryBatch
    /// One dead letter, and the next message goes on.
    case deadLetter(FailureCause, detail: String)
    /// Stop the service: going on could do harm.
    case stop
}

/// The one place that decides over failures (design 4.8).
enum FailurePolicy {
    static func action(for error: any Error) -> FailureAction {
        switch error {
        case _ where StoreFault.isStoreFault(error): .retryBatch
        case is PositionConflict: .stop
        case let fault as MessageFault: .deadLetter(fault.cause, detail: fault.detail)
        case let unreadable as Unreadable: .deadLetter(.unreadable, detail: unreadable.rawValue)
        case let seal as SealError: .deadLetter(.notOpened, detail: seal.description)
        // The type alone: an error's text may quote what it stumbled over.
        default: .deadLetter(.handlerFailed, detail: String(describing: type(of: error)))
        }
    }

    /// The delay before the n-th repetition: from 50 ms, doubled, at most 5 s.
    static func delay(beforeAttempt attempt: Int) -> Duration {
        .milliseconds(min(5000, 50 << min(attempt, 10)))
    }
}
