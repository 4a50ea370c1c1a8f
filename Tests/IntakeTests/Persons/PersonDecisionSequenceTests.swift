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

        init(_ database: Database) throws {
            for id in persons {
                same[id] = try PersonDecisions.ids(sameAs: id, in: database)
                decided[id] = try PersonDecisions.current(of: id, in: database)
            }
        }

        /// No two who are decided to be two count as one, and all of one person see the same of it.
        var isSound: Bool {
            persons.allSatisfy { id in
                let group = same[id] ?? []
                let apart = (decided[id] ?? [:]).filter { $0.value != .same }.keys
                return group.contains(id) && group.isDisjoint(with: apart) && group.allSatisfy { same[$0] == group }
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

        /// Staff decide on a pair, knowing what counts or not.
        mutating func decide(_ before: Groups) throws {
            guard let one = persons.randomElement(using: &random), let other = persons.randomElement(using: &random),
                let decision = PersonDecision.allCases.randomElement(using: &random)
            else { return }
            let counts = before.same[one]?.contains(other) == true ? .same : before.decided[one]?[other]
            do {
                try add(decision, one, other, over: Bool.random(using: &random) ? counts : nil)
                made[decision, default: 0] += 1
                let isOne = try PersonDecisions.ids(sameAs: one, in: database).contains(other)
                #expect(isOne == (decision == .same))
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

    @Test("Nobody counts as one with whom she is told apart from, and every split that is offered is made and seen")
    func sequences() throws {
        let index = try PersonIndex()
        try index.queue.write { database in
            var step = Step(database: database, random: SeededGenerator(seed: 11))
            for number in 0..<3_000 {
                let before = try Groups(database)
                switch number % 5 {
                case 0: try step.join(before)
                case 1: try step.split(before)
                default: try step.decide(before)
                }
                #expect(try Groups(database).isSound)
                if number % 60 == 59, let gone = Self.persons.randomElement(using: &step.random) {
                    try PersonDecisions.remove(gone, in: database)
                    #expect(try Groups(database).isSound)
                }
            }
            #expect(PersonDecision.allCases.allSatisfy { step.made[$0, default: 0] > 50 } && step.refused > 50)
        }
    }
}
