import Foundation
import GRDB
import Kafka
import Models
import TestSupport
import Testing

@testable import Pipeline

@Suite("Timers", .timeLimit(.minutes(1)))
struct TimerTests {
    static let due = Date(timeIntervalSince1970: 1_800_000_000)

    /// Sets a timer for each note and takes it back on the word that says so.
    static let setting = Handler.directed(TestTopics.notes, Note.self) { event, transaction in
        if event.body.text == "cancel" {
            try transaction.cancel("bell", for: "s")
        } else {
            try transaction.schedule("bell", for: "s", at: due)
        }
    }
    static let ringing = TimerHandler("bell") { subject, transaction in
        try transaction.database.execute(
            sql: "INSERT INTO heard (text, number) VALUES (?, ?)",
            arguments: [subject, Int(transaction.now.timeIntervalSince1970)])
    }

    @Test("A timer fires once, and its time is the instant it was due, not the one it fired at")
    func firesOnce() async throws {
        let rig = try await PipelineRig(
            handlers: [Self.setting], timers: [Self.ringing], clock: { Self.due.addingTimeInterval(3600) })
        await rig.start()
        try await rig.publish([record(Note(text: "set", number: 0), id: "a", to: TestTopics.notes, key: "k")])
        try await eventually { try await rig.heard().count == 1 }
        try await rig.stop()
        #expect(try await rig.heard() == [Note(text: "s", number: 1_800_000_000)])
        #expect(try await rig.number("SELECT COUNT(*) FROM timer") == 0)
    }

    @Test("After a while away a timer that became due fires before the events that came later")
    func firesAmongEvents() async throws {
        let setting = Handler.directed(TestTopics.notes, Note.self) { event, transaction in
            try transaction.database.execute(
                sql: "INSERT INTO heard (text, number) VALUES (?, 0)", arguments: [event.body.text])
            if event.body.text == "set" { try transaction.schedule("bell", for: "s", at: transaction.now) }
        }
        // Its clock stands still, so that the timer is not due as long as it runs.
        let rig = try await PipelineRig(
            handlers: [setting], timers: [Self.ringing], clock: { Date(timeIntervalSince1970: 1_700_000_000) })
        await rig.start()
        try await rig.publish([record(Note(text: "set", number: 0), id: "a", to: TestTopics.notes, key: "k")])
        try await eventually { try await rig.heard().count == 1 }
        try await rig.stop()
        let later = (0..<3).map { "later \($0)" }
        try await rig.publish(
            later.map { try record(Note(text: $0, number: 0), id: $0, to: TestTopics.notes, key: "k") })
        try await rig.restart()
        try await eventually { try await rig.heard().count == 5 }
        try await rig.stop()
        #expect(try await rig.heard().map(\.text) == ["set", "s"] + later)
    }

    @Test("Of events that come together those behind the instant of a timer that one of them sets are not handled yet")
    func stopsAtTimer() async throws {
        let rig = try await PipelineRig(handlers: [], timers: [])
        let inputs = Inputs(handlers: [Self.setting], timers: [Self.ringing], prefix: "t.")
        let place = TopicPartition(topic: "t.test.notes.v1", partition: 0)
        let records = try [-2, -1, 0, 1].map { seconds in
            let note = try record(Note(text: "set", number: 0), id: "\(seconds)", to: TestTopics.notes, key: "k")
            return ConsumedRecord(
                topicPartition: place, offset: Int64(seconds + 2), timestamp: Self.due + Double(seconds),
                key: note.key, value: note.value, headers: note.headers)
        }
        let handled = try await rig.pipeline.entry.write { scope in
            try Batch.handleUntilTimer(records, from: [:], inputs: inputs, scope: scope, logger: .silent).handled
        }
        #expect(handled == 3)
    }

    @Test("A full disk only delays a timer, the service goes on")
    func waitsForTheStore() async throws {
        let ringing = TimerHandler("bell") { subject, transaction in
            try transaction.database.execute(
                sql: "INSERT INTO heard (text, number) VALUES (?, 1)",
                arguments: [String(repeating: "x", count: 300_000)])
        }
        let rig = try await PipelineRig(
            handlers: [Self.setting], timers: [ringing], clock: { Self.due.addingTimeInterval(3600) })
        try await rig.pipeline.entry.write { scope in
            try Timers.set("bell", subject: "s", due: Self.due, in: scope.database)
            let pages = try Int.fetchOne(scope.database, sql: "PRAGMA page_count") ?? 0
            try scope.database.execute(sql: "PRAGMA max_page_count = \(pages + 20)")
        }
        await rig.start()
        await eventually { rig.hasLogged("the store failed") }
        try await rig.pipeline.entry.write { try $0.database.execute(sql: "PRAGMA max_page_count = 100000") }
        try await eventually { try await rig.heard().count == 1 }
        try await rig.stop()
    }

    @Test("A timer that a waiting event takes back does not fire, however late the event is consumed")
    func waitsForWhatIsThere() async throws {
        let rig = try await PipelineRig(
            handlers: [Self.setting], timers: [Self.ringing], clock: { Self.due.addingTimeInterval(3600) })
        try await rig.pipeline.entry.write { scope in
            try Timers.set("bell", subject: "s", due: Self.due, in: scope.database)
        }
        try await rig.publish([record(Note(text: "cancel", number: 0), id: "a", to: TestTopics.notes, key: "k")])
        await rig.start()
        await eventually { await rig.pipeline.status.current.isCaughtUp }
        try await rig.stop()
        #expect(try await rig.heard().isEmpty)
    }

    @Test("Ends are reached only when every partition is, and newer ends are not looked at before")
    func schedule() {
        let one = TopicPartition(topic: "t", partition: 0)
        let two = TopicPartition(topic: "t", partition: 1)
        var schedule = CatchUpSchedule()
        #expect(schedule.needsEnds(at: Self.due))
        schedule.ends([one: 5, two: 0], at: Self.due)
        #expect(schedule.reached(by: [one: 4]) == nil)
        #expect(!schedule.needsEnds(at: Self.due.addingTimeInterval(60)))
        #expect(schedule.reached(by: [one: 5]) == Self.due)
        #expect(!schedule.needsEnds(at: Self.due.addingTimeInterval(0.5)))
        #expect(schedule.needsEnds(at: Self.due.addingTimeInterval(1)))
    }
}
