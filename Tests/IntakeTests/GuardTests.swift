import Foundation
import Models
import Testing
import TestSupport

@testable import Intake

@Suite("The guard of the public way in")
struct GuardTests {
    @Test("The same content gets the last receipt once more, with its own id and no other effect")
    func repetition() async throws {
        let rig = try await IntakeRig(posts: [try Samples.post("cm-1")])
        let first = try await rig.take(Samples.event())
        var again = try Samples.event()
        again.data = try JSONValue.parse(try #require(again.data)).canonical()
        let second = try await rig.take(again, at: IntakeRig.now.addingTimeInterval(60))
        #expect(second.receiptIDs == first.receiptIDs)
        #expect(try second.receipts == first.receipts)
        #expect(second.on(Topics.receipts).map(\.envelope.subject) == first.on(Topics.receipts).map(\.envelope.subject))
        #expect(second.emitted.count == 1)
        #expect(try await rig.count("request") == 1)
    }

    @Test("Other content under the same id is refused with a receipt id of its own, the same at each repetition")
    func reuse() async throws {
        let rig = try await IntakeRig(posts: [try Samples.post("cm-1")])
        let first = try await rig.take(Samples.event())
        let other = try await rig.take(Samples.event(#"{"accessRoute": "self"}"#))
        let third = try await rig.take(Samples.event(#"{"accessRoute": "outreach"}"#))
        let otherAgain = try await rig.take(
            Samples.event(#"{"accessRoute": "self"}"#), at: IntakeRig.now.addingTimeInterval(60))
        #expect(try other.receipt().codes == [.idReused])
        #expect(try third.receipt().codes == [.idReused])
        #expect(Set(first.receiptIDs + other.receiptIDs + third.receiptIDs).count == 3)
        #expect(otherAgain.receiptIDs == other.receiptIDs)
        #expect(try otherAgain.receipts == other.receipts)
        #expect(other.emitted.count == 1)
        #expect(try await rig.take(Samples.event()).receipts == first.receipts)
        #expect(try await rig.count("request") == 1)
    }

    @Test("An event that is sent again with the time it lacked is not told once more that it lacks it")
    func timeAdded() async throws {
        let rig = try await IntakeRig(posts: [try Samples.post("cm-1")])
        for time in [nil, "2026-09-21T10:00:00"] {
            #expect(try await rig.take(Samples.event(time: time)).receipt().codes == [.timeMissing])
        }
        #expect(try await rig.take(Samples.event()).receipt().codes == [.idReused])
        let first = try await rig.take(Samples.event(id: "e-2"))
        let stampedAnew = try await rig.take(Samples.event(id: "e-2", time: "2026-09-22T08:00:00Z"))
        #expect(stampedAnew.receiptIDs == first.receiptIDs)
    }

    @Test("Two publishers that use the same event id both get their client admitted")
    func twoPublishers() async throws {
        let rig = try await IntakeRig(posts: [try Samples.post("cm-1")])
        let one = try await rig.take(Samples.event(source: Sources.sample))
        let two = try await rig.take(Samples.event(source: Sources.abh))
        #expect(try one.receipt().outcome == .admitted)
        #expect(try two.receipt().outcome == .admitted)
        #expect(one.receiptIDs != two.receiptIDs)
        #expect(try one.receipt().handle != two.receipt().handle)
        #expect(try await rig.count("request") == 2)
    }

    @Test("A source that is unknown is refused, the same at each repetition, and nothing is remembered")
    func stranger() async throws {
        let rig = try await IntakeRig()
        let event = try Samples.event(source: "https://stranger.example")
        let effects = try await rig.take(event)
        #expect(try effects.receipt().outcome == .rejected)
        #expect(try effects.receipt().codes == [.sourceNotPermitted])
        #expect(effects.emitted.count == 1)
        #expect(try await rig.take(event).receiptIDs == effects.receiptIDs)
        #expect(try await rig.count("answer") == 0)
        #expect(try await rig.count("request") == 0)
    }

    @Test("A source with topics of its own is refused elsewhere, and that does not touch its own event of that id")
    func foreignTopic() async throws {
        let rig = try await IntakeRig(posts: [try Samples.post("cm-1")], ownTopics: ["abh"])
        let event = try Samples.event(source: Sources.abh)
        let forged = try await rig.take(event)
        #expect(try forged.receipt().codes == [.sourceNotPermitted])

        let own = try await rig.take(event, on: Topic("intake.submissions.v1.abh", .publicWayIn))
        #expect(own.on(Topics.receipts).isEmpty)
        let receipts = own.emitted.filter { $0.topic == "intake.receipts.v1.abh" }
        #expect(try receipts.map { try $0.body(Receipt.self).outcome } == [.admitted])
        #expect(receipts.map(\.envelope.id) != forged.receiptIDs)

        let foreign = try await rig.take(
            Samples.event(source: Sources.sample), on: Topic("intake.submissions.v1.abh", .publicWayIn))
        let answers = foreign.emitted.filter { $0.topic == "intake.receipts.v1.abh" }
        #expect(try answers.map { try $0.body(Receipt.self).codes } == [[.sourceNotPermitted]])
        #expect(foreign.emitted.count == 1)
    }
}
