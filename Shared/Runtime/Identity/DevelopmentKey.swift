import Crypto
import Foundation

/// A key that signs tokens without an identity provider, for development and demonstrations only: services refuse it
/// unless `KIM_MODE` is `development`.
public struct DevelopmentKey: Sendable {
    /// What the ids of such keys begin with.
    public static let idPrefix = "development-"
    /// The issuer that services expect in development mode unless `KIM_JWT_ISSUER` names another.
    public static let issuer = "https://development.kim.example"

    private struct File: Codable {
        let id: String
        let key: Data
    }

    private let id: String
    private let key: P256.Signing.PrivateKey

    /// Reads a file as ``makeFile()`` makes it; `nil` for anything else.
    public init?(file: Data) {
        guard let content = try? JSONDecoder().decode(File.self, from: file),
            content.id.hasPrefix(DevelopmentKey.idPrefix),
            let key = try? P256.Signing.PrivateKey(rawRepresentation: content.key)
        else { return nil }
        (id, self.key) = (content.id, key)
    }

    /// A fresh key, made of system randomness.
    public static func makeFile() throws -> Data {
        let key = P256.Signing.PrivateKey()
        let name = Base64URL.encode(Data(SHA256.hash(data: key.publicKey.rawRepresentation)).prefix(6))
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        return try encoder.encode(File(id: idPrefix + name, key: key.rawRepresentation))
    }

    /// The key set (RFC 7517) with which services verify what this key signs.
    public func keySet() throws -> Data {
        let point = key.publicKey.rawRepresentation
        let entry = [
            "kid": id, "kty": "EC", "crv": "P-256", "alg": "ES256", "use": "sig",
            "x": Base64URL.encode(point.prefix(32)), "y": Base64URL.encode(point.suffix(32)),
        ]
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        return try encoder.encode(["keys": [entry]])
    }

    /// What a token says.
    public struct Statement: Encodable, Sendable {
        let iss: String
        let aud: String
        let sub: String
        let iat: Int
        let exp: Int
        let jti: String?
        let kim: Identity.Claims

        /// A statement about a subject.
        ///
        /// - Parameters:
        ///   - seconds: how long it holds.
        ///   - id: its `jti`; tokens that are good for one use have one.
        public init(
            about subject: String, _ claims: Identity.Claims, issuer: String = DevelopmentKey.issuer, audience: String,
            at instant: Date, seconds: Int, id: String? = nil
        ) {
            (iss, aud, sub, kim, jti) = (issuer, audience, subject, claims, id)
            iat = Int(instant.timeIntervalSince1970)
            exp = iat + seconds
        }
    }

    /// What a token is for, which its `typ` says.
    public enum Use: String, Sendable {
        /// A bearer token of requests (RFC 9068).
        case access = "at+jwt"
        /// A sign-in address that is good once.
        case signIn = "sign-in+jwt"
    }

    /// A signed token (RFC 7515, compact).
    public func sign(_ statement: Statement, for use: Use = .access) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let header = ["alg": "ES256", "kid": id, "typ": use.rawValue]
        let signed = try Base64URL.encode(encoder.encode(header)) + "." + Base64URL.encode(encoder.encode(statement))
        return try signed + "." + Base64URL.encode(signature(of: Data(signed.utf8)))
    }

    /// The signature of bytes, as tokens carry it.
    func signature(of bytes: Data) throws -> Data { try key.signature(for: bytes).rawRepresentation }
}
