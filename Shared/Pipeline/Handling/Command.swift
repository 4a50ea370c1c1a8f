import Crypto
import Foundation
import GRDB
import Models

/// What a person or another system asks of a service: a named value, which can be performed again from a record of it.
/// What it does stands in the ``CommandHandler`` of its name.
public struct Command: Codable, Sendable {
    /// What is to be done.
    public let name: String
    /// Unique; the same id is performed once. Everything emitted derives its ids from it.
    public let id: String
    /// The aggregate that it is about, where it is about one.
    public let subject: String?
    /// Who asks: a principal, never a name.
    public let actor: String
    /// When it was asked.
    public let instant: Date
    /// What it asks for, as JSON: the same id with other content is refused.
    public let content: Data
    /// The trace it belongs to.
    public let traceParent: String?

    /// A command that asks for something. Throws where `ask` cannot be written as JSON.
    public init(
        _ name: String, _ ask: some Encodable, id: String, about subject: String? = nil, actor: String, instant: Date,
        traceParent: String? = nil
    ) throws {
        self.name = name
        self.id = id
        self.subject = subject
        self.actor = actor
        self.instant = instant
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        content = try encoder.encode(ask)
        self.traceParent = traceParent
    }

    /// The command to take in an event that came over HTTP instead of a topic, for a handler made by
    /// ``CommandHandler/event(_:of:_:)``.
    ///
    /// - Parameter sender: who is known to have sent it.
    public init(
        _ name: String, taking envelope: Envelope, from sender: String?, actor: String, instant: Date
    ) throws {
        try self.init(
            name, SentEvent(envelope: envelope, sender: sender),
            id: DerivedID.digest(of: Data("\(envelope.source) \(envelope.id)".utf8)), actor: actor,
            instant: instant, traceParent: envelope.traceParent)
    }
}

/// An event that came over HTTP, with who is known to have sent it.
struct SentEvent: Codable {
    let envelope: Envelope
    let sender: String?
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
