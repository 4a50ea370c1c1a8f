import HTTPTypes
import Hummingbird
import Models
import Pipeline

/// Takes the caller's W3C trace context or starts one, tells it in the response and in every log line of the request.
struct TraceMiddleware: RouterMiddleware {
    /// Makes what span and trace ids are derived from.
    let seed: @Sendable () -> String

    private static let header = HTTPField.Name("traceparent")

    func handle(
        _ request: Request, context: AppRequestContext,
        next: (Request, AppRequestContext) async throws -> Response
    ) async throws -> Response {
        let parent = TraceMiddleware.header.flatMap { request.headers[$0] }
        let own = TraceContext.child(of: parent, id: seed())
        var context = context
        context.traceParent = own
        context.logger[metadataKey: "traceId"] = .string(context.traceID)
        var response = try await next(request, context)
        if let name = TraceMiddleware.header { response.headers[name] = own }
        return response
    }
}
