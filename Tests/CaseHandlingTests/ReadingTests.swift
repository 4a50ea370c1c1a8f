import Foundation
import Models
import Pipeline
import TestSupport
import Testing

@testable import CaseHandling

@Suite("Reading cases and notices")
struct ReadingTests {
    private struct Page: Decodable {
        struct Item: Decodable {
            let id: String
            let version: Int
            let phase: String
            let openedOn: String
            let closedOn: String?
        }
        let items: [Item]
        let next: String?
    }

    private struct Whole: Decodable {
        let requestId: String
        let state: CaseState
        let submission: Submission
        let notices: [Notice]
    }

    @Test("Cases are listed page by page, each once")
    func pages() async throws {
        let rig = try CaseRig()
        for number in 1...5 { try await rig.admit(caseID: "case-\(number)") }
        var pages: [Page] = []
        var cursor: String?
        repeat {
            let answer = try await rig.get("/v1/cases?limit=2" + (cursor.map { "&cursor=\($0)" } ?? ""))
            pages.append(try answer.decoded(as: Page.self))
            cursor = pages.last?.next
        } while cursor != nil && pages.count < 10
        #expect(pages.map { $0.items.map(\.id) } == [["case-1", "case-2"], ["case-3", "case-4"], ["case-5"]])
    }

    @Test(
        "The list can be narrowed by municipality, post and standing",
        arguments: [
            ("", ["case-1", "case-2", "case-3"]), ("?open=true", ["case-2", "case-3"]), ("?open=false", ["case-1"]),
            ("?municipality=05754032", ["case-3"]), ("?post=gt-cm-1", ["case-1", "case-2"]),
            ("?post=gt-cm-1&open=true", ["case-2"]), ("?municipality=05754032&open=false", []),
        ])
    func filters(query: String, expected: [String]) async throws {
        let rig = try CaseRig()
        try await rig.admit(caseID: "case-1")
        try await rig.admit(caseID: "case-2")
        try await rig.admit(caseID: "case-3", municipality: Samples.rietberg, post: "rietberg-1")
        _ = try await rig.post("/v1/cases/case-1/closures", #"{"reason": "self-reliant"}"#)
        let page = try await rig.get("/v1/cases\(query)").decoded(as: Page.self)
        #expect(page.items.map(\.id) == expected)
        for item in page.items {
            #expect(item.openedOn == "2026-09-21")
            #expect(item.closedOn == (item.id == "case-1" ? "2026-09-21" : nil))
            #expect(item.phase == (item.id == "case-1" ? "closed" : "assessment"))
            #expect(item.version == (item.id == "case-1" ? 2 : 1))
        }
    }

    @Test(
        "A filter that makes no sense is refused",
        arguments: ["open=yes", "municipality=5754008", "cursor=*", "limit=0"])
    func wrongFilters(query: String) async throws {
        #expect(try await CaseRig().get("/v1/cases?\(query)").status == .badRequest)
    }

    @Test("A case is read as a whole, with the notices about it in their order")
    func whole() async throws {
        let rig = try await CaseRig.withCase()
        let notices = try [("d-2", "2026-10-01T00:00:00Z", "settled"), ("d-1", "2026-09-25T22:00:00Z", "overdue")].map {
            Notice(
                decisionId: $0, at: Timestamp(try #require(Instant.parse($1))), codes: ["first-contact", $2])
        }
        for notice in notices {
            let decision = Decision(
                decisionId: notice.decisionId, kind: .notice, refers: "case-1", at: notice.at, codes: notice.codes)
            for _ in 1...2 { try await rig.harness.deliver(decision, on: Topics.decisions, key: "case-1") }
        }
        let whole = try await rig.get("/v1/cases/case-1").decoded(as: Whole.self)
        #expect(whole.requestId == "request-of-case-1")
        #expect(whole.state.version == 1)
        #expect(whole.submission.client.name.family == "Musterfrau")
        #expect(whole.notices == notices.reversed())
        #expect(try await rig.harness.deadLetters().isEmpty)
    }

    @Test("A notice about a case that is not kept leaves nothing; a decision of another kind is set aside")
    func otherDecisions() async throws {
        let rig = try await CaseRig.withCase()
        let unknown = Decision(decisionId: "d-1", kind: .notice, refers: "case-9")
        try await rig.harness.deliver(unknown, on: Topics.decisions, key: "case-9")
        #expect(try await rig.harness.deadLetters().isEmpty)
        let objection = Decision(decisionId: "d-2", kind: .objection, refers: "case-1")
        try await rig.harness.deliver(objection, on: Topics.decisions, key: "case-1")
        #expect(try await rig.harness.deadLetters().map(\.cause) == ["unknown-event-type"])
        #expect(try await rig.get("/v1/cases/case-1").decoded(as: Whole.self).notices.isEmpty)
    }
}
