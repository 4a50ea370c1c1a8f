import GRDB
import Models
import Runtime
import Testing
import TestSupport

@testable import CaseHandling

@Suite("Who saw and changed which case")
struct AuditTests {
    @Test("Each look at cases, each change, and each that was refused is written down")
    func trail() async throws {
        let rig = try CaseRig()
        let id = String(repeating: "case2", count: 10) + "aa"
        try await rig.admit(caseID: id)
        let elsewhere = Identity.caller(
            [.caseManager], municipalities: [Samples.rietberg], employers: ["stadt-guetersloh"])
        #expect(try await rig.get("/v1/cases").status == .ok)
        #expect(try await rig.get("/v1/cases/\(id)").status == .ok)
        #expect(try await rig.get("/v1/cases/\(id)", by: elsewhere).status == .notFound)
        #expect(try await rig.post("/v1/cases/\(id)/assessments", "{}", by: elsewhere).status == .notFound)
        #expect(try await rig.post("/v1/cases/\(id)/assessments", "{}").status == .created)
        #expect(try await rig.get("/v1/cases/Zelda%20Musterfrau").status == .notFound)
        let trail = try await rig.harness.entry.store.read {
            try String.fetchAll($0, sql: "SELECT action || ' ' || subject FROM audit ORDER BY seq")
        }
        #expect(
            trail == [
                "cases-listed case-handling", "case-shown \(id)", "case-shown-refused \(id)",
                "record-assessment-refused \(id)", "record-assessment \(id)", "case-shown-refused unknown",
            ])
    }
}
