import Foundation
import Models

/// Verifies signed tokens (RFC 7519) by the rules of RFC 8725: the key decides the algorithm, issuer and audience are
/// exact, a token has an end.
struct TokenVerifier: Sendable {
    /// The longest token that is looked at, in bytes.
    static let maximumLength = 8192
    /// How far the issuer's clock may be ahead, in seconds.
    static let skew: TimeInterval = 60

    /// A token that holds.
    struct Token: Sendable {
        let identity: Identity
        let audiences: [String]
        let expiresAt: Date
        let issuedAt: Date?
        let id: String?
        let nonce: String?
    }

    /// The `typ` of access tokens.
    static let accessTypes: Set<String> = ["jwt", "at+jwt", "application/at+jwt"]

    let keys: KeySource
    let issuer: String
    let audience: String
    let clock: @Sendable () -> Date

    /// Who a token is about.
    ///
    /// - Parameter types: the `typ` values that are accepted, in lower case.
    func verify(_ token: String, types: Set<String> = accessTypes) async throws(TokenFault) -> Token {
        guard token.utf8.count <= TokenVerifier.maximumLength else { throw .tooLong }
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let header = TokenVerifier.object(parts[0]),
            let signature = Base64URL.decode(parts[2])
        else { throw .malformed }
        guard let type = header["typ"]?.stringValue?.lowercased(), types.contains(type) else { throw .type }
        // What must be understood is not understood here (RFC 7515 section 4.1.11).
        guard header["crit"] == nil else { throw .malformed }
        guard let id = header["kid"]?.stringValue, let key = await keys.key(id) else { throw .unknownKey }
        guard header["alg"]?.stringValue == key.algorithm else { throw .algorithm }
        let signed = Data("\(parts[0]).\(parts[1])".utf8)
        guard key.verifies(signature, of: signed) else { throw .signature }
        guard let payload = TokenVerifier.object(parts[1]) else { throw .malformed }
        return try content(of: payload)
    }

    private static func object(_ part: Substring) -> JSONValue? {
        guard let bytes = Base64URL.decode(part), let value = try? JSONValue.parse(bytes),
            value.objectValue != nil, value.duplicateNames.isEmpty
        else { return nil }
        return value
    }

    private func content(of payload: JSONValue) throws(TokenFault) -> Token {
        guard payload["iss"]?.stringValue == issuer else { throw .issuer }
        let stated = payload["aud"]?.arrayValue ?? payload["aud"].map { [$0] } ?? []
        let audiences = stated.compactMap(\.stringValue)
        guard audiences.contains(audience), audiences.count == stated.count else { throw .audience }
        let now = clock()
        let expiresAt = try TokenVerifier.instant("exp", of: payload)
        let begins = try TokenVerifier.instant("nbf", of: payload)
        let issuedAt = try TokenVerifier.instant("iat", of: payload)
        guard let expiresAt else { throw .claims }
        guard now < expiresAt else { throw .expired }
        for instant in [begins, issuedAt] {
            if let instant, instant > now + TokenVerifier.skew { throw .notYetValid }
        }
        guard let subject = payload["sub"]?.stringValue,
            let identity = Identity(principal: subject, claims: try TokenVerifier.claims(payload["kim"]))
        else { throw .claims }
        return Token(
            identity: identity, audiences: audiences, expiresAt: expiresAt, issuedAt: issuedAt,
            id: payload["jti"]?.stringValue, nonce: payload["nonce"]?.stringValue)
    }

    private static func claims(_ value: JSONValue?) throws(TokenFault) -> Identity.Claims {
        guard let value else { return Identity.Claims(roles: []) }
        guard let claims = try? value.decoded(as: Identity.Claims.self) else { throw .claims }
        return claims
    }

    /// A NumericDate; one that is there must be one.
    private static func instant(_ name: String, of payload: JSONValue) throws(TokenFault) -> Date? {
        guard let value = payload[name] else { return nil }
        guard let seconds = value.integerValue, (0...1 << 40).contains(seconds) else { throw .claims }
        return Date(timeIntervalSince1970: Double(seconds))
    }
}
