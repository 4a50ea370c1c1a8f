import Foundation
import GRDB
import Kafka
import Models
import TestSupport
import Testing

@testable import Pipeline

@Suite("State topics", .timeLimit(.minutes(1)))
struct StateTopicTests {
    static let keeping = Handler.states(of: TestTopics.tallies, Tally.self) { event, transaction in
        try transaction.database.execute(sql: "DELETE FROM heard WHERE text = ?", arguments: [event.key])
        try transaction.database.execute(
            sql: "INSERT INTO heard (text, number) VALUES (?, ?)", arguments: [event.key, event.body.sum])
    } remove: { key, transaction in
        try transaction.database.execute(sql: "DELETE FROM heard WHERE text = ?", arguments: [key])
    }

    @Test("Only a higher version counts, whatever order and however often versions come")
    func takesHigherVersions() async throws {
        let rig = try await PipelineRig(handlers: [Self.keeping])
        await rig.start()
        let versions = [1, 3, 2, 3, 1, 4, 4, 2]
        try await rig.publish(
            versions.enumerated().map { index, version in
                try record(
                    Tally(version: version, sum: version * 10), id: "\(index)", to: TestTopics.tallies, key: "a")
            })
        await eventually { await rig.pipeline.status.current.consumed == versions.count }
        try await rig.stop()
        #expect(try await rig.heard() == [Note(text: "a", number: 40)])
    }

    @Test("After a tombstone the aggregate is gone, and later values of its key are ignored")
    func staysErased() async throws {
        let rig = try await PipelineRig(handlers: [Self.keeping])
        await rig.start()
        try await rig.publish([
            record(Tally(version: 1, sum: 1), id: "1", to: TestTopics.tallies, key: "a"),
            record(Tally(version: 1, sum: 5), id: "2", to: TestTopics.tallies, key: "b"),
            record(nil as Tally?, id: "3", to: TestTopics.tallies, key: "a"),
            record(Tally(version: 9, sum: 9), id: "4", to: TestTopics.tallies, key: "a"),
        ])
        await eventually { await rig.pipeline.status.current.consumed == 4 }
        try await rig.stop()
        #expect(try await rig.heard() == [Note(text: "b", number: 5)])
    }

    @Test("A type that the service does not read is passed over on a state topic")
    func ignoresOtherTypes() async throws {
        let rig = try await PipelineRig(handlers: [Self.keeping])
        await rig.start()
        try await rig.publish([record(Note(text: "x", number: 1), id: "1", to: TestTopics.tallies, key: "a")])
        await eventually { await rig.pipeline.status.current.consumed == 1 }
        try await rig.stop()
        #expect(await rig.pipeline.status.current.deadLetters == 0)
        #expect(try await rig.heard().isEmpty)
    }
}
