import Foundation
import Models
import Testing
import TestSupport

@testable import Intake

@Suite("The choice of the post")
struct PostTests {
    struct Choice: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let posts: @Sendable () throws -> [PostState]
        /// The open cases that each post carries already.
        var load: [String: Int] = [:]
        let chosen: String?
    }

    @Test(
        "The occupied post with the fewest open cases per full-time equivalent is chosen, lowest id first",
        arguments: [
            Choice(
                testDescription: "tie: lowest id",
                posts: { [try Samples.post("cm-2"), try Samples.post("cm-1"), try Samples.post("cm-3")] },
                chosen: "cm-1"),
            Choice(
                testDescription: "fewest cases", posts: { [try Samples.post("cm-1"), try Samples.post("cm-2")] },
                load: ["cm-1": 3, "cm-2": 2], chosen: "cm-2"),
            Choice(
                testDescription: "cases count by full-time equivalent",
                posts: { [try Samples.post("cm-1", fte: 0.5), try Samples.post("cm-2", fte: 2)] },
                load: ["cm-1": 1, "cm-2": 3], chosen: "cm-2"),
            Choice(
                testDescription: "equal load by full-time equivalent: lowest id",
                posts: { [try Samples.post("cm-1", fte: 1), try Samples.post("cm-2", fte: 0.5)] },
                load: ["cm-1": 2, "cm-2": 1], chosen: "cm-1"),
            Choice(
                testDescription: "coordination takes no cases",
                posts: { [try Samples.post("a-1", baustein: 1), try Samples.post("cm-2")] }, chosen: "cm-2"),
            Choice(
                testDescription: "another municipality's post",
                posts: { [try Samples.post("cm-1", serves: [Samples.steinhagen]), try Samples.post("cm-2")] },
                chosen: "cm-2"),
            Choice(
                testDescription: "vacant since yesterday",
                posts: { [try Samples.post("cm-1", to: "2026-09-20"), try Samples.post("cm-2")] }, chosen: "cm-2"),
            Choice(
                testDescription: "filled to the end of today", posts: { [try Samples.post("cm-1", to: "2026-09-21")] },
                chosen: "cm-1"),
            Choice(
                testDescription: "filled from tomorrow on", posts: { [try Samples.post("cm-1", from: "2026-09-22")] },
                chosen: nil),
            Choice(
                testDescription: "on leave",
                posts: {
                    [try Samples.post("cm-1", leave: ("2026-09-01", "2026-12-31")), try Samples.post("cm-2")]
                }, load: ["cm-2": 40], chosen: "cm-2"),
        ])
    func choice(_ test: Choice) async throws {
        let rig = try await IntakeRig(posts: try test.posts())
        for (post, cases) in test.load {
            for number in 0..<cases {
                try await rig.publish(Samples.caseState("\(post)-case-\(number)", at: post))
            }
        }
        let effects = try await rig.take(Samples.event())
        #expect(try effects.receipt().outcome == (test.chosen == nil ? .waiting : .admitted))
        #expect(try effects.admissions.map(\.post) == [test.chosen].compactMap { $0 })
    }

    @Test("Admissions spread over equal posts before any case state comes back")
    func ownAdmissionsCount() async throws {
        let rig = try await IntakeRig(posts: [try Samples.post("cm-1"), try Samples.post("cm-2", fte: 0.5)])
        var chosen: [String] = []
        for number in 1...6 {
            chosen += try await rig.take(Samples.event(id: "e-\(number)")).admissions.map(\.post)
        }
        #expect(chosen == ["cm-1", "cm-2", "cm-1", "cm-1", "cm-2", "cm-1"])
    }

    @Test("A closed, moved or erased case no longer weighs on its post")
    func caseStates() async throws {
        let rig = try await IntakeRig(posts: [try Samples.post("cm-1"), try Samples.post("cm-2")])
        func admit(_ id: String) async throws -> Admission {
            try #require(try await rig.take(Samples.event(id: id)).admissions.first)
        }
        let first = try await admit("e-1")
        let second = try await admit("e-2")
        #expect([first.post, second.post] == ["cm-1", "cm-2"])

        try await rig.publish(Samples.caseState(second.caseId, at: "cm-2", closedOn: "2026-09-21"))
        let third = try await admit("e-3")
        #expect(third.post == "cm-2")

        try await rig.publish(Samples.caseState(third.caseId, at: "cm-1"))
        #expect(try await admit("e-4").post == "cm-2")

        for caseID in [first.caseId, third.caseId] {
            try await rig.harness.deliver(CaseState?.none, on: Topics.cases, key: caseID)
        }
        #expect(try await admit("e-5").post == "cm-1")
    }
}
