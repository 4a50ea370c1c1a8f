import Foundation
import Models
import Runtime
import TestSupport
import Testing

@testable import Supervision

@Suite("Who sees which posts and notices")
struct ScopeTests {
    @Test(
        "Posts and notices are shown in the scope of one's coordinating offices; without an office, nothing",
        arguments: [
            (["stadt-gt"], true, true), (["kreis"], true, false), (["kreis", "stadt-gt"], true, true),
            ([], false, false), (["nowhere"], false, false),
        ])
    func scopes(offices: [String], anyPosts: Bool, notice: Bool) async throws {
        let rig = try SupervisionRig()
        try await rig.start()
        try await rig.deliver(Fixtures.state())
        try await rig.harness.fireTimers(at: SupervisionRig.now.addingTimeInterval(60 * 86_400))
        let caller = Identity.caller([.supervisor], scopes: offices)
        let expected = try Fixtures.territory().posts.filter { offices.contains($0.scope) }.map(\.postId)
        #expect(try await rig.posts(by: caller).keys.sorted() == expected.sorted())
        #expect(expected.isEmpty != anyPosts)
        #expect(try await rig.notices(by: caller).items.count == (notice ? 1 : 0))
    }
}
