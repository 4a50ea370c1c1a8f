import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import Testing

@testable import Runtime

@Suite("Tokens over HTTP")
struct TokenTests {
    /// A forged or broken request, made from the parts of a good token.
    struct Attack: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let headers: @Sendable (Forge) throws -> [String]

        init(_ name: String, _ headers: @Sendable @escaping (Forge) throws -> [String]) {
            (testDescription, self.headers) = (name, headers)
        }

        /// An attack by one bearer token.
        static func token(_ name: String, _ token: @Sendable @escaping (Forge) throws -> String) -> Attack {
            Attack(name) { ["Bearer \(try token($0))"] }
        }

        /// An attack by a token that the right key signed, with other fields.
        static func signed(
            _ name: String, header: [String: JSON?] = [:], payload: [String: JSON?] = [:]
        ) -> Attack {
            .token(name) { try $0.signed(header: header, payload: payload) }
        }
    }

    private static let now = Int(Date().timeIntervalSince1970)

    @Test(
        "Every forged, foreign, old, early or malformed token is answered 401 alike",
        arguments: [
            Attack("no header at all") { _ in [] },
            .token("alg none, unsigned") { try $0.unsigned(header: ["alg": .text("none")]) + "." },
            .token("alg none, with the old signature") {
                try $0.unsigned(header: ["alg": .text("none")]) + "." + $0.goodSignature()
            },
            .token("alg NoNe") { try $0.unsigned(header: ["alg": .text("NoNe")]) + "." },
            .token("algorithm confusion: HS256 under the public key") { try $0.confused(with: $0.publicPoint) },
            .token("algorithm confusion: HS256 under the key set's text") { try $0.confused(with: $0.keySet) },
            .token("algorithm confusion: HS256 under the empty key") { try $0.confused(with: Data()) },
            .signed("another asymmetric algorithm", header: ["alg": .text("ES384")]),
            .signed("lower-case algorithm", header: ["alg": .text("es256")]),
            .signed("no algorithm", header: ["alg": nil]),
            .signed("unknown key id", header: ["kid": .text("development-other")]),
            .signed("key id that is a path", header: ["kid": .text("../../../dev/null")]),
            .signed("no key id", header: ["kid": nil]),
            .token("own key under a known id") { try Forge(id: $0.id).signed() },
            .token("own key in the header") { forge in
                try Forge(id: forge.id).signed(
                    header: ["jwk": .text(forge.keySetText), "jku": .text("http://x.example")])
            },
            .signed("critical extension", header: ["crit": .list(["exp"])]),
            .signed("wrong issuer", payload: ["iss": .text("https://other.example")]),
            .signed("issuer with a slash more", payload: ["iss": .text(DevelopmentKey.issuer + "/")]),
            .signed("no issuer", payload: ["iss": nil]),
            .signed("wrong audience", payload: ["aud": .text("kim-other")]),
            .signed("no audience", payload: ["aud": nil]),
            .signed("many audiences, none ours", payload: ["aud": .list(["a", "b"])]),
            .signed("expired a second ago", payload: ["exp": .number(now - 1)]),
            .signed("no end", payload: ["exp": nil]),
            .signed("end that is text", payload: ["exp": .text("2099-01-01")]),
            .signed("not yet valid", payload: ["nbf": .number(now + 300)]),
            .signed("issued in the future", payload: ["iat": .number(now + 300)]),
            .signed("no subject", payload: ["sub": nil]),
            .signed("subject with a line break", payload: ["sub": .text("a\nb")]),
            .signed("claims of another form", payload: ["kim": .list(["operator"])]),
            .signed("wrong typ: id token of nobody", header: ["typ": .text("id+jwt")]),
            .signed("wrong typ: sign-in", header: ["typ": .text(DevelopmentKey.Use.signIn.rawValue)]),
            .signed("no typ", header: ["typ": nil]),
            .token("tampered payload") { try $0.tampered() },
            .token("tampered signature") { try $0.unsigned() + "." + Base64URL.encode(Data(repeating: 7, count: 64)) },
            .token("signature of zeros") { try $0.unsigned() + "." + Base64URL.encode(Data(count: 64)) },
            .token("no signature") { try $0.unsigned() + "." },
            .token("padding at the end") { try $0.signed() + "=" },
            .token("encrypted form (JWE)") { try $0.signed() + ".AAAA.AAAA" },
            .token("two parts") { try $0.unsigned() },
            .token("nothing") { _ in "" },
            .token("a header of 64 KB") { try $0.signed() + String(repeating: "A", count: 64 << 10) },
            .signed("9 KB, rightly signed", payload: ["more": .text(String(repeating: "a", count: 9000))]),
            Attack("two headers") { forge in Array(repeating: "Bearer \(try forge.signed())", count: 2) },
            Attack("two tokens in one header") { ["Bearer \(try $0.signed()), Bearer \(try $0.signed())"] },
            Attack("another scheme") { ["Basic \(try $0.signed())"] },
            Attack("two blanks") { ["Bearer  \(try $0.signed())"] },
            Attack("no scheme") { [try $0.signed()] },
        ])
    func attacks(_ attack: Attack) async throws {
        let rig = try Rig()
        let forge = try Forge(rig.key)
        let logs = LogLines()
        let running = try await rig.running(logger: logs.logger)
        var headers = HTTPFields()
        for value in try attack.headers(forge) { headers.append(HTTPField(name: .authorization, value: value)) }
        let sent = headers
        let answer = try await rig.askBare(running, live: true, logger: logs.logger) { client in
            try await client.execute(uri: "/v1/notes", method: .get, headers: sent)
        }
        #expect(answer.status == .unauthorized)
        #expect(answer.headers[.wwwAuthenticate]?.hasPrefix("Bearer") == true)
        #expect(answer.headers[.contentType] == Problem.mediaType)
        let problem = try answer.read(ReadProblem.self)
        #expect(problem.type == Problem.typePrefix + "unauthenticated")
        #expect(problem.detail == nil && problem.errors == nil)
        let told = logs.lines.filter { $0.contains("token refused") }
        #expect(told.count == 1)
        for value in sent[values: .authorization] where value.utf8.count > 20 {
            #expect(!logs.lines.joined().contains(value.suffix(20)))
        }
    }

    @Test("A good token is let in, whatever its audience's form and however slightly the issuer's clock is ahead")
    func good() async throws {
        let rig = try Rig()
        let forge = try Forge(rig.key)
        let later = TokenTests.now + 50
        let tokens = [
            try rig.token([.caseManager]), try forge.signed(),
            try forge.signed(payload: ["aud": .list(["other", "kim"])]),
            try forge.signed(header: ["typ": .text("JWT")]),
            try forge.signed(payload: ["iat": .number(later), "nbf": .number(later)]),
        ]
        try await rig.askBare(try await rig.running()) { client in
            for token in tokens {
                let answer = try await client.execute(
                    uri: "/v1/notes", method: .get, headers: [.authorization: "bearer \(token)"])
                #expect(answer.status == .ok)
            }
        }
    }

    @Test("A role that the route does not name is answered 403, and the log names principal and route template only")
    func refusedRole() async throws {
        let rig = try Rig()
        let logs = LogLines()
        let running = try await rig.running(logger: logs.logger)
        let token = try rig.token([.statistician])
        let answer = try await rig.askBare(running, logger: logs.logger) { client in
            try await client.execute(
                uri: "/v1/notes?limit=7", method: .get, headers: [.authorization: "Bearer \(token)"])
        }
        #expect(answer.status == .forbidden)
        #expect(try answer.read(ReadProblem.self).title == "Ihre Rolle erlaubt das nicht")
        let told = logs.lines.filter { $0.contains("role refused") }
        #expect(told.count == 1)
        #expect(told.allSatisfy { $0.contains("tester") && $0.contains("/v1/notes") && !$0.contains("limit") })
    }

    @Test("Who one is can be asked for")
    func me() async throws {
        struct Me: Decodable {
            let principal: String
            let roles: [String]
        }
        let rig = try Rig()
        let token = try rig.token([.operator, .publisher])
        let me = try await rig.askBare(try await rig.running()) { client in
            try await client.execute(uri: "/v1/me", method: .get, headers: [.authorization: "Bearer \(token)"])
                .read(Me.self)
        }
        #expect(me.principal == "tester")
        #expect(me.roles == ["operator", "publisher"])
    }
}
