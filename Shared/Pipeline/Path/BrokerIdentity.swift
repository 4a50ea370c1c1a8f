import GRDB

/// Which cluster and how many partitions the store was reading from.
enum BrokerIdentity {
    /// Compares with what the store knows, or remembers it at the first sight.
    ///
    /// - Throws: ``PositionTrouble``.
    static func check(cluster: String?, partitions: [String: Int], in database: Database) throws {
        if let cluster {
            if let stored = try String.fetchOne(database, sql: "SELECT id FROM cluster"), stored != cluster {
                throw PositionTrouble(.otherCluster(stored: stored, found: cluster))
            }
            try remember(cluster: cluster, in: database)
        }
        try compare(partitions: partitions, in: database)
        for (topic, count) in partitions { try remember(topic: topic, partitions: count, in: database) }
    }

    /// Compares the numbers of partitions with those that the store knows.
    ///
    /// - Throws: ``PositionTrouble``.
    static func compare(partitions: [String: Int], in database: Database) throws {
        for (topic, count) in partitions.sorted(by: { $0.key < $1.key }) {
            let stored = try Int.fetchOne(
                database, sql: "SELECT partitions FROM input WHERE topic = ?", arguments: [topic])
            if let stored, stored != count {
                throw PositionTrouble(topic: topic, .otherPartitionCount(stored: stored, found: count))
            }
        }
    }

    static func remember(cluster: String, in database: Database) throws {
        try database.execute(
            sql: "INSERT INTO cluster (only, id) VALUES (1, ?) ON CONFLICT (only) DO UPDATE SET id = excluded.id",
            arguments: [cluster])
    }

    static func remember(topic: String, partitions: Int, in database: Database) throws {
        try database.execute(
            sql: """
                INSERT INTO input (topic, partitions) VALUES (?, ?)
                ON CONFLICT (topic) DO UPDATE SET partitions = excluded.partitions
                """, arguments: [topic, partitions])
    }
}
