import Foundation
import GRDB

/// The index of persons: keyed tokens and the keys under which they are found; no names.
enum PersonTable {
    /// Puts a person into the index, or replaces what it keeps of her.
    static func put(_ tokens: PersonTokens, of personID: String, in database: Database) throws {
        try removeTokens(of: personID, in: database)
        let insert = try database.cachedStatement(sql: "INSERT INTO person (personId, tokens) VALUES (?, ?)")
        try insert.execute(arguments: [personID, tokens.bytes])
        let number = database.lastInsertedRowID
        let key = try database.cachedStatement(sql: "INSERT INTO personBlock (block, person) VALUES (?, ?)")
        for block in PersonBlocks(of: tokens).all { try key.execute(arguments: [block, number]) }
    }

    /// Forgets a person and what was decided of her (retention, erasure).
    static func remove(_ personID: String, in database: Database) throws {
        try removeTokens(of: personID, in: database)
        try PersonDecisions.remove(personID, in: database)
    }

    /// Whom the same publisher sent under the same reference with the same year of birth, the newest first: the only
    /// agreement that needs nobody's decision. Where staff decided that two are different, they are.
    ///
    /// - Parameter personID: who is in the index herself, and has decisions of her own.
    static func known(_ tokens: PersonTokens, except personID: String?, in database: Database) throws -> [String] {
        guard let year = tokens.birth.year else { return [] }
        let (blocks, references) = (PersonBlocks(of: tokens).references, Set(tokens.references))
        let decided = try personID.map { try PersonDecisions.current(of: $0, in: database) } ?? [:]
        return try blocks.flatMap { try numbers(under: $0, limit: PersonWeights.candidatesOfKey, in: database) }
            .compactMap { try person($0, in: database) }
            .filter { other in
                other.id != personID && other.tokens.birth.year == year
                    && !references.isDisjoint(with: other.tokens.references)
                    && decided[other.id, default: .same] == .same
            }
            .map(\.id)
    }

    /// Whom staff should look at because of a person, the likeliest first. Whatever was decided is not asked again.
    ///
    /// To be asked before the person is put into the index. The work is bounded whatever the index holds.
    static func proposals(
        for tokens: PersonTokens, of personID: String, in database: Database
    ) throws -> [PersonProposal] {
        let blocks = PersonBlocks(of: tokens)
        let (candidates, common) = try candidates(under: blocks, in: database)
        let comparison = PersonComparison(common: common, hasNamesakes: try hasNamesakes(blocks, in: database))
        var proposals: [PersonProposal] = []
        for number in candidates {
            guard let other = try person(number, in: database), other.id != personID,
                let proposal = comparison.proposal(tokens, other.tokens, id: other.id)
            else { continue }
            proposals.append(proposal)
        }
        proposals.sort { ($1.score, $0.personID) < ($0.score, $1.personID) }
        let settled = try PersonDecisions.settled(with: personID, in: database)
        return Array(proposals.lazy.filter { !settled.contains($0.personID) }.prefix(PersonWeights.proposals))
    }

    // MARK: - Candidates

    /// The persons to compare with, and the tokens that too many share.
    private static func candidates(
        under blocks: PersonBlocks, in database: Database
    ) throws -> (numbers: [Int64], common: Set<PersonTokens.Token>) {
        var common = Set<PersonTokens.Token>()
        for (token, block) in blocks.bearers
        where try count(under: block, upTo: PersonWeights.commonName, in: database) >= PersonWeights.commonName {
            common.insert(token)
        }
        var found: [Int64] = []
        var seen = Set<Int64>()
        func add(_ numbers: [Int64]) {
            for number in numbers where found.count < PersonWeights.candidates && seen.insert(number).inserted {
                found.append(number)
            }
        }
        for (token, block) in blocks.contacts {
            let numbers = try numbers(under: block, limit: PersonWeights.crowd + 1, in: database)
            if numbers.count > PersonWeights.crowd { common.insert(token) } else { add(numbers) }
        }
        for block in blocks.search {
            guard found.count < PersonWeights.candidates else { break }
            add(try numbers(under: block, limit: PersonWeights.candidatesOfKey, in: database))
        }
        return (found, common)
    }

    private static func hasNamesakes(_ blocks: PersonBlocks, in database: Database) throws -> Bool {
        let enough = PersonWeights.namesakes
        return try blocks.names.contains { try count(under: $0, upTo: enough, in: database) >= enough }
    }

    private static func numbers(under block: Int64, limit: Int, in database: Database) throws -> [Int64] {
        let statement = try database.cachedStatement(
            sql: "SELECT person FROM personBlock WHERE block = ? ORDER BY person DESC LIMIT ?")
        return try Int64.fetchAll(statement, arguments: [block, limit])
    }

    private static func count(under block: Int64, upTo limit: Int, in database: Database) throws -> Int {
        let statement = try database.cachedStatement(
            sql: "SELECT count(*) FROM (SELECT 1 FROM personBlock WHERE block = ? LIMIT ?)")
        return try Int.fetchOne(statement, arguments: [block, limit]) ?? 0
    }

    private static func person(_ number: Int64, in database: Database) throws -> (id: String, tokens: PersonTokens)? {
        let statement = try database.cachedStatement(sql: "SELECT personId, tokens FROM person WHERE number = ?")
        return try Row.fetchOne(statement, arguments: [number]).map { row in
            (row["personId"], try PersonTokens(bytes: row["tokens"]))
        }
    }

    private static func removeTokens(of personID: String, in database: Database) throws {
        let select = try database.cachedStatement(sql: "SELECT number, tokens FROM person WHERE personId = ?")
        guard let row = try Row.fetchOne(select, arguments: [personID]) else { return }
        let (number, bytes): (Int64, Data) = (row["number"], row["tokens"])
        let key = try database.cachedStatement(sql: "DELETE FROM personBlock WHERE block = ? AND person = ?")
        for block in PersonBlocks(of: try PersonTokens(bytes: bytes)).all {
            try key.execute(arguments: [block, number])
        }
        try database.execute(sql: "DELETE FROM person WHERE number = ?", arguments: [number])
    }
}
