import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing

@testable import Intake
@testable import Pipeline
@testable import Runtime

@Suite("Sessions on pages")
struct PageSessionTests {
    /// Where browsers see the service.
    private static let own = "http://127.0.0.1:0"

    /// Somebody's session at Intake, as a browser holds it after a one-time address.
    private func session(
        _ roles: Set<Role>, _ deployment: AccessRig, _ client: any TestClientProtocol
    ) async throws -> String {
        let token = try deployment.key.sign(
            .init(
                about: "tester", Identity.Claims(roles: Array(roles), municipalities: ["05754008"]), audience: "kim",
                at: Date(), seconds: 120, id: UUID().uuidString), for: .signIn)
        let answer = try await client.execute(uri: "/sign-in/once?token=\(token)", method: .get) { $0 }
        return String(try #require(answer.headers[.setCookie]).prefix { $0 != ";" })
    }

    private func run(
        isReady: Bool = true, _ test: @Sendable @escaping (AccessRig, any TestClientProtocol) async throws -> Void
    ) async throws {
        let deployment = try AccessRig()
        let running = try await deployment.running(IntakeService.self)
        if isReady { running.pipeline.entry.gate.open() }
        try await Application(responder: running.router.responder, logger: .quiet).test(.router) { client in
            try await test(deployment, client)
        }
    }

    @Test("Whoever has no session, or too small a role, gets a page that says so")
    func refusals() async throws {
        try await run { deployment, client in
            let nobody = try await client.execute(uri: "/worklist", method: .get) { $0 }
            #expect(nobody.status == .unauthorized)
            #expect(String(buffer: nobody.body).contains("<h1>Bitte melden Sie sich an</h1>"))
            let cookie = try await session([.operator], deployment, client)
            let headers: HTTPFields = [.cookie: cookie + "; kim-language=en"]
            let small = try await client.execute(uri: "/worklist", method: .get, headers: headers) { $0 }
            #expect(small.status == .forbidden)
            #expect(String(buffer: small.body).contains("<h1>Your role does not permit this</h1>"))
            let first = try await client.execute(uri: "/", method: .get, headers: headers) { $0 }
            #expect(first.status == .seeOther && first.headers[.location] == "/publishers")
        }
    }

    // What passed the gate is told that the service, which does not run here, is not ready.
    @Test("A form is taken from the service's own pages only, also for signing out")
    func origin() async throws {
        try await run(isReady: false) { deployment, client in
            let cookie = try await session([.intakeClerk], deployment, client)
            for (origin, status) in [
                (nil, HTTPResponse.Status.unauthorized), ("null", .unauthorized),
                ("https://evil.example", .unauthorized),
                (Self.own, .serviceUnavailable),
            ] {
                var headers: HTTPFields = [.cookie: cookie, .contentType: "application/x-www-form-urlencoded"]
                if let origin { headers[.origin] = origin }
                let answer = try await client.execute(
                    uri: "/requests/some/persons", method: .post, headers: headers,
                    body: ByteBuffer(string: "other=one&decision=same")
                ) { $0 }
                #expect(answer.status == status)
                #expect(answer.headers[.contentType] == "text/html; charset=utf-8")
            }
            let out = try await client.execute(
                uri: "/sign-out", method: .post, headers: [.cookie: cookie, .origin: Self.own]
            ) { $0 }
            #expect(out.headers[.location] == "/signed-out")
        }
    }

    @Test("The stylesheet may be kept, a page may not; what is unknown is a page to a browser, a problem to a program")
    func kinds() async throws {
        try await run { _, client in
            let style = try await client.execute(uri: "/style.css", method: .get) { $0 }
            #expect(style.headers[.cacheControl] == "public, max-age=86400")
            let page = try await client.execute(uri: "/nothing", method: .get, headers: [.accept: "text/html,*/*"]) {
                $0
            }
            #expect(page.status == .notFound && page.headers[.contentType] == "text/html; charset=utf-8")
            #expect(page.headers[.cacheControl] == "no-store")
            for uri in ["/nothing", "/v1/nothing"] {
                let problem = try await client.execute(uri: uri, method: .get) { $0 }
                #expect(problem.headers[.contentType] == Problem.mediaType)
            }
        }
    }
}
