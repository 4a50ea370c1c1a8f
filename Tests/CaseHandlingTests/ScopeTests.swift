import Foundation
import Models
import Runtime
import TestSupport
import Testing

@testable import CaseHandling

@Suite("Who sees which cases")
struct ScopeTests {
    private struct Page: Decodable {
        struct Item: Decodable { let id: String }
        let items: [Item]
    }

    /// Somebody with the cases that they see among those of ``rig()``.
    struct Viewer: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let identity: Identity
        let cases: [String]

        init(_ name: String, _ identity: Identity, sees cases: [String]) {
            (testDescription, self.identity, self.cases) = (name, identity, cases)
        }
    }

    /// Cases of two towns, all with the town of Gütersloh as their provider.
    private static func rig() async throws -> CaseRig {
        let rig = try CaseRig()
        try await rig.admit(caseID: "gt-1")
        try await rig.admit(caseID: "gt-2")
        try await rig.admit(caseID: "rietberg-1", municipality: Samples.rietberg, post: "rietberg-1")
        return rig
    }

    private static let gt = Samples.guetersloh
    private static let employer = "stadt-guetersloh"

    @Test(
        "A list shows what roles and claims grant together, and a missing claim shows nothing",
        arguments: [
            Viewer(
                "case manager of the town", .caller([.caseManager], municipalities: [gt], employers: [employer]),
                sees: ["gt-1", "gt-2"]),
            Viewer(
                "case manager of both", .caller(
                    [.caseManager], municipalities: [gt, Samples.rietberg], employers: [employer]),
                sees: ["gt-1", "gt-2", "rietberg-1"]),
            Viewer(
                "of another employer", .caller(
                    [.caseManager], municipalities: [gt], employers: ["wohlfahrt-evangelisch"]), sees: []),
            Viewer("without employer", .caller([.caseManager], municipalities: [gt]), sees: []),
            Viewer("without municipality", .caller([.caseManager], employers: [employer]), sees: []),
            Viewer("coordinator of the town", .caller([.coordinator], scopes: ["stadt-gt"]), sees: ["gt-1", "gt-2"]),
            Viewer("supervisor of the Kreis", .caller([.supervisor], scopes: ["kreis"]), sees: ["rietberg-1"]),
            Viewer("supervisor without scope", .caller([.supervisor], municipalities: [gt]), sees: []),
            Viewer("supervisor of an unknown office", .caller([.supervisor], scopes: ["nowhere"]), sees: []),
            Viewer(
                "claims of a role that one has not",
                .caller([.supervisor], municipalities: [gt], employers: [employer]), sees: []),
            Viewer(
                "two roles", .caller(
                    [.caseManager, .coordinator], municipalities: [gt], employers: [employer], scopes: ["kreis"]),
                sees: ["gt-1", "gt-2", "rietberg-1"]),
        ])
    func scopes(_ viewer: Viewer) async throws {
        let rig = try await ScopeTests.rig()
        let page = try await rig.get("/v1/cases", by: viewer.identity).decoded(as: Page.self)
        #expect(page.items.map(\.id) == viewer.cases)
        for id in ["gt-1", "gt-2", "rietberg-1"] {
            let answer = try await rig.get("/v1/cases/\(id)", by: viewer.identity)
            #expect(answer.status == (viewer.cases.contains(id) ? .ok : .notFound))
        }
    }

    @Test("A foreign case is answered like one that does not exist, word for word")
    func foreign() async throws {
        let rig = try await ScopeTests.rig()
        let identity = Identity.caller([.coordinator], scopes: ["kreis"])
        let foreign = try await rig.get("/v1/cases/gt-1", by: identity)
        let unknown = try await rig.get("/v1/cases/gt-9", by: identity)
        #expect(foreign.body == unknown.body)
    }

    @Test("Only a case manager within employer and municipality changes a case; to others it does not exist")
    func changes() async throws {
        let rig = try await ScopeTests.rig()
        let own = Identity.caller(
            [.caseManager], municipalities: [ScopeTests.gt], employers: [ScopeTests.employer])
        // The coordinator's scope lets her read, not write.
        let both = Identity.caller(
            [.caseManager, .coordinator], municipalities: [ScopeTests.gt], employers: ["kreis-guetersloh"],
            scopes: ["stadt-gt"])
        #expect(try await rig.post("/v1/cases/rietberg-1/assessments", "{}", by: own).status == .notFound)
        #expect(try await rig.post("/v1/cases/gt-1/assessments", "{}", by: both).status == .notFound)
        #expect(try await rig.post("/v1/cases/gt-1/assessments", "{}", by: own).status == .created)
    }
}
