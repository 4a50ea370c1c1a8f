import Crypto
import Foundation
import Logging
import Synchronization
import Testing

@testable import Runtime

/// A value of a token's header or payload.
enum JSON: Encodable, Sendable {
    case text(String)
    case number(Int)
    case list([String])

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .text(let text): try container.encode(text)
        case .number(let number): try container.encode(number)
        case .list(let list): try container.encode(list)
        }
    }
}

/// Makes tokens by hand, good and bad ones.
struct Forge {
    let id: String
    let keySet: Data
    let publicPoint: Data
    private let sign: (Data) throws -> Data

    var keySetText: String { String(decoding: keySet, as: UTF8.self) }

    /// With the key of a deployment.
    init(_ key: DevelopmentKey) throws {
        struct Keys: Decodable {
            struct Entry: Decodable {
                let kid: String
                let x: String
                let y: String
            }
            let keys: [Entry]
        }
        keySet = try key.keySet()
        let entry = try #require(try JSONDecoder().decode(Keys.self, from: keySet).keys.first)
        id = entry.kid
        publicPoint = try #require(Base64URL.decode(entry.x)) + #require(Base64URL.decode(entry.y))
        sign = { try key.signature(of: $0) }
    }

    /// With a key of its own under somebody else's id.
    init(id: String) {
        self.id = id
        let key = P256.Signing.PrivateKey()
        (keySet, publicPoint) = (Data(), key.publicKey.rawRepresentation)
        sign = { try key.signature(for: $0).rawRepresentation }
    }

    /// Header and payload of a good token with other fields; `nil` takes a field away.
    func unsigned(header: [String: JSON?] = [:], payload: [String: JSON?] = [:]) throws -> String {
        let now = Int(Date().timeIntervalSince1970)
        let goodHeader: [String: JSON?] = ["alg": .text("ES256"), "kid": .text(id), "typ": .text("at+jwt")]
        let goodPayload: [String: JSON?] = [
            "iss": .text(DevelopmentKey.issuer), "aud": .text("kim"), "sub": .text("tester"), "iat": .number(now),
            "exp": .number(now + 600),
        ]
        let claims = try JSONEncoder().encode(Identity.Claims(roles: [.caseManager]))
        let fields = try JSONEncoder().encode(goodPayload.merging(payload) { $1 }.compactMapValues { $0 })
        var body = String(decoding: fields, as: UTF8.self)
        if payload["kim"] == nil { body = "\(body.dropLast()),\"kim\":\(String(decoding: claims, as: UTF8.self))}" }
        return try Base64URL.encode(JSONEncoder().encode(goodHeader.merging(header) { $1 }.compactMapValues { $0 }))
            + "." + Base64URL.encode(Data(body.utf8))
    }

    func signed(header: [String: JSON?] = [:], payload: [String: JSON?] = [:]) throws -> String {
        let text = try unsigned(header: header, payload: payload)
        return try text + "." + Base64URL.encode(sign(Data(text.utf8)))
    }

    func goodSignature() throws -> String { try Base64URL.encode(sign(Data(unsigned().utf8))) }

    /// HS256 with public bytes as the secret.
    func confused(with secret: Data) throws -> String {
        let text = try unsigned(header: ["alg": .text("HS256")])
        let code = HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: SymmetricKey(data: secret))
        return text + "." + Base64URL.encode(Data(code))
    }

    /// Another payload under the signature of a good token.
    func tampered() throws -> String {
        let parts = try signed().split(separator: ".")
        let other = try unsigned(payload: ["sub": .text("somebody-else")]).split(separator: ".")
        return "\(parts[0]).\(other[1]).\(parts[2])"
    }
}

/// What was logged, each line with its metadata.
final class LogLines: Sendable {
    private let written = Mutex<[String]>([])

    var lines: [String] { written.withLock { $0 } }

    var logger: Logger { Logger(label: "test") { _ in Handler(lines: self) } }

    private struct Handler: LogHandler {
        let lines: LogLines
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.info

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            lines.written.withLock { $0.append("\(event.message) \(event.metadata ?? [:])") }
        }
    }
}
