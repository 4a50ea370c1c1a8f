import Foundation
import Models

/// What a service does with the events of one topic. Synchronous and pure over its ``Transaction``: it never publishes.
public struct Handler: Sendable {
    typealias Run = @Sendable (Envelope, String?, Transaction) throws -> Void

    let topic: Topic
    /// The type it takes; `nil` on a public topic, where it takes every readable event and answers it.
    let eventType: String?
    let run: Run

    /// Takes every readable event of a public topic, of unknown types too, and answers it.
    public static func publicEvents(
        of topic: Topic, _ run: @Sendable @escaping (Event<Data?>, Transaction) throws -> Void
    ) -> Handler {
        Handler(topic: topic, eventType: nil) { envelope, key, transaction in
            try run(Event(envelope: envelope, body: envelope.data, topic: topic, key: key), transaction)
        }
    }

    /// Takes one type of a directed internal topic, each event once.
    public static func directed<Body: EventBody>(
        _ topic: Topic, _ body: Body.Type,
        _ run: @Sendable @escaping (Event<Body>, Transaction) throws -> Void
    ) -> Handler {
        Handler(topic: topic, eventType: Body.eventType) { envelope, key, transaction in
            guard try transaction.isNew(envelope) else { return }
            let body = try decode(Body.self, of: envelope)
            try run(Event(envelope: envelope, body: body, topic: topic, key: key), transaction)
        }
    }

    /// Takes the states of one type of aggregate: `replace` for a version higher than any before, `remove` for a
    /// tombstone, after which later values of the key are ignored.
    public static func states<Body: StateBody>(
        of topic: Topic, _ body: Body.Type,
        replace: @Sendable @escaping (Event<Body>, Transaction) throws -> Void,
        remove: @Sendable @escaping (_ key: String, Transaction) throws -> Void
    ) -> Handler {
        Handler(topic: topic, eventType: Body.eventType) { envelope, key, transaction in
            guard let key else { throw MessageFault(cause: .invalidKey) }
            guard envelope.data != nil else {
                try transaction.rememberErased(topic, key)
                return try remove(key, transaction)
            }
            let body = try decode(Body.self, of: envelope)
            // Versions begin at 1; of a key that is not known yet any number would count.
            guard body.version > 0 else { throw MessageFault(cause: .invalidBody) }
            guard try transaction.isNewer(body.version, topic, key) else { return }
            try replace(Event(envelope: envelope, body: body, topic: topic, key: key), transaction)
        }
    }

    private static func decode<Body: EventBody>(_ type: Body.Type, of envelope: Envelope) throws -> Body {
        guard let data = envelope.data else { throw MessageFault(cause: .invalidBody) }
        do { return try JSONDecoder().decode(Body.self, from: data) } catch {
            throw MessageFault(cause: .invalidBody)
        }
    }
}

/// What a service does when a timer is due. The transaction's time is the due instant.
public struct TimerHandler: Sendable {
    let name: String
    let run: @Sendable (_ subject: String, Transaction) throws -> Void

    /// Handles the timers of this name.
    public init(_ name: String, _ run: @Sendable @escaping (_ subject: String, Transaction) throws -> Void) {
        self.name = name
        self.run = run
    }
}
