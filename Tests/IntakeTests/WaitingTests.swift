import Foundation
import Models
import Testing
import TestSupport

@testable import Intake

@Suite("Requests that wait for a post")
struct WaitingTests {
    private func waiting(_ rig: IntakeRig) async throws -> [Effects] {
        var effects: [Effects] = []
        for (number, source) in [Sources.sample, Sources.abh, Sources.sample].enumerated() {
            effects.append(
                try await rig.take(
                    Samples.event(id: "e-\(number)", source: source),
                    at: IntakeRig.now.addingTimeInterval(Double(number))))
        }
        return effects
    }

    @Test("They are admitted when a post of their municipality arrives, the oldest first, with one more receipt")
    func postArrives() async throws {
        let rig = try await IntakeRig()
        let before = try await waiting(rig)
        let elsewhere = try await rig.publish(Samples.post("cm-0", serves: [Samples.steinhagen]))
        #expect(elsewhere.emitted.isEmpty)

        let after = try await rig.publish(
            Samples.post("cm-1"), at: IntakeRig.now.addingTimeInterval(86_400))
        #expect(try after.receipts.map(\.event.id) == ["e-0", "e-1", "e-2"])
        #expect(try after.receipts.allSatisfy { $0.outcome == .admitted && $0.reasons.isEmpty && $0.handle != nil })
        #expect(Set(after.receiptIDs + before.flatMap(\.receiptIDs)).count == 6)
        #expect(after.on(Topics.receipts).map(\.key) == ["ref-1", "ref-1", "ref-1"])

        let states = try after.states
        #expect(states.map(\.version) == [2, 2, 2])
        #expect(states.map(\.changes) == [["admitted"], ["admitted"], ["admitted"]])
        #expect(try states.map(\.requestId) == before.flatMap { try $0.states.map(\.requestId) })
        #expect(states.first?.states.map(\.state) == [.waiting, .admitted])
        #expect(states.first?.states.map(\.on.description) == ["2026-09-21", "2026-09-22"])
        #expect(try after.admissions.map(\.post) == ["cm-1", "cm-1", "cm-1"])
        #expect(try after.admissions.map(\.caseId) == states.compactMap(\.caseId))

        let again = try await rig.take(Samples.event(id: "e-0"))
        #expect(again.receiptIDs == Array(after.receiptIDs.prefix(1)))
        #expect(again.emitted.count == 1)
    }

    @Test("They are admitted when a vacant post is filled")
    func postFilled() async throws {
        let rig = try await IntakeRig(posts: [try Samples.post("cm-1", to: "2026-08-31")])
        #expect(try await waiting(rig).map { try $0.receipt().outcome } == [.waiting, .waiting, .waiting])
        let effects = try await rig.publish(Samples.post("cm-1", version: 2))
        #expect(try effects.admissions.count == 3)
        #expect(try await rig.publish(Samples.post("cm-1", version: 3)).emitted.isEmpty)
    }

    @Test("They are admitted on the day on which a post is filled or its holder is back")
    func postPlanned() async throws {
        let rig = try await IntakeRig(posts: [
            try Samples.post("cm-1", from: "2026-10-01", leave: ("2026-09-25", "2026-10-04"))
        ])
        _ = try await waiting(rig)
        try await rig.harness.fireTimers(at: Samples.day("2026-10-01").start)
        #expect(try await rig.harness.emitted().isEmpty)
        try await rig.harness.fireTimers(at: Samples.day("2026-10-05").start)
        let effects = Effects(emitted: try await rig.harness.emitted())
        #expect(try effects.admissions.map(\.post) == ["cm-1", "cm-1", "cm-1"])
        #expect(try effects.states.first?.states.last?.on.description == "2026-10-05")
    }

    @Test("A post that is withdrawn takes no cases")
    func postRemoved() async throws {
        let rig = try await IntakeRig(posts: [try Samples.post("cm-1")])
        try await rig.harness.deliver(PostState?.none, on: Topics.supervision, key: "post;cm-1")
        #expect(try await rig.take(Samples.event()).receipt().outcome == .waiting)
    }
}
