import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Synchronization
import Testing

@testable import Runtime

/// A service and an OpenID provider beside each other; the test is the browser.
struct SignInBench: Sendable {
    let rig: Rig
    let provider: TestProvider
    /// The service's time.
    let clock: SharedClock
    private let client: any TestClientProtocol

    final class SharedClock: Sendable {
        private let value: Mutex<Date>
        init(_ now: Date) { value = Mutex(now) }
        func withLock<Value: Sendable>(_ body: (inout sending Date) -> sending Value) -> Value {
            value.withLock(body)
        }
    }

    static func run(_ test: @Sendable @escaping (SignInBench) async throws -> Void) async throws {
        let rig = try Rig()
        let provider = TestProvider(forge: { try Forge(rig.key) })
        try Data("secret words\n".utf8).write(to: URL(filePath: rig.directory.path).appending(path: "secret"))
        try await Application(router: provider.router, logger: .silent).test(.live) { providerClient in
            let port = try #require(providerClient.port)
            provider.issuer.withLock { $0 = "http://localhost:\(port)" }
            let clock = SharedClock(Date(timeIntervalSince1970: Date().timeIntervalSince1970.rounded(.down)))
            let running = try await rig.running(
                [
                    "KIM_OIDC_ISSUER": "http://localhost:\(port)", "KIM_OIDC_CLIENT_ID": TestProvider.clientID,
                    "KIM_OIDC_CLIENT_SECRET_FILE": rig.directory.path + "/secret",
                    "KIM_PUBLIC_ADDRESS": "https://kim.example",
                ], clock: { clock.withLock { $0 } })
            try await rig.askBare(running) { client in
                try await test(SignInBench(rig: rig, provider: provider, clock: clock, client: client))
            }
        }
    }

    // MARK: - Browser

    /// A sign-in that has begun: what the provider was asked, and the cookie.
    struct Begun {
        let query: [String: String]
        let cookie: String
    }

    func begin(to target: String = "/") async throws -> Begun {
        let answer = try await get("/sign-in?to=\(FormText.encode(target))", cookie: nil)
        #expect(answer.status == .seeOther)
        let address = try #require(answer.headers[.location].flatMap { URLComponents(string: $0) })
        #expect(address.path == "/authorize")
        let items = (address.queryItems ?? []).map { ($0.name, $0.value ?? "") }
        let cookie = try #require(answer.headers[.setCookie])
        #expect(cookie.contains("HttpOnly") && cookie.contains("Secure") && cookie.contains("SameSite=Lax"))
        return Begun(query: Dictionary(items) { $1 }, cookie: cookie)
    }

    func end(code: String?, state: String?, cookie: String?, issuer: String? = nil) async throws -> TestResponse {
        let fields = [("code", code), ("state", state), ("iss", issuer)].compactMap { name, value in
            value.map { (name, $0) }
        }
        return try await get("/sign-in/callback?\(FormText.encode(fields))", cookie: cookie)
    }

    /// The cookie of somebody who signed in.
    func session() async throws -> String {
        let begun = try await begin()
        let code = try provider.grant(begun.query)
        let ended = try await end(code: code, state: begun.query["state"], cookie: begun.cookie)
        return try #require(ended.headers[values: .setCookie].first { !$0.contains("Max-Age=0") })
    }

    func get(_ uri: String, cookie: String?) async throws -> TestResponse {
        try await client.execute(uri: uri, method: .get, headers: SignInBench.headers(cookie, nil))
    }

    func post(_ uri: String, cookie: String?, origin: String?) async throws -> TestResponse {
        try await client.execute(
            uri: uri, method: .post, headers: SignInBench.headers(cookie, origin),
            body: ByteBuffer(string: #"{"text": "a"}"#))
    }

    private static func headers(_ cookie: String?, _ origin: String?) -> HTTPFields {
        var headers = HTTPFields()
        if let cookie { headers[.cookie] = String(cookie.prefix { $0 != ";" }) }
        if let origin { headers[.origin] = origin }
        return headers
    }
}

/// A small OpenID provider.
final class TestProvider: Sendable {
    static let clientID = "kim-pages"

    private struct Grant: Sendable {
        let challenge: String
        let token: String
    }

    let issuer = Mutex("")
    private let grants = Mutex<[String: Grant]>([:])
    private let forge: @Sendable () throws -> Forge

    init(forge: @Sendable @escaping () throws -> Forge) { self.forge = forge }

    /// Somebody signed in at the provider: the code for it.
    func grant(_ query: [String: String], as fraud: SessionTests.Fraud? = nil) throws -> String {
        let issuer = issuer.withLock { $0 }
        let audience: JSON =
            switch fraud {
            case .wrongAudience: .text("other-pages")
            case .audienceOfMany: .list([TestProvider.clientID, "other-pages"])
            default: .text(TestProvider.clientID)
            }
        let honest = try forge()
        let signer = fraud == .foreignKey ? Forge(id: honest.id) : honest
        let token = try signer.signed(
            header: ["typ": .text("JWT")],
            payload: [
                "iss": .text(fraud == .wrongIssuer ? "https://other.example" : issuer), "aud": audience,
                "nonce": .text(query["nonce"] ?? ""),
            ])
        return grants.withLock { grants in
            let code = "code-\(grants.count)-\(query["state"]?.prefix(6) ?? "")"
            grants[code] = Grant(challenge: query["code_challenge"] ?? "", token: token)
            return code
        }
    }

    var router: Router<BasicRequestContext> {
        let router = Router()
        router.get("/.well-known/openid-configuration") { _, _ in
            let issuer = self.issuer.withLock { $0 }
            return TestProvider.json([
                "issuer": issuer, "authorization_endpoint": issuer + "/authorize", "token_endpoint": issuer + "/token",
                "jwks_uri": issuer + "/keys",
            ])
        }
        router.get("/keys") { _, _ in
            Response(status: .ok, body: .init(byteBuffer: ByteBuffer(bytes: try self.forge().keySet)))
        }
        router.post("/token") { request, _ in
            let body = String(buffer: try await request.body.collect(upTo: 10_000))
            let form = Dictionary(
                (URLComponents(string: "?\(body)")?.queryItems ?? []).map { ($0.name, $0.value ?? "") }
            ) { $1 }
            let client = Data("\(TestProvider.clientID):secret%20words".utf8).base64EncodedString()
            // A code is good once.
            let grant = self.grants.withLock { $0.removeValue(forKey: form["code"] ?? "") }
            let proof = Base64URL.encode(Data(SHA256.hash(data: Data((form["code_verifier"] ?? "").utf8))))
            guard let grant, grant.challenge == proof, request.headers[.authorization] == "Basic \(client)",
                form["grant_type"] == "authorization_code",
                form["redirect_uri"] == "https://kim.example/sign-in/callback"
            else { return Response(status: .badRequest) }
            return TestProvider.json(["id_token": grant.token, "token_type": "Bearer"])
        }
        return router
    }

    private static func json(_ fields: [String: String]) -> Response {
        let body = (try? JSONEncoder().encode(fields)) ?? Data()
        return Response(
            status: .ok, headers: [.contentType: "application/json"],
            body: .init(byteBuffer: ByteBuffer(bytes: body)))
    }
}
