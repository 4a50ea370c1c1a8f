import Foundation
import Hummingbird
import Models

/// What browsers keep for a service, sealed under the service's own key: nobody else can read or make it.
///
/// Ports do not separate cookies, so that every service has names of its own.
struct SessionCookies: Sendable {
    /// How long a session holds, in seconds.
    static let sessionLifetime = 8 * 3600
    /// How long a sign-in may take, in seconds.
    static let signInLifetime = 600

    /// A sign-in that has begun: what its end is held against.
    struct SignIn: Codable, Equatable, Sendable {
        let state: String
        let nonce: String
        let verifier: String
        /// Where to go afterwards, a path of this service.
        let target: String
        let expiresAt: Date
    }

    private struct Session: Codable {
        let principal: String
        let claims: Identity.Claims
        let expiresAt: Date
    }

    private let seal: Seal
    private let service: ServiceName
    private let clock: @Sendable () -> Date

    init(keys: ServiceKeys, clock: @Sendable @escaping () -> Date) {
        (seal, service, self.clock) = (keys.forCookies, keys.service, clock)
    }

    private var sessionName: String { "__Host-kim-\(service.rawValue)" }
    private var signInName: String { "__Host-kim-\(service.rawValue)-sign-in" }

    /// The cookie of a session that begins now.
    func session(of identity: Identity) throws -> Cookie {
        let session = Session(
            principal: identity.principal, claims: identity.claims,
            expiresAt: clock() + TimeInterval(SessionCookies.sessionLifetime))
        return try cookie(sessionName, session, SessionCookies.sessionLifetime)
    }

    /// Who has the session that a request carries. Throws ``TokenFault`` where it is over or none of this service.
    func identity(of request: Request) throws(TokenFault) -> Identity? {
        guard let cookie = request.cookies[sessionName] else { return nil }
        guard let session: Session = opened(cookie), clock() < session.expiresAt,
            let identity = Identity(principal: session.principal, claims: session.claims)
        else { throw .session }
        return identity
    }

    /// The cookie of a sign-in that begins now.
    func signIn(
        state: String, nonce: String, verifier: String, target: String
    ) throws -> Cookie {
        let signIn = SignIn(
            state: state, nonce: nonce, verifier: verifier, target: target,
            expiresAt: clock() + TimeInterval(SessionCookies.signInLifetime))
        return try cookie(signInName, signIn, SessionCookies.signInLifetime)
    }

    /// The sign-in that a request goes on with; `nil` where none has begun in this browser, or too long ago.
    func signIn(of request: Request) -> SignIn? {
        guard let cookie = request.cookies[signInName], let signIn: SignIn = opened(cookie),
            clock() < signIn.expiresAt
        else { return nil }
        return signIn
    }

    /// Takes the sign-in away from the browser.
    var signInEnd: Cookie { end(signInName) }
    /// Takes the session away from the browser.
    var sessionEnd: Cookie { end(sessionName) }

    private func end(_ name: String) -> Cookie {
        Cookie(name: name, value: "", maxAge: 0, path: "/", secure: true, httpOnly: true, sameSite: .lax)
    }

    private func cookie(_ name: String, _ content: some Encodable, _ lifetime: Int) throws -> Cookie {
        let sealed = try seal.seal(JSONEncoder().encode(content), purpose: "cookie", subject: name)
        return try .validated(
            name: name, value: Base64URL.encode(sealed), maxAge: lifetime, path: "/", secure: true, httpOnly: true,
            sameSite: .lax)
    }

    private func opened<Content: Decodable>(_ cookie: Cookie) -> Content? {
        guard let sealed = Base64URL.decode(cookie.value),
            let plain = try? seal.open(sealed, purpose: "cookie", subject: cookie.name)
        else { return nil }
        return try? JSONDecoder().decode(Content.self, from: plain)
    }
}
