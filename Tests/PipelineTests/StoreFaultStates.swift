import Foundation
import GRDB
import Testing

@testable import Pipeline

/// The rows that one round added, and the tables that are looked at as a whole.
struct RoundState: Sendable, Equatable {
    var added: [String: [[DatabaseValue]]] = [:]
    var whole: [String: [[DatabaseValue]]] = [:]

    func differences(from other: RoundState) -> [String] {
        let tables = Set(added.keys).union(other.added.keys).filter { added[$0] != other.added[$0] }
        return (tables + Set(whole.keys).union(other.whole.keys).filter { whole[$0] != other.whole[$0] }).sorted()
    }
}

/// The same rounds on a disk without faults: what the end must be. Shared, and one round after the other.
actor Undisturbed {
    static let shared = Undisturbed()
    private var disk: FaultyStore?
    private var states: [RoundState] = []
    private var last: Task<RoundState, any Error>?

    func state(after round: Int) async throws -> RoundState {
        let next = Task { [last] in
            _ = await last?.result
            return try await advance(to: round)
        }
        last = next
        return try await next.value
    }

    private func advance(to round: Int) async throws -> RoundState {
        let disk: FaultyStore
        if let known = self.disk { disk = known } else { disk = try await FaultyStore() }
        self.disk = disk
        while states.count < round {
            let next = states.count + 1
            let failed = try await disk.handle(next)
            #expect(failed == 0)
            states.append(try await disk.state(of: next))
        }
        return states[round - 1]
    }
}

/// How the store is looked at.
extension FaultyStore {
    private static let added = [
        "heard": "SELECT text, number FROM heard ORDER BY rowid",
        "inbox": "SELECT source, id, receivedAt FROM inbox ORDER BY id",
        "outbox": "SELECT topic, key, headers, payload, createdAt "
            + "FROM (SELECT * FROM outbox WHERE topic <> 'statistics.journal.v1') ORDER BY seq",
        "deadLetter": "SELECT id, topic, partition, offset, heldKey, cause, detail FROM deadLetter ORDER BY seq",
        "command": "SELECT id, digest, answer, performedAt FROM command ORDER BY id",
    ]

    private static let whole = [
        "position": "SELECT * FROM position",
        "timer": "SELECT name, subject, dueAt FROM timer ORDER BY subject",
        "wide": "SELECT id, version FROM wide ORDER BY id",
        "sent": "SELECT COUNT(*) FROM outbox WHERE sentAt IS NOT NULL",
    ]

    private static func state(_ queries: [(String, String, StatementArguments)], _ database: Database) throws
        -> RoundState
    {
        var state = RoundState()
        for (table, sql, arguments) in queries {
            let rows = try Row.fetchAll(database, sql: sql, arguments: arguments)
            state.added[table] = rows.map { Array($0.databaseValues) }
        }
        for (table, sql) in whole {
            state.whole[table] = try Row.fetchAll(database, sql: sql).map { Array($0.databaseValues) }
        }
        return state
    }

    /// Everything that is compared.
    func everything() async throws -> RoundState {
        let queries = FaultyStore.added.map { ($0.key, $0.value, StatementArguments()) }
        return try await entry.store.read { try FaultyStore.state(queries, $0) }
    }

    /// What SQLite finds wrong with the file.
    func damage() async throws -> [String] {
        try await entry.store.read { try String.fetchAll($0, sql: "PRAGMA integrity_check") }.filter { $0 != "ok" }
    }

    /// What the round added, and the rest as it is.
    func state(of round: Int) async throws -> RoundState {
        let numbers = round * FaultyStore.perRound..<(round + 1) * FaultyStore.perRound
        let ids = FaultyStore.id(numbers.lowerBound)..<FaultyStore.id(numbers.upperBound)
        let limits: [String: (column: String, from: any DatabaseValueConvertible, to: any DatabaseValueConvertible)] = [
            "heard": ("number", numbers.lowerBound, numbers.upperBound),
            "inbox": ("id", ids.lowerBound, ids.upperBound),
            "outbox": ("seq", (starts[round] ?? 0) + 1, (starts[round + 1] ?? .max - 1) + 1),
            "deadLetter": ("offset", numbers.lowerBound, numbers.upperBound),
            "command": ("id", FaultyStore.id(round), FaultyStore.id(round + 1)),
        ]
        let queries = FaultyStore.added.map { table, sql in
            let limit = limits[table]
            let column = limit?.column ?? ""
            return (
                table, sql.replacing(" ORDER", with: " WHERE \(column) >= ?1 AND \(column) < ?2 ORDER"),
                StatementArguments([limit?.from, limit?.to])
            )
        }
        return try await entry.store.read { try FaultyStore.state(queries, $0) }
    }

    /// Compares the whole store with what the rounds were expected to leave, and looks for damage.
    func verify(_ expected: [RoundState]) async throws {
        let (found, damage) = (try await everything(), try await damage())
        var all = RoundState(whole: expected.last?.whole ?? [:])
        for (table, _) in FaultyStore.added { all.added[table] = expected.flatMap { $0.added[table] ?? [] } }
        #expect(found.differences(from: all) == [])
        #expect(damage == [])
        // One message of each round is to fail, and no other.
        #expect(found.added["deadLetter"]?.count == expected.count)
        #expect(found.added["heard"]?.count == expected.count * (FaultyStore.perRound - 2))
        #expect(found.added["inbox"]?.count == expected.count * (FaultyStore.perRound - 2))
        #expect(found.added["command"]?.count == expected.count)
    }
}
