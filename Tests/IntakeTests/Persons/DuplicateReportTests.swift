import GRDB
import Models
import Testing
import TestSupport

@testable import Intake

/// The duplicate report: invented pairs of every kind, and submissions of strangers.
struct DuplicateReportTests {
    /// How many pairs there are of each of the 17 kinds: more than 3,000 pairs in one index.
    static let pairsOfKind = 180
    /// How many strangers are looked up in each index.
    static let strangers = 2_000
    /// How many times over, each with other persons and an index of its own: more persons in one index would meet more
    /// strangers of their name.
    static let rounds = Campaign.isLong ? 10 : 1

    @Test func proposalsFindNearlyAllPairsAndFewStrangers() throws {
        var report = DuplicateReport()
        for round in 0..<DuplicateReportTests.rounds {
            var generator = PersonGenerator(seed: 20_260_921 + UInt64(round))
            let index = try PersonIndex()
            var pairs: [Pair] = []
            for kind in PairKind.allCases {
                for _ in 0..<DuplicateReportTests.pairsOfKind {
                    let pair = generator.pair(kind)
                    pairs.append(try #require(pair))
                }
            }
            #expect(pairs.count >= 3_000)
            try index.put(pairs.map(\.first))
            for (number, pair) in pairs.enumerated() {
                let found = try index.proposals(for: pair.second)
                report.add(pair, found.contains { $0.personID == PersonIndex.id(number) && $0.kind == .samePerson })
            }
            for _ in 0..<DuplicateReportTests.strangers {
                let stranger = generator.stranger()
                report.addStranger(try index.proposals(for: try #require(stranger)))
            }
        }
        for line in report.lines { try Campaign.report(line) }
        #expect(report.recall(heldOut: nil) >= 0.95)
        #expect(report.recall(heldOut: true) >= 0.95)
        #expect(report.proposalsPerHundredStrangers <= 3)
    }
}

/// An index in memory under a key of its own.
struct PersonIndex {
    let queue: DatabaseQueue
    let identity: IdentityKey

    init(_ queue: DatabaseQueue) throws {
        self.queue = queue
        identity = try ServiceKeys.fresh(for: .intake).identity
        try queue.write { try $0.execute(sql: Schema.persons) }
    }

    init() throws {
        try self.init(DatabaseQueue())
    }

    static func id(_ number: Int) -> String { "person-\(number)" }

    func put(_ persons: [PersonDescription], from first: Int = 0) throws {
        try queue.write { database in
            for (number, person) in persons.enumerated() {
                try PersonTable.put(
                    PersonTokens(of: person, under: identity), of: PersonIndex.id(first + number), in: database)
            }
        }
    }

    func proposals(for person: PersonDescription, of id: String = "new") throws -> [PersonProposal] {
        try queue.read {
            try PersonTable.proposals(for: PersonTokens(of: person, under: identity), of: id, in: $0)
        }
    }
}
