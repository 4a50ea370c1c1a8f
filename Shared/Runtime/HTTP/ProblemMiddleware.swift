import Hummingbird
import Pipeline

/// Turns every error of a route into a problem; what nobody expected becomes a 500 that says nothing but its trace.
struct ProblemMiddleware: RouterMiddleware {
    func handle(
        _ request: Request, context: AppRequestContext,
        next: (Request, AppRequestContext) async throws -> Response
    ) async throws -> Response {
        do { return try await next(request, context) } catch {
            if let problem = Problem.expected(error) { return try problem.response(from: request, context: context) }
            if StoreFault.isStoreFault(error) {
                context.logger.error(
                    "the store failed a request", metadata: ["error": .string(StoreFault.words(for: error))])
                return try Problem.storeUnavailable.response(from: request, context: context)
            }
            // The type alone: an error's text may quote what was sent.
            context.logger.error(
                "request failed",
                metadata: [
                    "error": .string(String(describing: type(of: error))),
                    "route": .string(context.endpointPath ?? "unmatched"),
                ])
            return try Problem.internalError.response(from: request, context: context)
        }
    }
}
