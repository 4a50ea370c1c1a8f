/// The OpenID provider that pages sign people in with.
public struct OIDCConfiguration: Sendable {
    /// The provider (`KIM_OIDC_ISSUER`).
    public let issuer: String
    /// This service's name there (`KIM_OIDC_CLIENT_ID`).
    public let clientID: String
    /// The file of its secret there (`KIM_OIDC_CLIENT_SECRET_FILE`).
    public let clientSecretFile: String

    /// Reads the keys; `nil` where no provider is named.
    init?(_ check: inout ConfigurationCheck) {
        let accepted = "the https address of an OpenID provider"
        guard let issuer = check.sources.text(["oidc", "issuer"]) else { return nil }
        if !RemoteDocument.isTrustworthy(issuer) {
            check.note("KIM_OIDC_ISSUER: \"\(issuer)\" is not accepted; \(accepted)")
        }
        self.issuer = issuer
        clientID = check.required(["oidc", "clientID"], accepted: "the client id at the OpenID provider")
        clientSecretFile = check.required(
            ["oidc", "clientSecretFile"], accepted: "the file of the client secret at the OpenID provider")
    }
}
