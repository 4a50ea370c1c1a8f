import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Models
import TestSupport
import Testing

@testable import CaseHandling
@testable import Intake
@testable import Runtime
@testable import Statistics
@testable import Supervision

@Suite("Who may use which route")
struct RoutesTests {
    /// Every guarded route of a service with the roles that may use it.
    private typealias Permissions = [String: Set<Role>]

    /// What every service has.
    private static let common: Permissions = [
        "GET /v1/me": .everybody,
        "GET /v1/status": [.operator],
        "GET /v1/positions": [.operator],
        "POST /v1/positions/acceptances": [.operator],
        "GET /v1/dead-letters": [.operator],
        "GET /v1/dead-letters/{id}": [.operator],
        "POST /v1/dead-letters/{id}/retries": [.operator],
        "POST /v1/dead-letters/{id}/discards": [.operator],
        "GET /v1/outbox": [.operator],
        "POST /v1/outbox/resends": [.operator],
    ]

    /// What is open to everybody.
    private static let open: Set<String> = [
        "GET /health/live", "GET /health/ready", "GET /metrics", "GET /codelists/{name}", "GET /openapi.yaml",
        "GET /sign-in/once", "POST /sign-out", "GET /signed-out", "GET /style.css",
    ]

    @Test("Intake: publishers send and read their receipts, clearing staff see requests")
    func intake() async throws {
        try await check(
            IntakeService.self,
            [
                "POST /v1/submissions": [.publisher],
                "GET /v1/receipts": [.publisher],
                "POST /v1/submissions:validate": [.publisher],
                "GET /v1/requests": [.intakeClerk],
                "GET /v1/worklist": [.intakeClerk],
                "GET /v1/requests/{id}": [.intakeClerk],
                "POST /v1/requests/{id}/decisions": [.intakeClerk],
                "POST /v1/requests/{id}/persons": [.intakeClerk],
                "GET /v1/unmet-demand": [.intakeClerk, .coordinator],
                "GET /v1/publishers": [.intakeClerk, .coordinator, .operator],
                "GET /": [.intakeClerk, .coordinator, .operator],
                "GET /worklist": [.intakeClerk],
                "GET /requests/{id}": [.intakeClerk],
                "POST /requests/{id}/decisions": [.intakeClerk],
                "POST /requests/{id}/persons": [.intakeClerk],
                "GET /unmet-demand": [.intakeClerk, .coordinator],
                "GET /publishers": [.intakeClerk, .coordinator, .operator],
            ])
    }

    @Test("CaseHandling: case managers work on cases, the supervision reads them")
    func caseHandling() async throws {
        let readers: Set<Role> = [.caseManager, .supervisor, .coordinator]
        try await check(
            CaseHandlingService.self,
            [
                "GET /v1/cases": readers,
                "GET /v1/cases/{id}": readers,
                "POST /v1/cases/{id}/assessments": [.caseManager],
                "POST /v1/cases/{id}/closures": [.caseManager],
            ])
    }

    @Test("Supervision: supervisors and coordinators alone")
    func supervision() async throws {
        try await check(
            SupervisionService.self,
            ["GET /v1/posts": [.supervisor, .coordinator], "GET /v1/notices": [.supervisor, .coordinator]])
    }

    @Test("Statistics: exact figures for statisticians and coordinators alone")
    func statistics() async throws {
        try await check(StatisticsService.self, ["GET /v1/figures": [.statistician, .coordinator]])
    }

    // MARK: - The check

    private func check<S: Microservice>(_ type: S.Type, _ own: Permissions) async throws {
        let deployment = try AccessRig()
        let running = try await deployment.running(S.self)
        let expected = RoutesTests.common.merging(own) { $1 }
        let found = Set(running.router.routes.map { "\($0.method) \($0.path)" })
        #expect(found == RoutesTests.open.union(expected.keys))
        let document = try APIReading(running.document.text)
        #expect(document.permissions == RoutesTests.documented(expected))
        #expect(try APIReading.problems(of: S.self).subtracting(document.problems) == [])
        try await Application(responder: running.router.responder, logger: .quiet).test(.router) { client in
            for (route, permitted) in expected {
                try await RoutesTests.check(route, permitted, client, deployment)
            }
        }
    }

    /// The routes that programs use, with who may; `nil` for everybody, without a token.
    private static func documented(_ permissions: Permissions) -> [String: Set<Role>?] {
        var documented: [String: Set<Role>?] = permissions.filter { $0.key.contains(" /v1/") }
        for route in open where APIReading.areas.contains(where: route.contains) {
            documented.updateValue(nil, forKey: route)
        }
        return documented
    }

    private static func check(
        _ route: String, _ permitted: Set<Role>, _ client: any TestClientProtocol, _ deployment: AccessRig
    ) async throws {
        let parts = route.split(separator: " ")
        let method = try #require(HTTPRequest.Method(String(parts[0])))
        let uri = String(parts[1]).replacing("{id}", with: "some")
        for method in method == .get ? [.get, .head] : [method] {
            func status(_ token: String?) async throws -> HTTPResponse.Status {
                let headers: HTTPFields = token.map { [.authorization: "Bearer \($0)"] } ?? [:]
                return try await client.execute(uri: uri, method: method, headers: headers) { $0.status }
            }
            #expect(try await status(nil) == .unauthorized, "\(method) \(route) without token")
            #expect(try await status(deployment.token([])) == .forbidden, "\(method) \(route) without role")
            for role in Role.allCases {
                let answer = try await status(deployment.token([role]))
                if permitted.contains(role) {
                    #expect(![.unauthorized, .forbidden].contains(answer), "\(method) \(route) as \(role)")
                } else {
                    #expect(answer == .forbidden, "\(method) \(route) as \(role)")
                }
            }
        }
    }
}
