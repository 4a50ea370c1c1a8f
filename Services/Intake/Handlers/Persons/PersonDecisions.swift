import Foundation
import GRDB
import Models

/// What was decided of two persons.
enum PersonDecision: String, Codable, Sendable, CaseIterable {
    /// They are one person.
    case same
    /// They are two persons.
    case different
    /// They are two persons of one household.
    case household
    /// They were taken for one person by mistake and are two.
    case split

    /// Which of two decisions counts where both are on the same two persons: the one that tells more of them.
    static func telling(_ one: PersonDecision, _ other: PersonDecision) -> PersonDecision {
        [.household, .different].first { $0 == one || $0 == other } ?? one
    }
}

/// Why a decision cannot be made.
enum PersonDecisionError: Error, Sendable, Equatable {
    /// A person is no pair with herself.
    case onePerson
    /// Only what counts as the same person can be split.
    case notSame
    /// Who decides does not know what is decided: of the two, or of two who count as one with them.
    case decided(PersonDecision)
}

/// The decisions on pairs of persons: entries are appended, the last one counts.
///
/// Whom a chain of ``PersonDecision/same`` links is one person. No two of one person are decided to be two: whatever
/// would make it so is refused, or takes the links away. What is decided of a pair is decided of all who count as one
/// with either.
enum PersonDecisions {
    /// Adds a decision on a pair; what was decided of the same two persons on other pairs gives way. Who is decided to
    /// be another than she counted as leaves with those whom only she links; who is deliberately said to be the same
    /// after all joins with all of them.
    ///
    /// - Parameters:
    ///   - one: who leaves.
    ///   - seen: what the one who decides knows to be decided, and changes.
    static func add(
        _ decision: PersonDecision, on one: String, _ other: String, over seen: PersonDecision? = nil, by: String,
        at: Date, in database: Database
    ) throws {
        guard one != other else { throw PersonDecisionError.onePerson }
        let group = try ids(sameAs: one, in: database)
        let now = group.contains(other) ? .same : try others(than: one, in: database)[other]
        let isSplit = now == .same && decision == .split
        if let now, now != decision, now != seen, !isSplit { throw PersonDecisionError.decided(now) }
        if decision == .split, now != .same, now != .split { throw PersonDecisionError.notSame }
        func append(_ decision: PersonDecision, _ one: String, _ other: String) throws {
            try PersonDecisions.append(decision, on: one, other, by: by, at: at, in: database)
        }
        if now == .same, decision != .same {
            let rest = try ids(sameAs: other, without: one, in: database)
            for (linked, link) in try current(of: one, in: database)
            where link == .same && linked != other && rest.contains(linked) {
                try append(.split, one, linked)
            }
        } else {
            for pair in try apart(group, ids(sameAs: other, in: database), in: database)
            where pair.decision != decision {
                try append(decision, pair.one, pair.other)
            }
        }
        if try current(of: one, in: database)[other] != decision { try append(decision, one, other) }
    }

    /// Joins a person with others by a rule, and with nobody else whom that rule joined before. Not where two of them,
    /// or of whom counts as one with them, are decided to be two: then what would join them proves nothing.
    static func join(
        _ personID: String, with others: [String], by rule: String, at: Date, in database: Database
    ) throws {
        for (other, _) in try current(of: personID, in: database) where !others.contains(other) {
            try database.execute(
                sql: """
                    DELETE FROM personDecision AS entry WHERE first = ?1 AND second = ?2 AND decidedBy = ?3 AND number =
                        (SELECT max(number) FROM personDecision WHERE first = entry.first AND second = entry.second)
                    """, arguments: [min(personID, other), max(personID, other), rule])
        }
        var all: Set<String> = []
        for id in [personID] + others where !all.contains(id) { all.formUnion(try ids(sameAs: id, in: database)) }
        guard try apart(all, all, in: database).isEmpty else { return }
        let decided = try current(of: personID, in: database)
        for other in others where decided[other] == nil {
            try append(.same, on: personID, other, by: rule, at: at, in: database)
        }
    }

    /// What counts for the pairs of a person now, by the other one.
    static func current(of personID: String, in database: Database) throws -> [String: PersonDecision] {
        let statement = try database.cachedStatement(
            sql: """
                SELECT CASE first WHEN ?1 THEN second ELSE first END AS other, decision FROM personDecision
                WHERE first = ?1 OR second = ?1 ORDER BY number
                """)
        var current: [String: PersonDecision] = [:]
        for row in try Row.fetchAll(statement, arguments: [personID]) {
            let decision: String = row["decision"]
            current[row["other"]] = PersonDecision(rawValue: decision)
        }
        return current
    }

    /// The ids that count as one person with this one, itself included: a split takes effect at once.
    static func ids(sameAs personID: String, in database: Database) throws -> Set<String> {
        try ids(sameAs: personID, without: nil, in: database)
    }

    /// Who is decided to be another than a person, and what the two are to each other, also where it was decided of
    /// whom counts as one with either.
    static func others(than personID: String, in database: Database) throws -> [String: PersonDecision] {
        var others: [String: PersonDecision] = [:]
        for member in try ids(sameAs: personID, in: database) {
            for (other, decision) in try current(of: member, in: database) where decision != .same {
                let telling = PersonDecision.telling(decision, others[other] ?? decision)
                guard others[other] != telling else { continue }
                for id in try ids(sameAs: other, in: database) { others[id] = telling }
            }
        }
        return others
    }

    /// Of whom it is decided what they are to a person: who counts as one with her, and with whom that person is
    /// decided to be two. Nobody is asked about them.
    static func settled(with personID: String, in database: Database) throws -> Set<String> {
        try ids(sameAs: personID, in: database).union(others(than: personID, in: database).keys)
    }

    /// The household of a person as far as it is decided, herself included.
    static func household(of personID: String, in database: Database) throws -> Set<String> {
        try ids(sameAs: personID, in: database)
            .union(others(than: personID, in: database).filter { $0.value == .household }.keys)
    }

    /// Forgets every decision on a person.
    static func remove(_ personID: String, in database: Database) throws {
        try database.execute(
            sql: "DELETE FROM personDecision WHERE first = ?1 OR second = ?1", arguments: [personID])
    }

    // MARK: - Groups

    /// Whom a chain links that does not pass this one.
    private static func ids(
        sameAs personID: String, without passed: String?, in database: Database
    ) throws -> Set<String> {
        var (found, rest): (Set<String>, [String]) = ([personID], [personID])
        while let id = rest.popLast() {
            for (other, decision) in try current(of: id, in: database)
            where decision == .same && other != passed && found.insert(other).inserted {
                rest.append(other)
            }
        }
        return found
    }

    /// The pairs between two groups that are decided to be two.
    private static func apart(
        _ group: Set<String>, _ others: Set<String>, in database: Database
    ) throws -> [(one: String, other: String, decision: PersonDecision)] {
        try group.sorted().flatMap { one in
            try current(of: one, in: database).filter { $0.value != .same && others.contains($0.key) }
                .sorted { $0.key < $1.key }.map { (one, $0.key, $0.value) }
        }
    }

    private static func append(
        _ decision: PersonDecision, on one: String, _ other: String, by: String, at: Date, in database: Database
    ) throws {
        let statement = try database.cachedStatement(
            sql: """
                INSERT INTO personDecision (first, second, number, decision, decidedBy, decidedAt)
                SELECT ?1, ?2, count(*), ?3, ?4, ?5 FROM personDecision WHERE first = ?1 AND second = ?2
                """)
        try statement.execute(
            arguments: [min(one, other), max(one, other), decision.rawValue, by, Instant.milliseconds(at)])
    }
}
