import Foundation
import GRDB
import Kafka
import Models

/// The versions that a later self of this store said: what is said next is above them, or readers would ignore it
/// (design 3).
enum VersionFloors {
    private struct Versioned: Decodable { let version: Int }

    /// Learns from records of the service's own state topics.
    ///
    /// - Parameter topic: the topic without prefix.
    static func learn(_ records: [ConsumedRecord], of topic: Topic, in database: Database) throws {
        let statement = try database.cachedStatement(
            sql: """
                INSERT INTO versionFloor (topic, key, version) VALUES (?, ?, ?)
                ON CONFLICT (topic, key) DO UPDATE SET version = MAX(version, excluded.version)
                """)
        for record in records {
            guard let key = RecordKey.text(record.key), let value = record.value,
                let state = try? JSONDecoder().decode(Versioned.self, from: value)
            else { continue }
            try statement.execute(arguments: [topic.name, key, state.version])
        }
    }

    static func floor(of topic: Topic, _ key: String, in database: Database) throws -> Int {
        let statement = try database.cachedStatement(
            sql: "SELECT version FROM versionFloor WHERE topic = ? AND key = ?")
        return try Int.fetchOne(statement, arguments: [topic.name, key]) ?? 0
    }
}
