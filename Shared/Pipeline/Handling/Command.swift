import Crypto
import Foundation
import GRDB
import Models

/// What a person or another system asks of a service over HTTP: a value that goes through the transactional entry.
public struct Command: Sendable {
    /// Unique; the same id is performed once. Everything emitted derives its ids from it.
    public let id: String
    /// Who asks: a principal, never a name.
    public let actor: String
    /// When it was asked.
    public let instant: Date
    /// What it asks for, as bytes: the same id with other content is refused.
    public let content: Data
    /// The trace it belongs to.
    public let traceParent: String?

    /// A command with this id.
    public init(id: String, actor: String, instant: Date, content: Data, traceParent: String? = nil) {
        self.id = id
        self.actor = actor
        self.instant = instant
        self.content = content
        self.traceParent = traceParent
    }
}

/// The same idempotency key came with another request.
public struct IdempotencyConflict: Error, Sendable {}

/// The commands performed, with their answers: a repetition gets the same answer and has no second effect.
enum PerformedCommands {
    static func answer(to command: Command, in database: Database) throws -> Data? {
        let row = try Row.fetchOne(
            database, sql: "SELECT digest, answer FROM command WHERE id = ?", arguments: [command.id])
        guard let row else { return nil }
        guard row["digest"] == digest(of: command) else { throw IdempotencyConflict() }
        return row["answer"]
    }

    static func remember(_ answer: Data, to command: Command, in database: Database) throws {
        try database.execute(
            sql: "INSERT INTO command (id, digest, answer, performedAt) VALUES (?, ?, ?, ?)",
            arguments: [command.id, digest(of: command), answer, Instant.milliseconds(command.instant)])
    }

    private static func digest(of command: Command) -> Data {
        Data(SHA256.hash(data: command.content))
    }
}
