import HTTPTypes
import Hummingbird

/// Finds out who asks.
protocol Gate: Sendable {
    /// The identity of a request. Throws ``TokenFault``.
    func identity(of request: Request) async throws(TokenFault) -> Identity
}

/// Lets requests in that carry a bearer token (RFC 6750) in the one header for it.
struct BearerGate: Gate {
    let verifier: TokenVerifier

    func identity(of request: Request) async throws(TokenFault) -> Identity {
        guard let token = try BearerGate.token(of: request) else { throw .missing }
        return try await verifier.verify(token).identity
    }

    /// The token; `nil` where there is no such header.
    static func token(of request: Request) throws(TokenFault) -> String? {
        let headers = request.headers[values: .authorization]
        guard let header = headers.first else { return nil }
        guard headers.count == 1 else { throw .malformed }
        guard header.utf8.count <= TokenVerifier.maximumLength else { throw .tooLong }
        let parts = header.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { throw .malformed }
        return String(parts[1])
    }
}
