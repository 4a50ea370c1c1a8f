import Foundation
import GRDB
import Testing
import TestSupport

@testable import Intake

@Suite("Whatever staff and rule decide one after the other")
struct PersonDecisionSequenceTests {
    private static let persons = (1...7).map { "p-\($0)" }
    private static let at = Date(timeIntervalSince1970: 1_790_000_000)

    /// What counts now, as staff are shown it.
    private struct Groups: Equatable {
        var same: [String: Set<String>] = [:]
        var decided: [String: [String: PersonDecision]] = [:]
        var others: [String: [String: PersonDecision]] = [:]

        init(_ database: Database) throws {
            for id in persons {
                same[id] = try PersonDecisions.ids(sameAs: id, in: database)
                decided[id] = try PersonDecisions.current(of: id, in: database)
                others[id] = try PersonDecisions.others(than: id, in: database)
            }
        }

        /// No two who are decided to be two count as one, and all of one person see the same of it.
        var isSound: Bool {
            persons.allSatisfy { id in
                let group = same[id] ?? []
                let apart = others[id] ?? [:]
                return group.contains(id) && group.isDisjoint(with: apart.keys)
                    && group.allSatisfy { same[$0] == group && others[$0] == apart }
                    && apart.allSatisfy { others[$0.key]?[id] == $0.value }
                    && (decided[id] ?? [:]).allSatisfy { $0.value == .same || apart[$0.key] != nil }
            }
        }
    }

    private struct Step {
        let database: Database
        var random: SeededGenerator
        var made: [PersonDecision: Int] = [:]
        var refused = 0

        func add(_ decision: PersonDecision, _ one: String, _ other: String, over seen: PersonDecision?) throws {
            try PersonDecisions.add(decision, on: one, other, over: seen, by: "k-1", at: at, in: database)
        }

        /// What the page of one shows the other to be.
        func shown(_ one: String, _ other: String) throws -> PersonDecision? {
            let isSame = try PersonDecisions.ids(sameAs: one, in: database).contains(other)
            return try isSame ? .same : PersonDecisions.others(than: one, in: database)[other]
        }

        /// Staff decide on a pair, knowing what counts or not.
        mutating func decide(_ before: Groups) throws {
            guard let one = persons.randomElement(using: &random), let other = persons.randomElement(using: &random),
                let decision = PersonDecision.allCases.randomElement(using: &random)
            else { return }
            let counts = try shown(one, other)
            let seen = Bool.random(using: &random) ? counts : nil
            do {
                try add(decision, one, other, over: seen)
                made[decision, default: 0] += 1
                #expect(counts == seen || counts == decision || counts == .same && decision == .split)
                #expect(try shown(one, other) == decision)
            } catch is PersonDecisionError {
                refused += 1
                #expect(try Groups(database) == before)
            }
        }

        /// Staff press the split of somebody listed as the same person.
        mutating func split(_ before: Groups) throws {
            guard let one = persons.randomElement(using: &random),
                let other = before.same[one]?.subtracting([one]).sorted().randomElement(using: &random)
            else { return }
            try add(.split, one, other, over: nil)
            let after = try PersonDecisions.ids(sameAs: one, in: database)
            #expect(!after.contains(other) && after.isSubset(of: before.same[one] ?? []))
            try add(.split, one, other, over: nil)
            #expect(try PersonDecisions.ids(sameAs: one, in: database) == after)
        }

        /// Staff change what a page shows of somebody, and name it.
        mutating func change() throws {
            guard let one = persons.randomElement(using: &random),
                let other = try persons.filter({ try $0 != one && shown(one, $0) != nil })
                    .randomElement(using: &random),
                let decision = [PersonDecision.same, .different, .household].randomElement(using: &random)
            else { return }
            try add(decision, one, other, over: shown(one, other))
            #expect(try shown(one, other) == decision && shown(other, one) == decision)
            let household = try PersonDecisions.household(of: one, in: database)
            #expect(household.contains(other) == (decision != .different))
        }

        /// The same publisher sends some of them under one reference.
        mutating func join(_ before: Groups) throws {
            let sent = persons.shuffled(using: &random).prefix(3)
            try PersonDecisions.join(
                sent[0], with: Array(sent.dropFirst()), by: PersonDesk.rule, at: at, in: database)
            let after = try Groups(database)
            for id in persons {
                let apart = (before.decided[id] ?? [:]).filter { $0.value != .same }
                #expect(apart.allSatisfy { after.decided[id]?[$0.key] == $0.value })
            }
        }
    }

    @Test(
        "Nobody counts as one with whom she is told apart from, and what a page shows can be split or changed from it")
    func sequences() throws {
        let index = try PersonIndex()
        try index.queue.write { database in
            var step = Step(database: database, random: SeededGenerator(seed: 11))
            var before = try Groups(database)
            for number in 0..<1_800 {
                switch number % 6 {
                case 0: try step.join(before)
                case 1: try step.split(before)
                case 2: try step.change()
                default: try step.decide(before)
                }
                before = try Groups(database)
                #expect(before.isSound)
                if number % 30 == 29, let gone = Self.persons.randomElement(using: &step.random) {
                    try PersonDecisions.remove(gone, in: database)
                    before = try Groups(database)
                    #expect(before.isSound)
                }
            }
            #expect(PersonDecision.allCases.allSatisfy { step.made[$0, default: 0] > 25 } && step.refused > 50)
        }
    }
}
