import Foundation
import GRDB
import Hummingbird
import HummingbirdTesting
import Models
import Testing
import TestSupport

@testable import Intake
@testable import Runtime

@Suite("What stands out in a request")
struct WarningTests {
    private static let overlap = """
        {"legalSpheres": [{"axis": "livelihood", "code": "SGB_II", "firstDay": "2026-01-10"},
                          {"axis": "livelihood", "code": "OWN_INCOME", "firstDay": "2026-02-10"}]}
        """
    private static let minor = """
        {"client": {"birth": {"date": "2011-01-01", "basis": "statement"},
                    "representation": {"kind": "guardian", "organisation": "Amt für Beispiele"}},
         "urgency": {"level": "urgent", "reason": "housing-loss"}}
        """

    private struct Whole: Decodable {
        struct Warning: Decodable {
            let code: String
            let pointer: String?
        }
        let warnings: [Warning]
    }

    /// What clearing staff see: the codes with their places, and the page in German and English.
    private func shown(
        _ rig: IntakeRig, _ id: String
    ) async throws -> (warnings: [String], page: String, english: String) {
        let clerk = Identity.caller([.intakeClerk], municipalities: [Samples.guetersloh])
        let router = Router.asked(by: clerk) { rig.service.addRoutes(to: $0, entry: rig.harness.entry) }
        return try await Application(router: router).test(.router) { client in
            let json = try await client.execute(uri: "/v1/requests/\(id)", method: .get).body
            let page = try await client.execute(uri: "/requests/\(id)?lang=de", method: .get).body
            let english = try await client.execute(uri: "/requests/\(id)?lang=en", method: .get).body
            let whole = try JSONDecoder().decode(Whole.self, from: Data(json.readableBytesView))
            let warnings = whole.warnings.map { "\($0.code) \($0.pointer ?? "-")" }
            return (warnings, String(buffer: page), String(buffer: english))
        }
    }

    private func parked(_ rig: IntakeRig, _ patch: String) async throws -> String {
        let effects = try await rig.take(Samples.event(patch, source: Sources.jobcenter))
        return try #require(try effects.states.first?.requestId)
    }

    @Test("What a correction put right is not shown any more")
    func mended() async throws {
        let rig = try await IntakeRig()
        let id = try await parked(rig, Self.overlap)
        let before = try await shown(rig, id)
        #expect(before.warnings.count == 1 && before.warnings[0].hasSuffix(" /legalSpheres/1"))
        #expect(before.page.contains("(/legalSpheres/1)"))
        let effects = try await rig.take(Samples.correction(source: Sources.jobcenter))
        #expect(try effects.receipts(for: "c-1").map(\.outcome) == [.recorded])
        let after = try await shown(rig, id)
        #expect(after.warnings == [] && !after.page.contains("/legalSpheres/1"))
    }

    @Test("What stands out in the body that a correction brought is shown, at its place in the new body")
    func brought() async throws {
        let rig = try await IntakeRig()
        let id = try await parked(rig, Self.overlap)
        try await rig.take(Samples.correction(Self.minor, source: Sources.jobcenter))
        let after = try await shown(rig, id)
        #expect(
            Set(after.warnings) == ["not-an-emergency-service -", "january-first-year-only /client/birth/date"])
        #expect(after.page.contains("KIM ist kein Notdienst") && after.page.contains("(/client/birth/date)"))
        #expect(!after.page.contains("/data/") && !after.page.contains("/legalSpheres/1"))
    }

    @Test("How many are not told stays true however often the request changes")
    func many() async throws {
        let rig = try await IntakeRig()
        let fields = (0..<150).map { "\"x\($0)\": 1" }.joined(separator: ", ")
        let id = try await parked(rig, "{\(fields)}")
        try await rig.decide(IntakeRig.awaitDecision, on: id)
        let after = try await shown(rig, id)
        #expect(after.warnings.count == 101 && after.warnings.last == "more-not-told -")
        let sentence = ReasonCode.moreNotTold
        #expect(after.page.contains(sentence.german(["count": "50"])))
        #expect(after.english.contains(sentence.english(["count": "50"])))
    }

    @Test("With what the publisher told of the person goes what stood out in it")
    func forgotten() async throws {
        let rig = try await IntakeRig()
        let id = try await parked(rig, Self.overlap)
        try await rig.take(Samples.withdrawal(.noLongerNeeded, source: Sources.jobcenter))
        #expect(try await shown(rig, id).warnings == [])
        let kept = try await rig.harness.entry.store.read {
            try String.fetchAll($0, sql: "SELECT warnings FROM request")
        }
        #expect(kept == ["[]"])
    }
}
