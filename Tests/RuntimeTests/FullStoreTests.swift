import Foundation
import GRDB
import HummingbirdTesting
import Testing

@testable import Pipeline
@testable import Runtime

@Suite("A full disk over HTTP")
struct FullStoreTests {
    @Test("Callers are told to come again, and no more than is known; once there is room the same request is taken")
    func answersUnavailable() async throws {
        let rig = try Rig()
        let running = try await rig.running()
        try await running.pipeline.entry.write { scope in
            let pages = try Int.fetchOne(scope.database, sql: "PRAGMA page_count") ?? 0
            try scope.database.execute(sql: "PRAGMA max_page_count = \(pages + 1)")
        }
        try await rig.ask(running) { client in
            func post(_ number: Int) async throws -> TestResponse {
                let body = #"{"text": "\#(String(repeating: "x", count: 900))"}"#
                return try await client.execute(
                    uri: "/v1/notes", method: .post, headers: [.idempotencyKey ?? .accept: "k\(number)"],
                    body: .init(string: body))
            }
            var number = 0
            var answer = try await post(number)
            while answer.status == .created, number < 100 {
                number += 1
                answer = try await post(number)
            }
            #expect(answer.status == .serviceUnavailable)
            #expect(answer.headers[.retryAfter] == "5")
            let problem = try answer.read(ReadProblem.self)
            #expect(problem.type == Problem.typePrefix + "store-unavailable")
            #expect(problem.detail?.contains("nicht sicher") == true)
            try await running.pipeline.entry.write {
                try $0.database.execute(sql: "PRAGMA max_page_count = 100000")
            }
            #expect(try await post(number).status == .created)
        }
    }
}
