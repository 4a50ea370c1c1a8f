import HTTPTypes
import Hummingbird

/// Where services add their routes: each says which roles may use it, and none can be added without.
public struct APIRouter {
    /// What a route does; the context has the identity.
    public typealias Handler<Answer: ResponseGenerator> =
        @Sendable (Request, AppRequestContext) async throws -> Answer

    let router: Router<AppRequestContext>
    let door: Door
    /// Whether people can sign in at `/sign-in`.
    let signsIn: Bool

    init(_ router: Router<AppRequestContext>, door: Door, signsIn: Bool = false) {
        (self.router, self.door, self.signsIn) = (router, door, signsIn)
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
        router.on(path, method: method) { [door] request, context in
            var context = context
            context.identity = try await door.admit(request, context, roles)
            return try await handler(request, context)
        }
    }
}
