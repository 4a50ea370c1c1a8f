import HTTPTypes
import Hummingbird
import Logging

/// Where services add their routes: each says which roles may use it, and none can be added without.
public struct APIRouter {
    /// What a route does; the context has the identity.
    public typealias Handler<Answer: ResponseGenerator> =
        @Sendable (Request, AppRequestContext) async throws -> Answer

    let router: Router<AppRequestContext>
    let gate: any Gate
    /// Whether people can sign in at `/sign-in`.
    let signsIn: Bool

    init(_ router: Router<AppRequestContext>, gate: any Gate, signsIn: Bool = false) {
        (self.router, self.gate, self.signsIn) = (router, gate, signsIn)
    }

    /// Adds a route that reads. HEAD goes the same way.
    public func get(
        _ path: RouterPath, for roles: Set<Role>, use handler: @escaping Handler<some ResponseGenerator>
    ) {
        on(path, .get, for: roles, use: handler)
    }

    /// Adds a route that changes something.
    public func post(
        _ path: RouterPath, for roles: Set<Role>, use handler: @escaping Handler<some ResponseGenerator>
    ) {
        on(path, .post, for: roles, use: handler)
    }

    private func on(
        _ path: RouterPath, _ method: HTTPRequest.Method, for roles: Set<Role>,
        use handler: @escaping Handler<some ResponseGenerator>
    ) {
        router.on(path, method: method) { [gate] request, context in
            var context = context
            context.identity = try await APIRouter.admit(request, context, roles, gate)
            return try await handler(request, context)
        }
    }

    /// Who asks, if they may. Throws ``Problem``.
    static func admit(
        _ request: Request, _ context: AppRequestContext, _ roles: Set<Role>, _ gate: any Gate
    ) async throws -> Identity {
        let place: Logger.Metadata = [
            "method": .string(request.method.rawValue), "route": .string(context.endpointPath ?? ""),
        ]
        let identity: Identity
        do throws(TokenFault) { identity = try await gate.identity(of: request) } catch {
            context.logger.notice("token refused", metadata: place.merging(["reason": "\(error.rawValue)"]) { $1 })
            throw Problem.unauthenticated(presented: error != .missing)
        }
        guard !identity.roles.isDisjoint(with: roles) else {
            context.logger.notice(
                "role refused", metadata: place.merging(["principal": "\(identity.principal)"]) { $1 })
            throw Problem.roleNotPermitted
        }
        return identity
    }
}
