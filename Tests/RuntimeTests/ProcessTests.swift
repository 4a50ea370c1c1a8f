import Foundation
import Hummingbird
import HummingbirdTesting
import Models
import Pipeline
import ServiceLifecycle
import Synchronization
import TestSupport
import Testing

@testable import Runtime

@Suite("A service's process")
struct ProcessTests {
    @Test("Before the topics are assigned it lives but is not ready; it counts as stuck without a turn for 30 s")
    func healthBeforeAssignment() async throws {
        let rig = try Rig()
        let now = Mutex(Date(timeIntervalSince1970: 1_790_000_000))
        let running = try await rig.running(clock: { now.withLock { $0 } })
        try await rig.ask(running) { client in
            let ready = try await client.execute(uri: "/health/ready", method: .get)
            #expect(ready.status == .serviceUnavailable)
            #expect(ready.text == #"{"status":"waiting","waitsFor":"assignment of the input topics"}"#)
            #expect(try await client.execute(uri: "/health/live", method: .get).status == .ok)
            now.withLock { $0 += 31 }
            #expect(try await client.execute(uri: "/health/live", method: .get).status == .serviceUnavailable)
        }
    }

    @Test("A second process on the same store is refused in words")
    func secondProcess() async throws {
        let rig = try Rig()
        let first = try await rig.running()
        let error = await #expect(throws: StoreError.self) { _ = try await rig.running() }
        #expect(error?.description.hasPrefix("the store is in use by another process: ") == true)
        _ = first
    }

    @Test("It becomes ready, stays ready when the broker goes, and stops within five seconds without it")
    func wholeLife() async throws {
        let rig = try Rig()
        let cluster = try MockCluster()
        try await cluster.createTopic("kim.\(NoteService.topic.name)")
        try await cluster.createTopic("kim.\(Topics.receipts.name)")
        try await cluster.createTopic("kim.\(Topics.journal(of: NoteService.name).name)")
        let running = try await rig.running(["KIM_KAFKA_BOOTSTRAP_SERVERS": cluster.bootstrapServers])
        let port = Mutex<Int?>(nil)
        let cutShort = Mutex(false)
        let process = Process {
            try await running.run(end: { cutShort.withLock { $0 = true } }) { bound in port.withLock { $0 = bound } }
        }
        let group = ServiceGroup(configuration: .init(services: [.init(service: process)], logger: .silent))
        let life = Task { try await group.run() }

        let status = running.pipeline.status
        #expect(await eventually { status.current.isAssigned && port.withLock { $0 } != nil })
        #expect(port.withLock { $0 } != 0)
        let waiting = try Command("note", NoteService.Note(text: "late"), id: "1", actor: "test", instant: Date())
        try await cluster.takeDown()
        let _: String = try await running.pipeline.entry.perform(waiting)
        try await rig.ask(running) { client in
            #expect(try await client.execute(uri: "/health/ready", method: .get).status == .ok)
            let seen = try await client.execute(uri: "/v1/status", method: .get).read(ServiceStatus.self)
            #expect(seen.service == "statistics" && seen.ready && seen.outboxPending == 2)
        }

        let started = ContinuousClock.now
        await group.triggerGracefulShutdown()
        try await life.value
        #expect(ContinuousClock.now - started < .seconds(4.7))
        #expect(!cutShort.withLock { $0 })
        try running.pipeline.entry.store.close()
    }

    private struct Process: Service {
        let body: @Sendable () async throws -> Void
        func run() async throws { try await body() }
    }
}
