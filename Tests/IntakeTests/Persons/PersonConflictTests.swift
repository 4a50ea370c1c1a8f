import HTTPTypes
import Testing
import TestSupport

@testable import Intake

@Suite("Two clerks decide who is who")
struct PersonConflictTests {
    private func pair(_ clerk: ClerkRig) async throws -> (String, String) {
        (try await clerk.sent(as: "e-1"), try await clerk.sent(as: "e-2"))
    }

    @Test("A decision from an older page does not overturn a colleague's: it is a conflict that says what counts")
    func stale() async throws {
        let clerk = try await ClerkRig()
        let (one, other) = try await pair(clerk)
        #expect(try await clerk.decide("same", one, other).status == .created)
        for decision in ["different", "household"] {
            let answer = try await clerk.decide(decision, other, one)
            let problem = try answer.problem()
            #expect(answer.status == .conflict)
            #expect(problem.type == "tag:kim.example,2026:problem:persons-decided")
            #expect(problem.title == "Wer wer ist, ist schon anders entschieden")
            #expect(problem.errors?.map(\.code) == ["same"])
        }
        #expect(try await clerk.same(one) == [other])
    }

    @Test("The page says so beside the form, in the language of who reads it, and shows what counts now")
    func stalePage() async throws {
        let clerk = try await ClerkRig()
        let (one, other) = try await pair(clerk)
        #expect(try await clerk.decide("household", one, other).status == .created)
        let german = try await clerk.press("same", other, one)
        #expect(german.status == .conflict)
        #expect(german.text.contains("Nicht gespeichert: Inzwischen ist entschieden, es ist derselbe Haushalt."))
        #expect(!german.text.contains("Gespeichert, wer wer ist."))
        let english = try await clerk.press("same", other, one, language: "en")
        #expect(english.text.contains("Not saved: in the meantime it was decided that it is the same household."))
        #expect(try await clerk.same(one).isEmpty)
        let split = try await clerk.press("split", other, one, language: "en")
        #expect(split.status == .conflict && !split.text.contains("Nur was"))
    }

    @Test("The same decision again is none, whoever makes it", arguments: ["same", "different", "household"])
    func twice(decision: String) async throws {
        let clerk = try await ClerkRig()
        let (one, other) = try await pair(clerk)
        #expect(try await clerk.decide(decision, one, other).status == .created)
        #expect(try await clerk.decide(decision, other, one).status == .created)
        #expect(try await clerk.press(decision, one, other).status == .seeOther)
        #expect(try await clerk.rig.count("personDecision") == 1)
    }

    @Test("Who counts as the same person can be split by everybody, and nobody else can")
    func split() async throws {
        let clerk = try await ClerkRig()
        let (one, other) = try await pair(clerk)
        #expect(try await clerk.decide("split", one, other).status == .unprocessableContent)
        #expect(try await clerk.decide("same", one, other).status == .created)
        #expect(try await clerk.decide("split", other, one).status == .created)
        #expect(try await clerk.same(one).isEmpty)
    }

    @Test("Who sees what is decided can decide otherwise, on the page as over the API")
    func anotherMind() async throws {
        let clerk = try await ClerkRig()
        let (one, other) = try await pair(clerk)
        #expect(try await clerk.decide("different", one, other).status == .created)
        #expect(try await clerk.shown(other).decided.map { [$0.request, $0.decision] } == [[one, "different"]])
        #expect(try await clerk.decide("same", other, one, seen: "household").status == .conflict)
        let page = try await clerk.page(other)
        #expect(page.contains("Verschiedene Personen") && page.contains(#"name="seen" value="different""#))
        #expect(try await clerk.press("same", other, one, seen: "different").status == .seeOther)
        #expect(try await clerk.same(one) == [other])
        #expect(try await clerk.decide("household", one, other, seen: "same").status == .created)
        #expect(try await clerk.same(one).isEmpty)
        #expect(try await clerk.shown(one).decided.map(\.decision) == ["household"])
    }

    @Test(
        "What is decided of whom counts as one with her is on her page, too: only who sees it there changes it",
        arguments: ["same", "different"])
    func throughOthers(decision: String) async throws {
        let clerk = try await ClerkRig()
        let ids = [
            try await clerk.sent(as: "e-1"), try await clerk.sent(as: "e-2"), try await clerk.sent(as: "e-3"),
        ]
        #expect(try await clerk.decide("same", ids[0], ids[1]).status == .created)
        #expect(try await clerk.decide("household", ids[1], ids[2]).status == .created)
        let stale = try await clerk.decide(decision, ids[0], ids[2])
        #expect(try stale.status == .conflict && stale.problem().errors?.map(\.code) == ["household"])
        #expect(try await clerk.shown(ids[0]).decided.map { [$0.request, $0.decision] } == [[ids[2], "household"]])
        #expect(try await clerk.page(ids[0]).contains(#"name="seen" value="household""#))

        #expect(try await clerk.press(decision, ids[0], ids[2], seen: "household").status == .seeOther)
        #expect(try await clerk.same(ids[0]) == (decision == "same" ? [ids[1], ids[2]] : [ids[1]]))
        for id in ids.prefix(2) {
            #expect(try await clerk.shown(id).decided.map(\.decision) == (decision == "same" ? [] : [decision]))
        }
    }

    @Test("Of two decisions on requests that turn out to be one person's, the household counts on both pages")
    func bothCount() async throws {
        let clerk = try await ClerkRig()
        let (one, other) = try await pair(clerk)
        let third = try await clerk.sent(as: "e-3")
        #expect(try await clerk.decide("household", one, third).status == .created)
        #expect(try await clerk.decide("different", other, third).status == .created)
        #expect(try await clerk.decide("same", one, other).status == .created)
        for id in [one, other] { #expect(try await clerk.shown(id).decided.map(\.decision) == ["household"]) }
        #expect(try await clerk.decide("different", other, third, seen: "household").status == .created)
        for id in [one, other] { #expect(try await clerk.shown(id).decided.map(\.decision) == ["different"]) }
    }
}
