import Foundation
import Models

/// What operations ask of the outbox: to publish again what the broker may have lost.
public enum Resend: Codable, Sendable, Equatable {
    /// The name of the command.
    public static let command = "outbox-resend"

    /// Everything that was published at or after an instant; what was published longer than a day ago is gone.
    case since(Date)
    /// The current state of every aggregate.
    case states
}

enum OutboxCommands {
    /// Answers with the number of events that are published again, with their ids.
    static let resend = CommandHandler.operation(Resend.command, Resend.self) { resend, command, scope in
        try AuditTrail.append(command.name, nil, by: command.actor, scope)
        return switch resend {
        case .since(let instant): try Outbox.resend(since: instant, in: scope.database)
        case .states: try Outbox.resendStates(in: scope.database)
        }
    }
}
