/// Why a request has no identity. Callers learn nothing of it; logs name the code and no part of the token.
enum TokenFault: String, Error, Sendable {
    /// No token, no session.
    case missing
    /// More than one `Authorization`, another scheme, or not of the form of a signed JWT.
    case malformed
    /// Longer than ``TokenVerifier/maximumLength``.
    case tooLong = "too-long"
    /// `typ` is not that of an access token.
    case type
    /// `alg` is not the one that the key is for.
    case algorithm
    /// No `kid`, or none of the key set.
    case unknownKey = "unknown-key"
    /// The signature does not fit.
    case signature
    case issuer
    case audience
    case expired
    case notYetValid = "not-yet-valid"
    /// Subject, times or the claim `kim` are not of the form.
    case claims
    /// A session in a cookie that is over or was not sealed here.
    case session
    /// A change with a session that no page of this service asked for.
    case origin
}
