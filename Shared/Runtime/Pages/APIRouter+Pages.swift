import HTTPTypes
import Hummingbird

extension APIRouter {
    /// What a page or form does.
    public typealias PageHandler = @Sendable (PageVisit) async throws -> PageAnswer

    /// Adds a page. Whoever is not signed in is led there; every error is a page in words.
    public func page(_ path: RouterPath, for roles: Set<Role>, in frame: PageFrame, use handler: @escaping PageHandler)
    {
        on(path, .get, for: roles, in: frame, use: handler)
    }

    /// Adds what a page's form is sent to.
    public func form(_ path: RouterPath, for roles: Set<Role>, in frame: PageFrame, use handler: @escaping PageHandler)
    {
        on(path, .post, for: roles, in: frame, use: handler)
    }

    private func on(
        _ path: RouterPath, _ method: HTTPRequest.Method, for roles: Set<Role>, in frame: PageFrame,
        use handler: @escaping PageHandler
    ) {
        router.on(path, method: method) { [door, signsIn] request, context in
            var visit = frame.visit(request, context)
            do {
                visit.context.identity = try await door.admit(request, context, roles)
                return frame.response(try await handler(visit), to: visit)
            } catch {
                let problem = Problem(of: error, context)
                // A form is not led away: browsers hold its way to the provider against `form-action` too.
                if problem.type == Problem.unauthenticatedType, signsIn, method == .get {
                    return PageFrame.redirect(to: "/sign-in?to=\(FormText.encode(request.uri.string))")
                }
                return frame.response(problem, to: visit)
            }
        }
    }
}
