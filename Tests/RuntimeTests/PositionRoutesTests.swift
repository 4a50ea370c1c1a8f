import Foundation
import GRDB
import HummingbirdTesting
import Models
import ServiceLifecycle
import TestSupport
import Testing

@testable import Pipeline
@testable import Runtime

@Suite("Positions over HTTP", .timeLimit(.minutes(1)))
struct PositionRoutesTests {
    @Test("What stands in the way is told, and is accepted only for what it is")
    func tellsAndAccepts() async throws {
        let rig = try Rig()
        let cluster = try MockCluster()
        try await cluster.createTopic("kim.\(NoteService.topic.name)")
        try await cluster.createTopic("kim.\(Topics.journal(of: NoteService.name).name)")
        let running = try await rig.running(["KIM_KAFKA_BOOTSTRAP_SERVERS": cluster.bootstrapServers])
        try await running.pipeline.entry.write { try BrokerIdentity.remember(cluster: "elsewhere", in: $0.database) }
        let services = running.pipeline.services
        let group = ServiceGroup(
            configuration: .init(services: services.map { .init(service: $0) }, logger: .silent))
        let life = Task { try await group.run() }

        await eventually { await running.pipeline.path.currentTrouble != nil }
        try await rig.ask(running) { client in
            let found = try await client.execute(uri: "/v1/positions", method: .get).read(PositionRoutes.Positions.self)
            #expect(found.trouble?.topic == "cluster" && found.trouble?.loss == false)
            #expect(found.trouble?.description.contains("elsewhere") == true)
            let ready = try await client.execute(uri: "/health/ready", method: .get)
            #expect(ready.status == .serviceUnavailable)

            for wrong in [#"{"topic": "cluster", "loss": true}"#, #"{"topic": "kim.other", "loss": false}"#] {
                let refused = try await client.execute(
                    uri: "/v1/positions/acceptances", method: .post, body: .init(string: wrong))
                #expect(refused.status == .conflict)
            }
            let accepted = try await client.execute(
                uri: "/v1/positions/acceptances", method: .post,
                body: .init(string: #"{"topic": "cluster", "loss": false}"#))
            #expect(accepted.status == .noContent)
        }
        await eventually { running.pipeline.status.current.isAssigned }
        await group.triggerGracefulShutdown()
        try await life.value
    }
}
