import Foundation
import Models

/// What a service does with the commands of one name. Like a ``Handler`` it is synchronous and pure over its
/// ``Transaction``, so that a command can be performed again from the journal with the same result.
public struct CommandHandler: Sendable {
    typealias Run = @Sendable (Command, TransactionalEntry.Scope) throws -> Data

    let name: String
    /// Whether the answer is remembered by the command's id; else the handler tells repetitions itself.
    let isPerformedOnce: Bool
    let run: Run

    /// Performs commands of this name, each once. What it throws reaches the caller, with nothing changed.
    public static func command<Ask: Decodable, Answer: Encodable>(
        _ name: String, _ ask: Ask.Type, _ run: @Sendable @escaping (Ask, Transaction) throws -> Answer
    ) -> CommandHandler {
        CommandHandler(name: name, isPerformedOnce: true) { command, scope in
            let ask = try JSONDecoder().decode(Ask.self, from: command.content)
            let cause = Cause(source: "command", id: command.id, traceParent: command.traceParent)
            return try JSONEncoder().encode(run(ask, scope.transaction(because: cause, at: command.instant)))
        }
    }

    /// Takes in events that came over HTTP instead of a public topic: the ids they lead to are the same, and as there
    /// the handler answers each time it is asked.
    public static func event<Answer: Encodable>(
        _ name: String, of topic: Topic,
        _ run: @Sendable @escaping (Event<Data?>, _ sender: String?, Transaction) throws -> Answer
    ) -> CommandHandler {
        CommandHandler(name: name, isPerformedOnce: false) { command, scope in
            let sent = try JSONDecoder().decode(SentEvent.self, from: command.content)
            let envelope = sent.envelope
            let cause = Cause(source: envelope.source, id: envelope.id, traceParent: envelope.traceParent)
            let event = Event(envelope: envelope, body: envelope.data, topic: topic, key: nil)
            let transaction = scope.transaction(because: cause, at: command.instant)
            return try JSONEncoder().encode(run(event, sent.sender, transaction))
        }
    }

    /// What the message path itself offers to operations: with the whole transaction in hand.
    static func operation<Ask: Decodable, Answer: Encodable>(
        _ name: String, _ ask: Ask.Type,
        _ run: @Sendable @escaping (Ask, Command, TransactionalEntry.Scope) throws -> Answer
    ) -> CommandHandler {
        CommandHandler(name: name, isPerformedOnce: true) { command, scope in
            let ask = try JSONDecoder().decode(Ask.self, from: command.content)
            return try JSONEncoder().encode(run(ask, command, scope))
        }
    }
}

/// The commands that a service performs, by name.
struct Commands: Sendable {
    private let handlers: [String: CommandHandler]

    init(_ handlers: [CommandHandler]) {
        self.handlers = Dictionary(handlers.map { ($0.name, $0) }) { first, _ in first }
    }

    /// Performs a command and journals it, or gives its first answer again.
    ///
    /// - Throws: ``UnknownCommand``, ``IdempotencyConflict``, and what the handler throws.
    func perform(_ command: Command, _ scope: TransactionalEntry.Scope) throws -> Data {
        guard let handler = handlers[command.name] else { throw UnknownCommand(name: command.name) }
        if handler.isPerformedOnce, let known = try PerformedCommands.answer(to: command, in: scope.database) {
            return known
        }
        let answer = try run(command, with: handler, scope)
        try Journal.write(command, scope)
        return answer
    }

    /// Performs a command of the journal again.
    ///
    /// - Throws: ``UnknownCommand``, and what the handler throws.
    func performAgain(_ command: Command, _ scope: TransactionalEntry.Scope) throws {
        guard let handler = handlers[command.name] else { throw UnknownCommand(name: command.name) }
        _ = try run(command, with: handler, scope)
    }

    /// Whether it is written down who asked: for every command about an aggregate. What publishers send is no look at
    /// what is kept.
    func isAudited(_ command: Command) -> Bool {
        command.subject != nil && handlers[command.name]?.isPerformedOnce == true
    }

    private func run(
        _ command: Command, with handler: CommandHandler, _ scope: TransactionalEntry.Scope
    ) throws -> Data {
        let answer = try handler.run(command, scope)
        if isAudited(command) { try AuditTrail.append(command.name, command.subject, by: command.actor, scope) }
        if handler.isPerformedOnce { try PerformedCommands.remember(answer, to: command, in: scope.database) }
        return answer
    }
}

/// A service was asked for a command that it does not have.
public struct UnknownCommand: Error, Sendable {
    /// What was asked for.
    public let name: String
}
