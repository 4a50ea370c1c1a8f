import Models
import Testing
import TestSupport

@testable import Intake

@Suite("Which post the household of a client has")
struct HouseholdChoiceTests {
    private func rig() async throws -> (clerk: ClerkRig, admitted: String) {
        let clerk = try await ClerkRig(posts: [try Samples.post("cm-1"), try Samples.post("cm-2")])
        return (clerk, try await clerk.sent(as: "e-1", by: Sources.sample))
    }

    @Test(
        "Who staff say lives with a client, or is her, goes to that client's post though another carries less",
        arguments: ["household", "same"])
    func decided(decision: String) async throws {
        let (clerk, admitted) = try await rig()
        #expect(try await clerk.shown(admitted).choice?.post == "cm-1")
        let id = try await clerk.sent(as: "e-2")
        #expect(try await clerk.decide(decision, id, admitted).status == .created)
        try await clerk.admit(id)
        let choice = try #require(try await clerk.shown(id).choice)
        #expect(choice.post == "cm-1" && choice.reasons == ["same-household"])
        #expect(try await clerk.page(id).contains("Hat schon einen Fall des Haushalts"))
    }

    @Test("So does who lives with another request of that client")
    func sameAsDecided() async throws {
        let (clerk, admitted) = try await rig()
        let ids = [try await clerk.sent(as: "e-2"), try await clerk.sent(as: "e-3")]
        #expect(try await clerk.decide("same", ids[0], admitted).status == .created)
        #expect(try await clerk.decide("household", ids[1], ids[0]).status == .created)
        try await clerk.admit(ids[1])
        #expect(try await clerk.shown(ids[1]).choice?.post == "cm-1")
    }

    @Test("Who is told apart after all goes where there is least to do")
    func toldApart() async throws {
        let (clerk, admitted) = try await rig()
        let id = try await clerk.sent(as: "e-2")
        #expect(try await clerk.decide("household", id, admitted).status == .created)
        #expect(try await clerk.decide("different", id, admitted, seen: "household").status == .created)
        try await clerk.admit(id)
        let choice = try #require(try await clerk.shown(id).choice)
        #expect(choice.post == "cm-2" && choice.reasons == ["lowest-load"])
    }

    @Test("Who waits for a post goes to the one of the household once posts are filled")
    func waiting() async throws {
        let clerk = try await ClerkRig(posts: [try Samples.post("cm-1")])
        let admitted = try await clerk.sent(as: "e-1", by: Sources.sample)
        try await clerk.rig.publish(Samples.post("cm-1", version: 2, leave: ("2026-09-01", "2026-09-30")))
        let id = try await clerk.sent(as: "e-2", by: Sources.sample)
        #expect(try await clerk.decide("household", id, admitted).status == .created)
        try await clerk.rig.publish(Samples.post("cm-1", version: 3))
        #expect(try await clerk.shown(id).choice?.reasons == ["same-household"])
    }
}
