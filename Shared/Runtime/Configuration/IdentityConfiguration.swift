import Foundation

/// How tokens are verified.
public struct IdentityConfiguration: Sendable {
    /// The file or the address of the JSON Web Key Set (`KIM_JWKS`).
    public let keySet: String
    /// The only issuer that is accepted (`KIM_JWT_ISSUER`).
    public let issuer: String
    /// The audience that tokens must be for (`KIM_JWT_AUDIENCE`).
    public let audience: String

    /// The audience unless told otherwise.
    public static let defaultAudience = "kim"

    init(_ check: inout ConfigurationCheck, mode: Mode) {
        let accepted = "the file of the keys that tokens are verified with, or its https address"
        keySet = check.required("jwks", accepted: accepted)
        if keySet.contains("://"), !RemoteDocument.isTrustworthy(keySet) {
            check.note("KIM_JWKS: \"\(keySet)\" is not accepted; \(accepted)")
        }
        issuer =
            switch mode {
            case .production: check.required(["jwt", "issuer"], accepted: "the issuer of the tokens")
            case .development: IdentityConfiguration.issuer(&check)
            }
        audience = IdentityConfiguration.audience(&check)
    }

    /// The issuer of development tokens.
    public static func issuer(_ check: inout ConfigurationCheck) -> String {
        check.value(["jwt", "issuer"], default: DevelopmentKey.issuer, accepted: "the issuer of the tokens") {
            $0.isEmpty ? nil : $0
        }
    }

    /// The audience of tokens.
    public static func audience(_ check: inout ConfigurationCheck) -> String {
        check.value(["jwt", "audience"], default: defaultAudience, accepted: "the audience of the tokens") {
            $0.isEmpty ? nil : $0
        }
    }

    /// Verifies by this configuration. A file is read now; an address when the first token comes, so that a provider
    /// that is away stops no start.
    ///
    /// - Throws: ``ConfigurationError`` for a file that is no key set or holds a key that the mode does not accept.
    func verifier(_ context: ServiceContext) async throws(ConfigurationError) -> TokenVerifier {
        let (place, mode) = (keySet, context.configuration.mode)
        let source = KeySource(logger: context.logger, clock: context.clock) {
            try await KeySet(try await IdentityConfiguration.document(at: place), mode: mode)
        }
        if !place.contains("://") {
            do { try await source.begin() } catch {
                let reason = (error as? KeySet.Fault)?.description ?? "cannot be read; a file is needed"
                throw ConfigurationError(problems: ["KIM_JWKS: \"\(place)\": \(reason)"])
            }
        }
        return TokenVerifier(keys: source, issuer: issuer, audience: audience, clock: context.clock)
    }

    private static func document(at place: String) async throws -> Data {
        if place.contains("://") { return try await RemoteDocument.get(place) }
        return try Data(contentsOf: URL(filePath: place))
    }
}
