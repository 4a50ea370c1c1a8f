import Foundation
import GRDB
import Logging
import Models

/// What became of a decision about a dead letter.
public struct DecisionResult: Codable, Sendable, Equatable {
    /// Messages handled now: the letter itself, and what had waited behind it.
    public let handled: Int
    /// Why the message that now stands first still cannot be handled; `nil` when nothing waits any more.
    public let failed: FailureCause?
}

/// Why nothing was decided about a dead letter.
public enum DecisionError: Error, Sendable, Equatable {
    /// There is no such letter, or no longer.
    case notFound
    /// It waits behind the letter with this id, which comes first.
    case waitsBehind(String)
}

/// The commands of operations about a dead letter.
public enum DeadLetterDecision: String, Sendable {
    /// Handle it once more.
    case retry = "dead-letter-retry"
    /// Give it up for good.
    case discard = "dead-letter-discard"
}

/// What operations decide about messages that were set aside.
struct DeadLetterDecisions: Sendable {
    let inputs: Inputs
    let logger: Logger

    /// What ``DeadLetterDecision`` does: each asks with the id of a letter.
    var commands: [CommandHandler] {
        [
            .operation(DeadLetterDecision.retry.rawValue, String.self) { id, _, scope in
                try retry(id, scope)
            },
            .operation(DeadLetterDecision.discard.rawValue, String.self) { id, _, scope in
                try discard(id, scope)
            },
        ]
    }

    /// Handles a letter once more, as if it came now for the first time: with the record's own time and the same ids.
    /// Then what waited behind it, in order, up to the first that fails.
    ///
    /// - Throws: ``DecisionError``; faults of the store.
    func retry(_ id: String, _ scope: TransactionalEntry.Scope) throws -> DecisionResult {
        let letter = try find(id, scope)
        guard let failed = try attempt(letter, scope) else { return try release(letter, handled: 1, scope) }
        return DecisionResult(handled: 0, failed: failed)
    }

    /// Gives a letter up for good and handles what waited behind it.
    ///
    /// - Throws: ``DecisionError``; faults of the store.
    func discard(_ id: String, _ scope: TransactionalEntry.Scope) throws -> DecisionResult {
        let letter = try find(id, scope)
        try DeadLetters.remove(letter, in: scope.database)
        return try release(letter, handled: 0, scope)
    }

    private func find(_ id: String, _ scope: TransactionalEntry.Scope) throws -> DeadLetter {
        guard let letter = try DeadLetters.letter(id, scope.keys, in: scope.database) else {
            throw DecisionError.notFound
        }
        if let first = try first(like: letter, scope), first.id != id { throw DecisionError.waitsBehind(first.id) }
        return letter
    }

    private func first(like letter: DeadLetter, _ scope: TransactionalEntry.Scope) throws -> DeadLetter? {
        guard let key = letter.heldKey else { return nil }
        return try DeadLetters.first(of: letter.record.topicPartition.topic, key, scope.keys, in: scope.database)
    }

    private func release(
        _ letter: DeadLetter, handled: Int, _ scope: TransactionalEntry.Scope
    ) throws -> DecisionResult {
        var handled = handled
        while let next = try first(like: letter, scope) {
            if let failed = try attempt(next, scope) { return DecisionResult(handled: handled, failed: failed) }
            handled += 1
        }
        return DecisionResult(handled: handled, failed: nil)
    }

    /// Handles a letter and takes it out; returns why it failed where it did.
    private func attempt(_ letter: DeadLetter, _ scope: TransactionalEntry.Scope) throws -> FailureCause? {
        guard let topic = inputs.topic(named: letter.record.topicPartition.topic) else { return letter.cause }
        do {
            _ = try Batch.run(letter.record, of: topic, inputs: inputs, scope: scope)
            try DeadLetters.remove(letter, in: scope.database)
            return nil
        } catch {
            guard case .deadLetter(let cause, let detail) = FailurePolicy.action(for: error) else { throw error }
            try DeadLetters.update(letter, cause: cause, detail: detail, in: scope.database)
            logger.warning(
                "dead letter failed again", metadata: ["id": .string(letter.id), "cause": .string(cause.rawValue)])
            return cause
        }
    }
}
