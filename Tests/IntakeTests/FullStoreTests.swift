import Foundation
import GRDB
import Hummingbird
import HummingbirdTesting
import Models
import Testing
import TestSupport

@testable import Intake
@testable import Pipeline
@testable import Runtime

@Suite("A batch amid which the disk is full")
struct FullStoreTests {
    private func limitPages(_ rig: IntakeRig, _ limit: @Sendable @escaping (Int) -> Int) async throws {
        try await rig.harness.entry.write { scope in
            let pages = try Int.fetchOne(scope.database, sql: "PRAGMA page_count") ?? 0
            try scope.database.execute(sql: "PRAGMA max_page_count = \(limit(pages))")
        }
    }

    @Test("The publisher is told that it may be partly taken; sent again, all is answered and nothing taken twice")
    func interrupted() async throws {
        let rig = try await IntakeRig()
        let events = try (1...60).map { try Samples.event(id: "e-\($0)").structured }
        let router = Router.asked(by: try .everything(in: .example())) {
            rig.service.addRoutes(to: $0, entry: rig.harness.entry)
        }
        func send() async throws -> TestResponse {
            try await Application(router: router).test(.router) { client in
                try await client.execute(
                    uri: "/v1/submissions", method: .post,
                    headers: [.contentType: SubmissionRoutes.batchMediaType],
                    body: ByteBuffer(bytes: JSONValue.array(events).encoded()))
            }
        }
        try await limitPages(rig) { $0 + 30 }
        let failed = try await send()
        #expect(failed.status == .serviceUnavailable && failed.headers[.retryAfter] == "5")
        #expect(String(buffer: failed.body).contains(#"problem:batch-interrupted""#))
        let taken = try await rig.count("request")
        #expect(taken > 0 && taken < events.count)
        try await limitPages(rig) { _ in 1_000_000 }
        #expect(try await send().status == .ok)
        #expect(try await rig.count("request") == events.count)
        let receipts = Effects(emitted: try await rig.harness.emitted()).receiptIDs
        #expect(Set(receipts).count == events.count)
    }
}
