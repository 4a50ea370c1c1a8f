import Foundation
import Models
import Testing
import TestSupport

@testable import Intake

@Suite("A request becomes urgent as time goes by")
struct UrgencyTests {
    /// Livelihood ends 45 days after the reception, with nothing behind it.
    private static let ends = """
        {"legalSpheres": [{"axis": "livelihood", "code": "ASYLBLG_3", "firstDay": "2026-01-10",
                           "lastDay": "2026-11-05"}]}
        """

    private func worklist(_ rig: IntakeRig) async throws -> [String] {
        try await rig.harness.entry.store.read { database in
            try Worklist.items(behind: "", limit: 9, .init(), in: [Samples.guetersloh], database).map { item in
                "\(item.state.requestId) \(item.urgency?.reason ?? "-")"
            }
        }
    }

    @Test(
        "Whoever has not been decided on 30 days before her livelihood ends goes before others from then on",
        arguments: [Sources.sample, Sources.jobcenter])
    func rises(source: String) async throws {
        let rig = try await IntakeRig()
        let other = try await rig.begin(id: "e-0", source: source).requestId
        try await rig.wait(until: "2026-09-22")
        let state = try #require(
            try await rig.take(Samples.event(Self.ends, source: source)).states.first)
        #expect(state.urgency == nil)
        #expect(try await rig.wait(until: "2026-10-05").emitted.isEmpty)
        #expect(try await worklist(rig) == ["\(other) -", "\(state.requestId) -"])
        let risen = try await rig.wait(until: "2026-10-06")
        #expect(try risen.states.map(\.requestId) == [state.requestId] && risen.receipts.isEmpty)
        let told = try #require(try risen.states.first)
        #expect(told.urgency?.level == .urgent && told.urgency?.by?.description == "2026-11-05")
        #expect(told.version == 2 && told.changes == ["urgency"] && told.states == state.states)
        #expect(try await worklist(rig) == ["\(state.requestId) coverage-gap", "\(other) -"])
        #expect(try await rig.wait(until: "2027-01-05").emitted.isEmpty)
        #expect(try await worklist(rig).first == "\(state.requestId) coverage-gap")
    }

    @Test("Whoever is decided on before is not looked at again")
    func decided() async throws {
        let rig = try await IntakeRig()
        let id = try await rig.begin(Self.ends).requestId
        try await rig.decide(IntakeRig.advise, on: id)
        #expect(try await rig.wait(until: "2026-12-01").emitted.isEmpty)
    }

    @Test("A correction counts from the day on which it comes, and takes the urgency away as well")
    func corrected() async throws {
        let rig = try await IntakeRig()
        _ = try await rig.begin()
        try await rig.wait(until: "2026-10-11")
        let urgent = try await rig.take(Samples.correction(Self.ends))
        #expect(try urgent.states.map(\.urgency?.level) == [.urgent])
        let usual = try await rig.take(Samples.correction(id: "c-2"))
        #expect(try usual.states.map(\.urgency?.level) == [nil])
        #expect(try await rig.wait(until: "2026-12-01").emitted.isEmpty)
    }
}
