import Foundation
import Models
import Pipeline
import Testing

@testable import Operator

struct TopicDifferenceTests {
    private typealias Facts = TopicAdministrationClient.Facts

    private static func list() throws -> TopicList {
        try TopicList.parse(
            yaml: """
                topics:
                  - name: intake.receipts.v1
                    partitions: 6
                    configuration: {retention.ms: 2592000000, message.timestamp.type: LogAppendTime}
                    writers: [intake]
                    readers: [publishers]
                  - name: statistics.figures.v1
                    partitions: 1
                    configuration: {cleanup.policy: compact, message.timestamp.type: LogAppendTime}
                    writers: [statistics]
                    readers: [dashboards]
                """)
    }

    private static let asListed = [
        "intake.receipts.v1": Facts(
            partitions: 6,
            configuration: [
                "retention.ms": "2592000000", "message.timestamp.type": "LogAppendTime", "segment.bytes": "1073741824",
            ]),
        "statistics.figures.v1": Facts(
            partitions: 1, configuration: ["cleanup.policy": "compact", "message.timestamp.type": "LogAppendTime"]),
    ]

    private func differences(_ change: (inout [String: Facts]) -> Void) throws -> [TopicDifference] {
        var found = TopicDifferenceTests.asListed
        change(&found)
        return TopicDifference.all(try TopicDifferenceTests.list(), found: found, prefix: "kim.")
    }

    @Test("Topics as listed do not differ, whatever else the broker sets")
    func none() throws {
        #expect(try differences { _ in }.isEmpty)
    }

    @Test("A missing topic, other partitions and every other setting are found")
    func found() throws {
        #expect(
            try differences { $0["intake.receipts.v1"] = nil } == [
                .init(topic: "kim.intake.receipts.v1", property: "topic", expected: "exists", found: "missing")
            ])
        #expect(
            try differences { $0["statistics.figures.v1"]?.partitions = 3 } == [
                .init(topic: "kim.statistics.figures.v1", property: "partitions", expected: "1", found: "3")
            ])
        #expect(
            try differences { found in
                found["intake.receipts.v1"]?.configuration["message.timestamp.type"] = "CreateTime"
                found["intake.receipts.v1"]?.configuration["retention.ms"] = nil
            } == [
                .init(
                    topic: "kim.intake.receipts.v1", property: "message.timestamp.type", expected: "LogAppendTime",
                    found: "CreateTime"),
                .init(
                    topic: "kim.intake.receipts.v1", property: "retention.ms", expected: "2592000000",
                    found: "not told"),
            ])
    }

    @Test("Differences are shown as a table")
    func table() {
        let differences = [TopicDifference(topic: "kim.x", property: "partitions", expected: "6", found: "12")]
        #expect(
            TopicDifference.table(differences).lines == [
                "topic  property    expected  found", "kim.x  partitions  6         12",
            ])
    }
}
