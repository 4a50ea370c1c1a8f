import Crypto
import Foundation
import Logging
import Models

/// The OpenID provider that pages sign people in with: authorization code flow with PKCE (RFC 6749, 7636, 9700).
struct IdentityProvider: Sendable {
    /// Why a sign-in failed. Logs name the code; people learn only that it failed.
    enum Fault: String, Error {
        /// The provider's own document cannot be read or names other addresses than it may.
        case discovery
        /// The provider did not take the code.
        case code
        /// The provider's answer has no identity token.
        case answer
    }

    /// What the provider says of itself (OpenID Connect Discovery).
    struct Description: Decodable, Sendable {
        let issuer: String
        let authorization: String
        let token: String
        let keys: String

        private enum CodingKeys: String, CodingKey {
            case issuer
            case authorization = "authorization_endpoint"
            case token = "token_endpoint"
            case keys = "jwks_uri"
        }
    }

    let issuer: String
    let clientID: String
    let clientSecret: String
    /// Where the provider sends browsers back to.
    let callback: String
    let verifier: TokenVerifier

    init(
        _ configuration: OIDCConfiguration, callback: String, _ context: ServiceContext
    ) throws(ConfigurationError) {
        let issuer = configuration.issuer
        guard let file = FileManager.default.contents(atPath: configuration.clientSecretFile) else {
            throw ConfigurationError(problems: [
                "KIM_OIDC_CLIENT_SECRET_FILE: \"\(configuration.clientSecretFile)\" cannot be read; a file is needed"
            ])
        }
        (self.issuer, clientID) = (issuer, configuration.clientID)
        clientSecret = String(decoding: file, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        self.callback = callback
        let mode = context.configuration.mode
        let keys = KeySource(logger: context.logger, clock: context.clock) {
            let description = try await IdentityProvider.describe(issuer)
            return try await KeySet(try await RemoteDocument.get(description.keys), mode: mode)
        }
        verifier = TokenVerifier(
            keys: keys, issuer: issuer, audience: configuration.clientID, clock: context.clock)
    }

    private static func describe(_ issuer: String) async throws -> Description {
        let place = (issuer.hasSuffix("/") ? String(issuer.dropLast()) : issuer) + "/.well-known/openid-configuration"
        guard let document = try? await RemoteDocument.get(place),
            let found = try? JSONDecoder().decode(Description.self, from: document), found.issuer == issuer,
            [found.authorization, found.token, found.keys].allSatisfy(RemoteDocument.isTrustworthy)
        else { throw Fault.discovery }
        return found
    }

    /// The address at which somebody signs in.
    func address(state: String, nonce: String, verifier: String) async throws -> String {
        let place = try await IdentityProvider.describe(issuer).authorization
        let challenge = Base64URL.encode(Data(SHA256.hash(data: Data(verifier.utf8))))
        let query = FormText.encode([
            ("response_type", "code"), ("client_id", clientID), ("redirect_uri", callback), ("scope", "openid"),
            ("state", state), ("nonce", nonce), ("code_challenge", challenge), ("code_challenge_method", "S256"),
        ])
        return place + (place.contains("?") ? "&" : "?") + query
    }

    /// Who a code stands for.
    ///
    /// - Throws: ``Fault`` or ``TokenFault``.
    func identity(for code: String, verifier proof: String, nonce: String) async throws -> Identity {
        let place = try await IdentityProvider.describe(issuer).token
        let form = FormText.encode([
            ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", callback), ("code_verifier", proof),
        ])
        let client = "\(FormText.encode(clientID)):\(FormText.encode(clientSecret))"
        guard let answer = try? await RemoteDocument.ask(
            place, form: form, authorization: "Basic \(Data(client.utf8).base64EncodedString())"),
            answer.status == 200
        else { throw Fault.code }
        guard let text = try? JSONValue.parse(answer.body)["id_token"]?.stringValue else { throw Fault.answer }
        let token = try await verifier.verify(text, types: ["jwt"])
        // A token that others are an audience of too may have come here through them.
        guard token.audiences == [clientID] else { throw TokenFault.audience }
        guard token.nonce == nonce else { throw TokenFault.claims }
        return token.identity
    }
}

/// Text as forms and queries carry it: everything but the unreserved characters of RFC 3986 percent-encoded.
enum FormText {
    static func encode(_ text: String) -> String {
        text.utf8.map { byte in
            let isPlain =
                switch byte {
                case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                    UInt8(ascii: "~"):
                    true
                default: false
                }
            let digits = String(byte, radix: 16, uppercase: true)
            return isPlain ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" : "") + digits
        }.joined()
    }

    static func encode(_ fields: [(name: String, value: String)]) -> String {
        fields.map { "\(encode($0.name))=\(encode($0.value))" }.joined(separator: "&")
    }
}
