import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import Models

/// Signing in to pages and out: over the OpenID provider, or in development mode by a one-time address.
struct SignInRoutes: Sendable {
    let gate: SessionGate
    /// The OpenID provider, where there is one.
    let provider: IdentityProvider?
    /// What was signed in with once, in development mode.
    let oneTime: UsedTokens?
    let clock: @Sendable () -> Date
    /// Makes what nobody can guess, 32 bytes.
    let random: @Sendable () -> Data

    /// What the configuration says. Throws ``ConfigurationError``.
    init(_ context: ServiceContext) async throws(ConfigurationError) {
        let configuration = context.configuration
        gate = SessionGate(
            bearer: BearerGate(verifier: try await configuration.identity.verifier(context)),
            cookies: SessionCookies(keys: context.keys, clock: context.clock),
            publicAddress: configuration.publicAddress)
        provider = try configuration.oidc.map { (oidc) throws(ConfigurationError) in
            try IdentityProvider(oidc, callback: configuration.publicAddress + "/sign-in/callback", context)
        }
        oneTime = configuration.mode == .development ? UsedTokens(startedAt: context.clock()) : nil
        clock = context.clock
        random = { SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) } }
    }

    private var cookies: SessionCookies { gate.cookies }

    func add(to router: Router<AppRequestContext>) {
        if let provider {
            router.get("/sign-in") { request, context in
                try await guarded(context) { try await begin(request, provider) }
            }
            router.get("/sign-in/callback") { request, context in
                try await guarded(context) { try await end(request, provider) }
            }
        }
        if let oneTime {
            router.get("/sign-in/once") { request, context in
                try await guarded(context) { try await useOnce(request, oneTime) }
            }
        }
        router.post("/sign-out") { request, context in
            try await guarded(context) {
                guard gate.isOwnOrSafe(request) else { throw TokenFault.origin }
                return SignInRoutes.redirect(to: "/signed-out", [cookies.sessionEnd])
            }
        }
    }

    // MARK: - Steps

    private func begin(_ request: Request, _ provider: IdentityProvider) async throws -> Response {
        let (state, nonce, verifier) = (secret(), secret(), secret())
        let target = SignInRoutes.localPath(request.uri.queryParameters.get("to"))
        let address = try await provider.address(state: state, nonce: nonce, verifier: verifier)
        let cookie = try cookies.signIn(state: state, nonce: nonce, verifier: verifier, target: target)
        return SignInRoutes.redirect(to: address, [cookie])
    }

    private func end(_ request: Request, _ provider: IdentityProvider) async throws -> Response {
        let query = request.uri.queryParameters
        guard let signIn = cookies.signIn(of: request), query.get("state") == signIn.state,
            query.get("iss").map({ $0 == provider.issuer }) ?? true, let code = query.get("code")
        else { throw TokenFault.session }
        let identity = try await provider.identity(for: code, verifier: signIn.verifier, nonce: signIn.nonce)
        return SignInRoutes.redirect(to: signIn.target, [cookies.signInEnd, try cookies.session(of: identity)])
    }

    private func useOnce(_ request: Request, _ used: UsedTokens) async throws -> Response {
        guard let text = request.uri.queryParameters.get("token") else { throw TokenFault.missing }
        let token = try await gate.bearer.verifier.verify(text, types: [DevelopmentKey.Use.signIn.rawValue])
        guard await used.use(token, at: clock()) else { throw TokenFault.session }
        let target = SignInRoutes.localPath(request.uri.queryParameters.get("to"))
        return SignInRoutes.redirect(to: target, [try cookies.session(of: token.identity)])
    }

    private func secret() -> String { Base64URL.encode(random()) }

    // MARK: - Answers

    /// Every fault is told alike, and takes a sign-in that has begun away.
    private func guarded(
        _ context: AppRequestContext, _ step: () async throws -> Response
    ) async throws -> Response {
        let reason: String
        do { return try await step() } catch let fault as TokenFault {
            reason = fault.rawValue
        } catch let fault as IdentityProvider.Fault {
            reason = fault.rawValue
        }
        context.logger.notice("sign-in refused", metadata: ["reason": .string(reason)])
        throw Problem(
            status: .unauthorized, type: "sign-in-failed", title: "Die Anmeldung ist nicht gelungen",
            headers: [.setCookie: cookies.signInEnd.description])
    }

    /// A path of this service, or its beginning: never an address elsewhere, however browsers read it.
    static func localPath(_ text: String?) -> String {
        guard let text, text.hasPrefix("/"), text.utf8.count <= 512 else { return "/" }
        let isPlain = text.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") }
        return isPlain && !text.hasPrefix("//") ? text : "/"
    }

    private static func redirect(to address: String, _ cookies: [Cookie]) -> Response {
        var headers: HTTPFields = [.location: address, .cacheControl: "no-store"]
        if let name = HTTPField.Name("Referrer-Policy") { headers[name] = "no-referrer" }
        var response = Response(status: .seeOther, headers: headers)
        for cookie in cookies { response.setCookie(cookie) }
        return response
    }
}
