import Foundation
import GRDB
import Models

/// What staff decided of two persons.
enum PersonDecision: String, Codable, Sendable {
    /// They are one person.
    case same
    /// They are two persons.
    case different
    /// They are two persons of one household.
    case household
    /// They were taken for one person by mistake and are two.
    case split
}

/// Why a decision cannot be made.
enum PersonDecisionError: Error, Sendable, Equatable {
    /// A person is no pair with herself.
    case onePerson
    /// Only what counts as the same person can be split.
    case notSame
}

/// The decisions on pairs of persons: entries are appended, the last one counts.
enum PersonDecisions {
    /// Adds a decision on a pair, in either order.
    static func add(
        _ decision: PersonDecision, on one: String, _ other: String, by: String, at: Date, in database: Database
    ) throws {
        guard one != other else { throw PersonDecisionError.onePerson }
        if decision == .split {
            guard try current(one, other, in: database) == .same else { throw PersonDecisionError.notSame }
        }
        let statement = try database.cachedStatement(
            sql: """
                INSERT INTO personDecision (first, second, number, decision, decidedBy, decidedAt)
                SELECT ?1, ?2, count(*), ?3, ?4, ?5 FROM personDecision WHERE first = ?1 AND second = ?2
                """)
        try statement.execute(
            arguments: [min(one, other), max(one, other), decision.rawValue, by, Instant.milliseconds(at)])
    }

    /// What counts for a pair now; `nil` where nothing was decided.
    static func current(_ one: String, _ other: String, in database: Database) throws -> PersonDecision? {
        let statement = try database.cachedStatement(
            sql: """
                SELECT decision FROM personDecision WHERE first = ? AND second = ? ORDER BY number DESC LIMIT 1
                """)
        return try String.fetchOne(statement, arguments: [min(one, other), max(one, other)])
            .flatMap(PersonDecision.init)
    }

    /// The ids that count as one person with this one, itself included, lowest first: a split takes effect at once.
    static func ids(sameAs personID: String, in database: Database) throws -> [String] {
        var (found, rest): (Set<String>, [String]) = ([personID], [personID])
        let statement = try database.cachedStatement(
            sql: """
                SELECT DISTINCT CASE first WHEN ?1 THEN second ELSE first END FROM personDecision
                WHERE first = ?1 OR second = ?1
                """)
        while let id = rest.popLast() {
            for other in try String.fetchAll(statement, arguments: [id]) where !found.contains(other) {
                guard try current(id, other, in: database) == .same else { continue }
                found.insert(other)
                rest.append(other)
            }
        }
        return found.sorted()
    }

    /// Forgets every decision on a person.
    static func remove(_ personID: String, in database: Database) throws {
        try database.execute(
            sql: "DELETE FROM personDecision WHERE first = ?1 OR second = ?1", arguments: [personID])
    }
}
