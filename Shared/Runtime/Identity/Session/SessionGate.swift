import HTTPTypes
import Hummingbird

/// Lets requests in that carry a bearer token, or the session of a page.
///
/// A browser sends the session along with what foreign pages make it ask; a change is therefore taken only where the
/// browser says that a page of this service asked for it.
struct SessionGate: Gate {
    let bearer: BearerGate
    let cookies: SessionCookies
    /// The address under which browsers see this service, `https://host[:port]`.
    let publicAddress: String

    func identity(of request: Request) async throws(TokenFault) -> Identity {
        if request.headers[.authorization] == nil, let identity = try cookies.identity(of: request) {
            guard isOwnOrSafe(request) else { throw .origin }
            return identity
        }
        return try await bearer.identity(of: request)
    }

    /// Whether a request changes nothing, or comes from a page of this service.
    func isOwnOrSafe(_ request: Request) -> Bool {
        switch request.method {
        case .get, .head: true
        default: request.headers[values: .origin] == [publicAddress]
        }
    }
}
