import Foundation
import GRDB
import Models

/// The events of directed internal topics that were handled: the guard against a second effect.
enum Inbox {
    /// One day longer than the longest-kept directed topic (decisions, 30 days; contracts 1).
    static let retention: Duration = .seconds(31 * 86_400)

    /// Notes an event; false when it was handled before. A handler that fails takes the note back with its savepoint.
    static func take(_ envelope: Envelope, at instant: Date, in database: Database) throws -> Bool {
        let statement = try database.cachedStatement(
            sql: "INSERT INTO inbox (source, id, receivedAt) VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
        try statement.execute(arguments: [envelope.source, envelope.id, Instant.milliseconds(instant)])
        return database.changesCount > 0
    }
}

/// The version of each aggregate last read from a state topic: equal or lower is ignored, an erased key for good.
enum StateVersions {
    static func take(_ version: Int, topic: Topic, key: String, in database: Database) throws -> Bool {
        let statement = try database.cachedStatement(
            sql: """
                INSERT INTO stateVersion (topic, key, version, erased) VALUES (?, ?, ?, 0)
                ON CONFLICT (topic, key) DO UPDATE SET version = excluded.version
                WHERE excluded.version > version AND erased = 0
                """)
        try statement.execute(arguments: [topic.name, key, version])
        return database.changesCount > 0
    }

    static func erase(topic: Topic, key: String, in database: Database) throws {
        try database.execute(
            sql: """
                INSERT INTO stateVersion (topic, key, version, erased) VALUES (?, ?, 0, 1)
                ON CONFLICT (topic, key) DO UPDATE SET erased = 1
                """, arguments: [topic.name, key])
    }
}
