import Foundation
import GRDB
import Models

/// What led to a transaction: with it the ids of everything emitted are derived.
struct Cause {
    let source: String
    let id: String
    let traceParent: String?
}

/// One handler call, command or timer inside the store's transaction: the database, the time, and what is emitted.
///
/// Not `Sendable`: it lives and ends inside the call.
public final class Transaction {
    /// The open database. What is written here is committed with position, inbox and outbox, or not at all.
    public var database: Database { scope.database }
    /// The time of what happened: the record's (the broker's), the command's, or the timer's due instant.
    public let now: Date
    /// When the transaction really runs. Only for planning ahead, never for what is stored of the past.
    public var performedAt: Date { scope.performedAt }
    /// The local day (Europe/Berlin) of ``now``.
    public var today: LocalDate { LocalDate(of: now) }

    private let scope: TransactionalEntry.Scope
    private let cause: Cause
    private var emitted: [String: Int] = [:]

    init(scope: TransactionalEntry.Scope, now: Date, cause: Cause) {
        self.scope = scope
        self.now = now
        self.cause = cause
    }

    // MARK: - Emitting

    /// Puts an event into the outbox and returns its id, which follows from what led to it.
    ///
    /// - Parameters:
    ///   - key: the record's key, after contracts 2.
    ///   - subject: the aggregate; the key when not given.
    ///   - id: only to say the very same event once more.
    /// - Throws: ``EmitError`` when key or size are not permitted.
    @discardableResult
    public func emit<Body: EventBody>(
        _ body: Body, to topic: Topic, key: String, subject: String? = nil, id: String? = nil
    ) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try emit(
            type: Body.eventType, data: encoder.encode(body), to: topic, key: key, subject: subject ?? key, id: id)
    }

    /// Puts a tombstone into the outbox: readers of the compacted topic delete what the key stood for.
    public func emitTombstone<Body: EventBody>(of type: Body.Type, to topic: Topic, key: String) throws {
        try emit(type: Body.eventType, data: nil, to: topic, key: key, subject: key, id: nil)
    }

    @discardableResult
    private func emit(
        type: String, data: Data?, to topic: Topic, key: String, subject: String, id: String?
    ) throws -> String {
        guard RecordKey.isValid(key.utf8) else { throw EmitError.invalidKey(topic: topic.name) }
        let size = data?.count ?? 0
        guard size <= topic.maximumBytes - Outbox.overhead else {
            throw EmitError.tooLarge(topic: topic.name, bytes: size)
        }
        let counted = "\(type) \(subject)"
        let n = emitted[counted, default: 0]
        emitted[counted] = n + 1
        let eventID =
            id
            ?? DerivedID.event(
                emitter: scope.service, source: cause.source, id: cause.id, type: type, subject: subject, n: n)
        let envelope = Envelope(
            id: eventID, source: scope.service.source, type: type, subject: subject, time: Instant.text(now),
            traceParent: TraceContext.child(of: cause.traceParent, id: eventID), data: data)
        scope.crash.at(.outboxBefore)
        try Outbox.insert(envelope, topic: topic, key: key, at: performedAt, in: database)
        scope.crash.at(.outboxAfter)
        return eventID
    }

    /// The version of an aggregate's next state: one more than the last, and above whatever was already said of it.
    ///
    /// - Parameters:
    ///   - version: the last one; 0 for an aggregate that is new.
    ///   - key: its key on the state topic.
    public func nextVersion(after version: Int, on topic: Topic, key: String) throws -> Int {
        try max(version, VersionFloors.floor(of: topic, key, in: database)) + 1
    }

    // MARK: - Drawing

    /// A fresh data key for an aggregate. A restore gets the same one again.
    public func dataKey(for subject: String) throws -> DataKey {
        DataKey(bytes: try draw("data-key", for: subject, DataKey.freshBytes))
    }

    /// A value drawn by lot. It stands in the journal, from which a restore takes it again.
    ///
    /// - Parameters:
    ///   - name: what it is; one of a name and subject in a transaction.
    ///   - subject: the aggregate it is for.
    ///   - fresh: draws it.
    public func draw(_ name: String, for subject: String, _ fresh: () -> Data) throws -> Data {
        let draw = Draw(source: cause.source, id: cause.id, name: name, subject: subject)
        if let known = scope.recalled[draw] { return known }
        let value = fresh()
        try Journal.write(draw, value, scope)
        return value
    }

    // MARK: - Timers

    /// Sets the timer of this name and subject; an earlier setting is replaced.
    public func schedule(_ timer: String, for subject: String, at due: Date) throws {
        scope.crash.at(.timerSetBefore)
        try Timers.set(timer, subject: subject, due: due, in: database)
        scope.crash.at(.timerSetAfter)
    }

    /// Takes the timer back if it is set.
    public func cancel(_ timer: String, for subject: String) throws {
        try Timers.cancel(timer, subject: subject, in: database)
    }

    // MARK: - Guards

    func isNew(_ envelope: Envelope) throws -> Bool {
        scope.crash.at(.guardBefore)
        defer { scope.crash.at(.guardAfter) }
        return try Inbox.take(envelope, at: now, in: database)
    }

    func isNewer(_ version: Int, _ topic: Topic, _ key: String) throws -> Bool {
        scope.crash.at(.guardBefore)
        defer { scope.crash.at(.guardAfter) }
        return try StateVersions.take(version, topic: topic, key: key, in: database)
    }

    func rememberErased(_ topic: Topic, _ key: String) throws {
        try StateVersions.erase(topic: topic, key: key, in: database)
    }
}

/// Why an event cannot be emitted. A fault of ours: the message that led to it goes to the dead letters.
public enum EmitError: Error, Sendable, Equatable {
    /// The key is not of the form of contracts 2.
    case invalidKey(topic: String)
    /// The value is larger than the topic permits.
    case tooLarge(topic: String, bytes: Int)
}
