import Foundation
import GRDB
import Models
import Testing

@testable import Intake

/// The index and what staff decided.
struct PersonTableTests {
    private static let someone = PersonDescription(
        family: "Darwish", given: "Hassan", birth: PartialDate("1991-04-12"), phones: ["+4952415550100"],
        publisher: "sample", clientReference: "ref-1")
    private static let at = Date(timeIntervalSince1970: 1_790_000_000)

    private func proposed(_ index: PersonIndex) throws -> [String] {
        try index.proposals(for: PersonTableTests.someone, of: "new").map(\.personID)
    }

    @Test func theIndexHoldsNoPlainText() throws {
        let index = try PersonIndex()
        try index.put([PersonTableTests.someone])
        let bytes = try index.queue.read { try Data.fetchOne($0, sql: "SELECT tokens FROM person") }
        let text = String(decoding: try #require(bytes), as: UTF8.self).lowercased()
        for plain in ["darwish", "hassan", "1991", "5550100", "ref-1"] { #expect(!text.contains(plain)) }
    }

    @Test func tokensAreReadAsTheyWereWritten() throws {
        let tokens = PersonTokens(of: PersonTableTests.someone, under: try PersonIndex().identity)
        #expect(try PersonTokens(bytes: tokens.bytes) == tokens)
        #expect(throws: UnreadableTokens.self) { try PersonTokens(bytes: tokens.bytes.dropLast()) }
    }

    @Test func underAnotherKeyNothingAgrees() throws {
        let tokens = PersonTokens(of: PersonTableTests.someone, under: try PersonIndex().identity)
        let others = PersonTokens(of: PersonTableTests.someone, under: try PersonIndex().identity)
        #expect(PersonComparison().proposal(tokens, others, id: "") == nil)
        #expect(PersonBlocks(of: tokens).all.isDisjoint(with: PersonBlocks(of: others).all))
    }

    @Test func aRemovedPersonLeavesNothing() throws {
        let index = try PersonIndex()
        try index.put([PersonTableTests.someone])
        try index.queue.write { database in
            try PersonDecisions.add(
                .same, on: "new", PersonIndex.id(0), by: "k-1", at: PersonTableTests.at, in: database)
            try PersonTable.remove(PersonIndex.id(0), in: database)
            for table in ["person", "personBlock", "personDecision"] {
                #expect(try Int.fetchOne(database, sql: "SELECT count(*) FROM \(table)") == 0)
            }
        }
    }

    @Test func aCorrectionReplacesWhatWasKnown() throws {
        let index = try PersonIndex()
        try index.put([PersonTableTests.someone])
        var corrected = PersonTableTests.someone
        (corrected.given, corrected.family, corrected.phones) = ("Olena", "Kovalenko", [])
        corrected.clientReference = nil
        try index.put([corrected])
        #expect(try proposed(index).isEmpty)
    }

    @Test(arguments: [PersonDecision.same, .different, .household])
    func aDecidedPairIsNotProposedAgain(decision: PersonDecision) throws {
        let index = try PersonIndex()
        try index.put([PersonTableTests.someone])
        #expect(try proposed(index) == [PersonIndex.id(0)])
        try index.queue.write {
            try PersonDecisions.add(decision, on: "new", PersonIndex.id(0), by: "k-1", at: PersonTableTests.at, in: $0)
        }
        #expect(try proposed(index).isEmpty)
    }

    @Test func aWrongMergeIsSplitAndItsHistoryStays() throws {
        let index = try PersonIndex()
        try index.queue.write { database in
            func decide(_ decision: PersonDecision, _ one: String, _ other: String) throws {
                try PersonDecisions.add(decision, on: one, other, by: "k-1", at: PersonTableTests.at, in: database)
            }
            #expect(throws: PersonDecisionError.notSame) { try decide(.split, "a", "b") }
            #expect(throws: PersonDecisionError.onePerson) { try decide(.same, "a", "a") }
            try decide(.same, "b", "a")
            try decide(.same, "b", "c")
            #expect(try PersonDecisions.ids(sameAs: "a", in: database) == ["a", "b", "c"])
            try decide(.split, "a", "b")
            #expect(try PersonDecisions.ids(sameAs: "a", in: database) == ["a"])
            #expect(try PersonDecisions.ids(sameAs: "c", in: database) == ["b", "c"])
            let history = try String.fetchAll(
                database,
                sql: "SELECT decision FROM personDecision WHERE first = 'a' AND second = 'b' ORDER BY number")
            #expect(history == ["same", "split"])
        }
    }

    @Test func onlyTheSamePublishersReferenceWithTheSameYearNeedsNobody() throws {
        let index = try PersonIndex()
        try index.put([PersonTableTests.someone])
        func known(_ change: (inout PersonDescription) -> Void = { _ in }) throws -> [String] {
            var other = PersonDescription(
                family: "Other", birth: PartialDate("1991"), publisher: "sample", clientReference: "ref-1")
            change(&other)
            let tokens = PersonTokens(of: other, under: index.identity)
            return try index.queue.read { try PersonTable.known(tokens, except: "new", in: $0) }
        }
        #expect(try known() == [PersonIndex.id(0)])
        #expect(try known { $0.publisher = "another" }.isEmpty)
        #expect(try known { $0.birth = PartialDate("1990") }.isEmpty)
        #expect(try known { $0.birth = nil }.isEmpty)
        try index.queue.write {
            try PersonDecisions.add(
                .different, on: "new", PersonIndex.id(0), by: "k-1", at: PersonTableTests.at, in: $0)
        }
        #expect(try known().isEmpty)
    }

    @Test func theSameReferenceWithAnotherYearIsAskedAbout() throws {
        let index = try PersonIndex()
        try index.put([PersonTableTests.someone])
        let other = PersonDescription(
            family: "Other", given: "Olena", birth: PartialDate("1970"), publisher: "sample", clientReference: "ref-1")
        #expect(try index.proposals(for: other).first?.evidence.contains(.clientReference) == true)
    }
}
