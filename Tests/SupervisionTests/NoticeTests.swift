import Foundation
import Models
import Pipeline
import TestSupport
import Testing

@testable import Supervision

@Suite("Notices of the first contact")
struct NoticeTests {
    /// When the deadline of a case that was received on 21 September 2026 is over.
    private static func due() throws -> Date { try instant("2026-09-28T22:00:00Z") }

    @Test("When the deadline is over, one notice goes to CaseHandling and is open")
    func overdue() async throws {
        let rig = try SupervisionRig()
        let due = try NoticeTests.due()
        try await rig.deliver(Fixtures.state())
        try await rig.harness.fireTimers(at: due.addingTimeInterval(-1))
        #expect(try await rig.decisions().isEmpty)

        // The timer may fire late; the notice tells the instant that was meant.
        try await rig.harness.fireTimers(at: due.addingTimeInterval(7200))
        let decision = try #require(try await rig.decisions().first)
        #expect(decision.kind == .notice)
        #expect(decision.refers == "case-1")
        #expect(decision.at == Timestamp(due))
        #expect(decision.codes == ["first-contact", "overdue"])
        #expect(decision.by == nil && decision.decidedOn == nil && decision.sealedText == nil)

        let open = try await rig.notices().items
        #expect(open.map(\.id) == [decision.decisionId])
        #expect(open.map(\.caseId) == ["case-1"])
        #expect(open.map(\.post) == ["cm-gt-1"])
        #expect(open.map(\.municipality) == [Fixtures.guetersloh])
        #expect(open.map(\.codes) == [decision.codes])
        #expect(open.map(\.at) == [Timestamp(due)])
    }

    @Test("The notice is given once, also when states are read again or go on without a contact")
    func once() async throws {
        let rig = try SupervisionRig()
        let due = try NoticeTests.due()
        for version in [1, 1, 2, 1] { try await rig.deliver(Fixtures.state(version: version)) }
        try await rig.harness.fireTimers(at: due)
        #expect(try await rig.decisions().count == 1)
        for version in [2, 3] { try await rig.deliver(Fixtures.state(version: version, post: "cm-gt-2")) }
        #expect(try await rig.harness.fireTimers(at: due.addingTimeInterval(86_400)) == 0)
        #expect(try await rig.decisions().isEmpty)
        #expect(try await rig.notices().items.map(\.post) == ["cm-gt-2"])
    }

    @Test("A replay of the same states gives the notice the same ids")
    func sameIDs() async throws {
        var ids: [[String]] = []
        for _ in 1...2 {
            let rig = try SupervisionRig()
            try await rig.deliver(Fixtures.state())
            try await rig.harness.fireTimers(at: NoticeTests.due())
            let events = try await rig.harness.emitted(on: Topics.decisions)
            ids.append(try events.flatMap { [$0.envelope.id, try $0.body(Decision.self).decisionId] })
        }
        #expect(ids[0] == ids[1] && ids[0].count == 2)
    }

    @Test("A case whose client was seen, or that was closed or erased in time, gives no notice", arguments: 0..<4)
    func inTime(_ way: Int) async throws {
        let rig = try SupervisionRig()
        try await rig.deliver(Fixtures.state())
        let next: CaseState? =
            switch way {
            case 0: try Fixtures.state(version: 2, contacts: ["2026-09-22"])
            case 1: try Fixtures.state(version: 2, assessments: ["2026-09-22"])
            case 2: try Fixtures.state(version: 2, closed: "2026-09-22")
            default: nil
            }
        try await rig.deliver(next)
        #expect(try await rig.harness.fireTimers(at: NoticeTests.due()) == 0)
        #expect(try await rig.decisions().isEmpty)
        #expect(try await rig.notices().items.isEmpty)
    }

    @Test("A contact, an assessment or the closure settles an open notice once", arguments: 0..<3)
    func settled(_ way: Int) async throws {
        let rig = try SupervisionRig()
        try await rig.deliver(Fixtures.state())
        try await rig.harness.fireTimers(at: NoticeTests.due())
        let overdue = try await rig.decisions()
        let at = try instant("2026-09-30T08:00:00Z")
        for version in 2...3 {
            let state =
                switch way {
                case 0: try Fixtures.state(version: version, contacts: ["2026-09-30"])
                case 1: try Fixtures.state(version: version, assessments: ["2026-09-30"])
                default: try Fixtures.state(version: version, closed: "2026-09-30")
                }
            try await rig.deliver(state, at: at)
        }
        let decisions = try await rig.decisions()
        #expect(decisions.map(\.codes) == [["first-contact", "settled"]])
        #expect(decisions.map(\.at) == [Timestamp(at)])
        #expect(decisions.map(\.decisionId) != overdue.map(\.decisionId))
        #expect(try await rig.notices().items.isEmpty)
    }

    @Test("Both notices fulfil their contract")
    func contract() async throws {
        let rig = try SupervisionRig()
        try await rig.deliver(Fixtures.state())
        try await rig.harness.fireTimers(at: NoticeTests.due())
        try await rig.deliver(Fixtures.state(version: 2, contacts: ["2026-09-30"]))
        let events = try await rig.harness.emitted(on: Topics.decisions)
        #expect(events.count == 2)
        for event in events {
            #expect(try Fixtures.findings(in: event, Decision.shape) == ValidationFindings())
        }
    }

    @Test("An erased case takes its notice along")
    func erased() async throws {
        let rig = try SupervisionRig()
        try await rig.deliver(Fixtures.state())
        try await rig.harness.fireTimers(at: NoticeTests.due())
        _ = try await rig.decisions()
        try await rig.deliver(nil, of: "case-1")
        #expect(try await rig.notices().items.isEmpty)
        #expect(try await rig.decisions().isEmpty)
    }

    @Test("Open notices are listed page by page, in the order in which they were given")
    func pages() async throws {
        let rig = try SupervisionRig()
        for (id, received) in [("case-3", "2026-09-21"), ("case-1", "2026-09-22"), ("case-2", "2026-09-23")] {
            try await rig.deliver(Fixtures.state(id, received: received))
        }
        try await rig.harness.fireTimers(at: instant("2026-10-10T00:00:00Z"))
        let first = try await rig.notices("?limit=2")
        #expect(first.items.map(\.caseId) == ["case-3", "case-1"])
        let second = try await rig.notices("?limit=2&cursor=\(try #require(first.next))")
        #expect(second.items.map(\.caseId) == ["case-2"])
        #expect(second.next == nil)
    }
}
