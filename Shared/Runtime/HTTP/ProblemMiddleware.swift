import HTTPTypes
import Hummingbird
import Logging
import Pipeline

/// Turns every error of a route into a problem: as JSON, or as a page to a browser outside the API.
struct ProblemMiddleware: RouterMiddleware {
    /// What pages of problems are made with; `nil` where there are none.
    var frame: PageFrame?

    /// Where the addresses begin that programs use.
    private static let api = ["/v1/", "/health/", "/metrics", "/codelists/", "/openapi.yaml"]

    func handle(
        _ request: Request, context: AppRequestContext,
        next: (Request, AppRequestContext) async throws -> Response
    ) async throws -> Response {
        do { return try await next(request, context) } catch {
            let problem = Problem(of: error, context)
            if let frame, ProblemMiddleware.isForPeople(request) {
                return frame.response(problem, to: frame.visit(request, context))
            }
            return try problem.response(from: request, context: context)
        }
    }

    private static func isForPeople(_ request: Request) -> Bool {
        request.headers[.accept]?.contains("text/html") == true && !api.contains { request.uri.path.hasPrefix($0) }
    }
}

extension Problem {
    /// The problem that an error is to the caller; what nobody expected is logged, and says nothing but its trace.
    init(of error: any Error, _ context: AppRequestContext) {
        if let problem = Problem.expected(error) {
            self = problem
        } else if StoreFault.isStoreFault(error) {
            context.logger.error(
                "the store failed a request", metadata: ["error": .string(StoreFault.words(for: error))])
            self = .storeUnavailable
        } else {
            // The type alone: an error's text may quote what was sent.
            context.logger.error(
                "request failed",
                metadata: [
                    "error": .string(String(describing: Swift.type(of: error))),
                    "route": .string(context.endpointPath ?? "unmatched"),
                ])
            self = .internalError
        }
    }
}
