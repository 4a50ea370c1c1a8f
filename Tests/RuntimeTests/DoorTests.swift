import Foundation
import GRDB
import Hummingbird
import HummingbirdTesting
import Testing

@testable import Pipeline
@testable import Runtime

@Suite("Routes while the store is not known to be whole")
struct DoorTests {
    private func ask(
        _ running: RunningService, _ uri: String, token: String, method: HTTPRequest.Method = .get
    ) async throws -> TestResponse {
        try await Application(responder: running.router.responder, logger: .silent).test(.router) { client in
            try await client.execute(uri: uri, method: method, headers: [.authorization: "Bearer \(token)"])
        }
    }

    @Test("Until a restore is done nobody sees what the store keeps, on pages or over HTTP; operations go on")
    func notReady() async throws {
        let rig = try Rig()
        let running = try await rig.running()
        let token = try rig.token()
        for uri in ["/v1/notes", "/notes"] {
            let answer = try await ask(running, uri, token: token)
            #expect(answer.status == .serviceUnavailable, "\(uri)")
            #expect(answer.headers[.retryAfter] == "5")
        }
        let problem = try await ask(running, "/v1/notes", token: token).read(ReadProblem.self)
        #expect(problem.type == Problem.typePrefix + "not-ready")
        for uri in [
            "/health/live", "/metrics", "/openapi.yaml", "/codelists/genders", "/v1/me", "/v1/status", "/v1/positions",
            "/v1/dead-letters", "/v1/outbox",
        ] {
            #expect(try await ask(running, uri, token: token).status == .ok, "\(uri)")
        }
        running.pipeline.entry.gate.open()
        for uri in ["/v1/notes", "/notes"] {
            #expect(try await ask(running, uri, token: token).status == .ok, "\(uri)")
        }
    }

    @Test("Who has a name and not the role is written down, whatever was asked for; who has no name is not")
    func roles() async throws {
        let rig = try Rig()
        let running = try await rig.running()
        let token = try rig.token([.supervisor])
        #expect(try await ask(running, "/v1/notes", token: token, method: .post).status == .forbidden)
        #expect(try await ask(running, "/v1/status", token: token).status == .forbidden)
        #expect(try await ask(running, "/v1/notes", token: "none").status == .unauthorized)
        let audit = try await running.pipeline.entry.store.read {
            try String.fetchAll($0, sql: "SELECT actor || ' ' || action || ' ' || subject FROM audit ORDER BY seq")
        }
        #expect(audit == ["tester role-refused statistics", "tester role-refused statistics"])
    }
}
