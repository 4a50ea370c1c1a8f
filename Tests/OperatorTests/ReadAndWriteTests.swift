import Foundation
import Models
import Pipeline
import TestSupport
import Testing

struct ReadAndWriteTests {
    @Test("What is written is read again from the beginning, and only what follows from the end")
    func roundTrip() async throws {
        let cluster = try MockCluster()
        try await cluster.createTopic("t.intake.submissions.v1", partitions: 3)
        let access = BrokerAccess(bootstrapServers: cluster.bootstrapServers, topicPrefix: "t.")
        let writer = try EventWriter(access)
        let event = Data(#"{"specversion":"1.0","id":"1","source":"s","type":"t"}"#.utf8)
        _ = try await writer.write(structured: event, key: "k", to: Topics.submissions, timeout: .seconds(10))

        let fromBeginning = try EventReader(access)
        #expect(try await fromBeginning.start([Topics.submissions.name], from: .beginning, timeout: .seconds(10)) == 3)
        let fromEnd = try EventReader(access)
        _ = try await fromEnd.start([Topics.submissions.name], from: .end, timeout: .seconds(10))
        let second = Data(#"{"specversion":"1.0","id":"2","source":"s","type":"t"}"#.utf8)
        _ = try await writer.write(structured: second, key: "k", to: Topics.submissions, timeout: .seconds(10))

        #expect(try await ids(fromBeginning, 2) == ["1", "2"])
        #expect(try await ids(fromEnd, 1) == ["2"])
        for reader in [fromBeginning, fromEnd] { await reader.close() }
        await writer.close()
    }

    @Test("A broker that does not answer is told in time")
    func noBroker() async throws {
        let writer = try EventWriter(BrokerAccess(bootstrapServers: "127.0.0.1:1", topicPrefix: "t."))
        let error = await #expect(throws: OperationError.self) {
            try await writer.write(structured: Data(), key: "k", to: Topics.submissions, timeout: .milliseconds(200))
        }
        #expect(error?.description.hasPrefix("the broker at 127.0.0.1:1 does not answer") == true)
        await writer.close()
    }

    @Test("A topic that does not exist is named")
    func noTopic() async throws {
        let cluster = try MockCluster()
        try await cluster.createTopic("t.other", partitions: 1)
        let reader = try EventReader(BrokerAccess(bootstrapServers: cluster.bootstrapServers, topicPrefix: "t."))
        let error = await #expect(throws: OperationError.self) {
            try await reader.start(["intake.receipts.v2"], from: .end, timeout: .seconds(10))
        }
        #expect(error?.description.contains("t.intake.receipts.v2") == true)
        await reader.close()
        let writer = try EventWriter(BrokerAccess(bootstrapServers: cluster.bootstrapServers, topicPrefix: "t."))
        await #expect(throws: OperationError.self) {
            try await writer.require(Topics.submissions, timeout: .seconds(10))
        }
        await writer.close()
    }

    private func ids(_ reader: EventReader, _ count: Int) async throws -> [String] {
        var ids: [String] = []
        await eventually {
            let records = try? await reader.next(timeout: .milliseconds(200))
            ids += (records ?? []).compactMap { try? $0.event.get().id }
            return ids.count >= count
        }
        return ids
    }
}
