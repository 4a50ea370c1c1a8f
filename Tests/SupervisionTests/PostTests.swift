import Foundation
import Models
import Pipeline
import TestSupport
import Testing

@testable import Supervision

@Suite("Posts")
struct PostTests {
    @Test("The first start takes the territory's posts over and publishes each; a later one does not")
    func takenOver() async throws {
        let rig = try SupervisionRig()
        try await rig.start()
        let emitted = try await rig.harness.emitted(on: Topics.supervision)
        let states = try emitted.map { try $0.body(PostState.self) }
        let posts = try Fixtures.territory().posts
        #expect(states.map(\.postId) == posts.map(\.postId))
        #expect(emitted.map(\.key) == posts.map { "post;\($0.postId)" })
        #expect(states.allSatisfy { $0.version == 1 && $0.changes == ["taken-over"] })
        let today = try day("2026-09-21")
        #expect(states.map { $0.occupiedFte(on: today) } == posts.map { $0.occupiedFte(on: today) })
        #expect(states.map { $0.fundedFte(on: today) } == posts.map { $0.fundedFte(on: today) })
        #expect(states.map(\.employer) == posts.map(\.employer))

        try await rig.start()
        try await rig.forgetCommands()
        try await rig.start()
        #expect(try await rig.harness.emitted().isEmpty)
        #expect(rig.warnings.posts.isEmpty)
    }

    @Test(
        "A file that differs later is only warned of, with the posts it differs in",
        arguments: [
            ([("occupied: [{from: 2023-03-01, fte: 0.5}]", "occupied: [{from: 2023-03-01, fte: 0.4}]")], "cm-gt-3"),
            ([("languages: [de, tr, ku]", "languages: [de, tr]")], "cm-gt-3"),
            ([("languages: [de, tr, ku]", "languages: [tr, ku, de]")], nil),
            ([("postId: cm-gt-3", "postId: cm-gt-4")], "cm-gt-3, cm-gt-4"),
        ] as [([(old: String, new: String)], String?)])
    func differing(changes: [(old: String, new: String)], posts: String?) async throws {
        let rig = try SupervisionRig()
        try await rig.start()
        let before = try await rig.posts()
        _ = try await rig.harness.emitted()
        try await rig.start(with: try Fixtures.territory(changes))
        #expect(rig.warnings.posts == (posts.map { [$0] } ?? []))
        #expect(try await rig.harness.emitted().isEmpty)
        #expect(try await rig.posts() == before)
    }

    @Test("Every published post fulfils its contract")
    func contract() async throws {
        let rig = try SupervisionRig()
        try await rig.start()
        for event in try await rig.harness.emitted(on: Topics.supervision) {
            #expect(try Fixtures.findings(in: event, PostState.shape) == ValidationFindings())
        }
    }

    @Test("Open cases are counted per post and occupied full-time equivalent")
    func load() async throws {
        let rig = try SupervisionRig()
        try await rig.start()
        for number in 1...3 { try await rig.deliver(Fixtures.state("case-\(number)", post: "cm-gt-3")) }
        try await rig.deliver(Fixtures.state("case-4"))
        let posts = try await rig.posts()
        #expect(posts.count == (try Fixtures.territory().posts.count))
        #expect(
            posts["cm-gt-3"]
                == .init(
                    post: "cm-gt-3", municipalities: [Fixtures.guetersloh], occupiedFte: 0.5, openCases: 3,
                    casesPerFte: 6))
        #expect(posts["cm-gt-1"]?.casesPerFte == 1)
        #expect(posts["cm-gt-2"]?.casesPerFte == 0)
        let vacant = try #require(posts.values.first { $0.occupiedFte == 0 })
        #expect(vacant.casesPerFte == nil)
    }

    @Test("A case counts as its newest state says, whatever arrives twice or late")
    func states() async throws {
        let rig = try SupervisionRig()
        try await rig.start()
        func load() async throws -> [Int] {
            let posts = try await rig.posts()
            return ["cm-gt-1", "cm-gt-2"].map { posts[$0]?.openCases ?? -1 }
        }
        let first = try Fixtures.state(version: 1)
        let moved = try Fixtures.state(version: 2, post: "cm-gt-2")
        try await rig.deliver(first)
        try await rig.deliver(first)
        #expect(try await load() == [1, 0])
        try await rig.deliver(moved)
        #expect(try await load() == [0, 1])
        try await rig.deliver(first)
        #expect(try await load() == [0, 1])
        try await rig.deliver(Fixtures.state(version: 3, post: "cm-gt-2", closed: "2026-09-21"))
        #expect(try await load() == [0, 0])
        try await rig.deliver(Fixtures.state("case-2"))
        #expect(try await load() == [1, 0])
        try await rig.deliver(nil, of: "case-2")
        #expect(try await load() == [0, 0])
        try await rig.deliver(Fixtures.state("case-2", version: 9))
        #expect(try await load() == [0, 0])
    }
}
