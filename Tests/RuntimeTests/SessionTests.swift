import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Synchronization
import Testing

@testable import Runtime

@Suite("Sessions of pages", .timeLimit(.minutes(1)))
struct SessionTests {
    private static let session = "__Host-kim-statistics"

    // MARK: - Code flow

    @Test("Somebody signs in with the provider and then has a session that scripts and foreign pages cannot use")
    func signIn() async throws {
        try await SignInBench.run { bench in
            let begun = try await bench.begin(to: "/cases?page=2")
            #expect(begun.query["code_challenge_method"] == "S256")
            #expect(begun.query["response_type"] == "code")
            #expect(begun.query["redirect_uri"] == "https://kim.example/sign-in/callback")
            let code = try bench.provider.grant(begun.query)
            let ended = try await bench.end(code: code, state: begun.query["state"], cookie: begun.cookie)
            #expect(ended.status == .seeOther)
            #expect(ended.headers[.location] == "/cases?page=2")
            let set = ended.headers[values: .setCookie]
            let session = try #require(set.first { $0.hasPrefix("\(SessionTests.session)=") })
            for attribute in ["HttpOnly", "Secure", "SameSite=Lax", "Path=/", "Max-Age=28800"] {
                #expect(session.contains(attribute))
            }
            #expect(set.contains { $0.hasPrefix("\(SessionTests.session)-sign-in=;") && $0.contains("Max-Age=0") })
            let me = try await bench.get("/v1/me", cookie: session)
            #expect(me.status == .ok && me.text.contains("\"principal\":\"tester\""))
            #expect(try await bench.get("/v1/notes", cookie: session).status == .ok)
            #expect(try await bench.get("/v1/status", cookie: session).status == .forbidden)
        }
    }

    enum Fraud: String, CaseIterable, Sendable {
        case stateOfAnother, noState, noCookie, cookieOfAnother, alteredCookie, noCode, unknownCode, replayedCode
        case wrongNonce, wrongAudience, audienceOfMany, wrongIssuer, foreignKey, otherProvider, wrongVerifier
    }

    @Test("No fraud on the way gives a session, and all are told alike", arguments: Fraud.allCases)
    func frauds(_ fraud: Fraud) async throws {
        try await SignInBench.run { bench in
            let begun = try await bench.begin()
            let other = try await bench.begin()
            var query = begun.query
            switch fraud {
            case .wrongNonce: query["nonce"] = other.query["nonce"]
            case .wrongVerifier: query["code_challenge"] = other.query["code_challenge"]
            default: break
            }
            let good = try bench.provider.grant(query, as: fraud)
            if fraud == .replayedCode {
                let first = try await bench.end(code: good, state: query["state"], cookie: begun.cookie)
                #expect(first.status == .seeOther)
            }
            let code: String? =
                switch fraud {
                case .noCode: nil
                case .unknownCode: "guessed"
                default: good
                }
            let state: String? =
                switch fraud {
                case .stateOfAnother: other.query["state"]
                case .noState: nil
                default: query["state"]
                }
            let cookie: String? =
                switch fraud {
                case .noCookie: nil
                case .cookieOfAnother: other.cookie
                case .alteredCookie: begun.cookie.replacing(/=.{5}/, with: "=AQAAA")
                default: begun.cookie
                }
            let ended = try await bench.end(
                code: code, state: state, cookie: cookie,
                issuer: fraud == .otherProvider ? "https://other.example" : nil)
            #expect(ended.status == .unauthorized)
            #expect(try ended.read(ReadProblem.self).title == "Die Anmeldung ist nicht gelungen")
            #expect(!ended.headers[values: .setCookie].contains { $0.hasPrefix("\(SessionTests.session)=") })
        }
    }

    @Test(
        "After signing in nobody is sent elsewhere",
        arguments: [
            ("/cases", "/cases"), ("/cases/1?tab=plan#top", "/cases/1?tab=plan#top"), ("", "/"), ("cases", "/"),
            ("https://evil.example", "/"), ("//evil.example", "/"), ("/\\evil.example", "/"), ("/\t/evil.example", "/"),
            ("javascript:alert(1)", "/"), ("/\r\nset-cookie: a=b", "/"), ("/ü", "/"),
            ("/" + String(repeating: "a", count: 600), "/"),
        ])
    func openRedirects(asked: String, target: String) {
        #expect(SignInRoutes.localPath(asked) == target)
    }

    // MARK: - Using a session

    @Test("A change with a session is taken from the service's own pages only")
    func origin() async throws {
        try await SignInBench.run { bench in
            let session = try await bench.session()
            for (origin, status) in [
                (nil, HTTPResponse.Status.unauthorized), ("null", .unauthorized),
                ("https://evil.example", .unauthorized),
                ("https://kim.example.evil.example", .unauthorized), ("http://kim.example", .unauthorized),
                ("https://kim.example", .created),
            ] {
                #expect(try await bench.post("/v1/notes", cookie: session, origin: origin).status == status)
            }
            let foreign = try await bench.post("/sign-out", cookie: session, origin: "https://evil.example")
            #expect(foreign.status == .unauthorized)
            let out = try await bench.post("/sign-out", cookie: session, origin: "https://kim.example")
            #expect(out.status == .seeOther)
            #expect(out.headers[.setCookie]?.contains("Max-Age=0") == true)
        }
    }

    @Test("Whoever is not signed in is led from a page to the sign-in; from a form not, which browsers would stop")
    func pages() async throws {
        try await SignInBench.run { bench in
            let led = try await bench.get("/notes?page=2&lang=en", cookie: nil)
            #expect(led.status == .seeOther)
            #expect(led.headers[.location] == "/sign-in?to=%2Fnotes%3Fpage%3D2%26lang%3Den")
            let form = try await bench.post("/notes", cookie: nil, origin: "https://kim.example")
            #expect(form.status == .unauthorized && form.text.contains("<h1>Bitte melden Sie sich an</h1>"))
            let session = try await bench.session()
            let page = try await bench.get("/notes", cookie: session)
            #expect(page.status == .ok && page.text.contains("<strong>tester</strong>"))
            let small = try await bench.get("/broken", cookie: session)
            #expect(small.status == .internalServerError && !small.text.contains("secret words"))
            let json = try await bench.post("/notes", cookie: session, origin: "https://kim.example")
            #expect(json.status == .unsupportedMediaType)
        }
    }

    @Test("A session ends after eight hours, and no other service's or altered one is taken")
    func end() async throws {
        try await SignInBench.run { bench in
            let session = try await bench.session()
            let altered = session.replacing(/=.{5}/, with: "=AQAAA")
            #expect(try await bench.get("/v1/notes", cookie: altered).status == .unauthorized)
            let renamed = session.replacing("statistics", with: "statistics-sign-in")
            #expect(try await bench.get("/v1/notes", cookie: renamed).status == .unauthorized)
            bench.clock.withLock { $0 += 8 * 3600 - 1 }
            #expect(try await bench.get("/v1/notes", cookie: session).status == .ok)
            bench.clock.withLock { $0 += 1 }
            #expect(try await bench.get("/v1/notes", cookie: session).status == .unauthorized)
        }
    }

    // MARK: - Development

    @Test("A one-time address signs in once, for a short time, and no other token does")
    func oneTime() async throws {
        try await SignInBench.run { bench in
            func use(_ token: String) async throws -> HTTPResponse.Status {
                try await bench.get("/sign-in/once?token=\(token)", cookie: nil).status
            }
            func token(
                _ id: String?, from instant: Date? = nil, seconds: Int = 120, for use: DevelopmentKey.Use = .signIn
            ) throws -> String {
                try bench.rig.key.sign(
                    .init(
                        about: "tester", Identity.Claims(roles: [.caseManager]), audience: "kim",
                        at: instant ?? bench.clock.withLock { $0 }, seconds: seconds, id: id), for: use)
            }
            let first = try token("1")
            #expect(try await use(first) == .seeOther)
            #expect(try await use(first) == .unauthorized)
            #expect(try await use(token("2")) == .seeOther)
            #expect(try await use(token(nil)) == .unauthorized)
            #expect(try await use(token("3", seconds: 3600)) == .unauthorized)
            #expect(try await use(token("4", for: .access)) == .unauthorized)
            let beforeStart = bench.clock.withLock { $0 } - 60
            #expect(try await use(token("5", from: beforeStart)) == .unauthorized)
        }
    }

    @Test("In production there is no one-time address, and a development key stops the start")
    func production() async throws {
        let rig = try Rig()
        let changes = ["KIM_MODE": "production", "KIM_JWT_ISSUER": "https://issuer.example"]
        let error = await #expect(throws: ConfigurationError.self) { _ = try await rig.running(changes) }
        let words = try #require(error?.description)
        #expect(words.contains("KIM_JWKS") && words.contains("KIM_MODE"))

        let place = URL(filePath: rig.directory.path).appending(path: "jwks")
        let renamed = try String(contentsOf: place, encoding: .utf8).replacing("development-", with: "key-")
        try Data(renamed.utf8).write(to: place)
        try await rig.askBare(try await rig.running(changes)) { client in
            let answer = try await client.execute(uri: "/sign-in/once?token=a", method: .get)
            #expect(answer.status == .notFound)
        }
    }
}
