import Foundation
import Models
import Testing
import TestSupport

@testable import Intake

@Suite("Which post a client goes to")
struct PostChoiceTests {
    private func post(_ id: String, languages: [String] = [], fte: Double = 1) throws -> PostState {
        var post = try Samples.post(id, fte: fte)
        post.languages = languages
        return post
    }

    private func posts(_ rig: IntakeRig, _ patch: String = "{}", id: String) async throws -> [String] {
        try await rig.take(Samples.event(patch, id: id)).admissions.map(\.post)
    }

    private func reasons(_ rig: IntakeRig) async throws -> [String] {
        try await rig.harness.entry.store.read { try String.fetchAll($0, sql: "SELECT choice FROM postChoice") }
    }

    @Test("To the one that speaks a preferred language, though others carry less")
    func language() async throws {
        let rig = try await IntakeRig(posts: [
            try post("cm-1", languages: ["de", "tr"]), try post("cm-2", languages: ["de", "ar-SY"]),
        ])
        for number in 0..<3 { #expect(try await posts(rig, id: "e-\(number)") == ["cm-2"]) }
        let turkish = #"{"client": {"languages": [{"tag": "tr", "use": "preferred"}, {"tag": "ar", "use": "understood"}]}}"#
        #expect(try await posts(rig, turkish, id: "e-3") == ["cm-1"])
        #expect(try await reasons(rig).allSatisfy { $0.contains(#"["language"]"#) })
    }

    @Test("To the one with the lowest load where the language tells nothing")
    func load() async throws {
        let rig = try await IntakeRig(posts: [try post("cm-1"), try post("cm-2", fte: 0.5)])
        var chosen: [String] = []
        for number in 0..<3 { chosen += try await posts(rig, id: "e-\(number)") }
        #expect(chosen == ["cm-1", "cm-2", "cm-1"])
        #expect(try await reasons(rig).allSatisfy { $0.contains(#"["lowest-load"]"#) })
    }

    @Test("To the one that has a case of the household, and no longer once that is closed")
    func household() async throws {
        let rig = try await IntakeRig(posts: [try post("cm-1"), try post("cm-2")])
        let household = #"{"household": {"reference": "h-1", "members": []}}"#
        #expect(try await posts(rig, household, id: "e-1") == ["cm-1"])
        #expect(try await posts(rig, household, id: "e-2") == ["cm-1"])
        #expect(try await posts(rig, id: "e-3") == ["cm-2"])
        #expect(try await reasons(rig).contains { $0.contains(#"["same-household"]"#) })
        // Once its cases are closed the household is like any other.
        try await rig.harness.alter { database in
            try database.execute(sql: "UPDATE carriedCase SET isOpen = 0 WHERE post = 'cm-1'")
            try database.execute(sql: "INSERT INTO carriedCase VALUES ('other', 'cm-1', 1), ('another', 'cm-1', 1)")
        }
        #expect(try await posts(rig, household, id: "e-4") == ["cm-2"])
    }
}
