import Foundation
import GRDB
import Models

/// Who looked at what, or decided on it: append-only, each entry bound to the one before it under the service's own
/// key, so that none can be changed or taken out unnoticed (design 5).
enum AuditTrail {
    private struct Bound: Encodable {
        let previous: Data
        let at: Int64
        let actor: String
        let action: String
        let subject: String
    }

    /// What stands for something that is no id of ours: in an address may stand whatever somebody wrote, also a name.
    private static let unknown = "unknown"

    /// Adds an entry in the transaction of what it tells.
    ///
    /// - Parameters:
    ///   - action: what was done, as a stable code.
    ///   - subject: what it was done to, by an id of ours; `nil`: to more than one, all of this service.
    static func append(
        _ action: String, _ subject: String?, by actor: String, _ scope: TransactionalEntry.Scope
    ) throws {
        let subject = subject.map { DerivedID.hasForm($0) ? $0 : unknown } ?? scope.service.rawValue
        let previous = try Data.fetchOne(scope.database, sql: "SELECT mac FROM audit ORDER BY seq DESC LIMIT 1")
        let at = Instant.milliseconds(scope.performedAt)
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let bound = Bound(previous: previous ?? Data(), at: at, actor: actor, action: action, subject: subject)
        let mac = scope.keys.identity.digest(of: try encoder.encode(bound))
        try scope.database.execute(
            sql: "INSERT INTO audit (at, actor, action, subject, mac) VALUES (?, ?, ?, ?, ?)",
            arguments: [at, actor, action, subject, mac])
    }
}

extension TransactionalEntry {
    /// Reads what is about a person for somebody, and writes down that they looked: who finds nothing, because it is not
    /// theirs to see or not there, leaves a refusal.
    ///
    /// - Parameters:
    ///   - action: what was done, as a stable code.
    ///   - subject: what it was done to, by an id of ours.
    ///   - actor: who looks.
    /// - Throws: a fault of the store, or what `read` throws; then nothing is written.
    public func audited<Value: Sendable>(
        _ action: String, _ subject: String, by actor: String, _ read: @Sendable @escaping (Database) throws -> Value?
    ) async throws -> Value? {
        try await write { scope in
            let value = try read(scope.database)
            try AuditTrail.append(value == nil ? "\(action)-refused" : action, subject, by: actor, scope)
            return value
        }
    }

    /// Reads a list of what is about persons for somebody, and writes down that they looked.
    ///
    /// - Parameters:
    ///   - action: what was done, as a stable code.
    ///   - actor: who looks.
    /// - Throws: a fault of the store, or what `read` throws; then nothing is written.
    public func audited<Value: Sendable>(
        _ action: String, by actor: String, _ read: @Sendable @escaping (Database) throws -> Value
    ) async throws -> Value {
        try await write { scope in
            let value = try read(scope.database)
            try AuditTrail.append(action, nil, by: actor, scope)
            return value
        }
    }

    /// Writes down that somebody was refused before anything was looked up.
    ///
    /// - Parameters:
    ///   - action: what was refused, as a stable code.
    ///   - subject: what it was about, where the address names it.
    ///   - actor: who asked.
    public func noteRefusal(of action: String, _ subject: String?, by actor: String) async throws {
        try await write { try AuditTrail.append("\(action)-refused", subject, by: actor, $0) }
    }

    /// Writes down a command that was refused. A fault of the store refuses nobody.
    func noteRefusal(of command: Command, because error: any Error) async throws {
        guard commands.isAudited(command), !StoreFault.isStoreFault(error) else { return }
        try await noteRefusal(of: command.name, command.subject, by: command.actor)
    }
}
