import Hummingbird
import Metrics

/// Counts requests and measures how long they take, by method, route template and status: never by address.
struct RequestMeters: RouterMiddleware {
    let factory: any MetricsFactory

    private static let methods: Set<String> = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]

    func handle(
        _ request: Request, context: AppRequestContext,
        next: (Request, AppRequestContext) async throws -> Response
    ) async throws -> Response {
        let started = ContinuousClock.now
        let response = try await next(request, context)
        // Others' methods and addresses would be labels without bound.
        let method = request.method.rawValue
        let route = context.endpointPath.flatMap { $0 == "NotFound" ? nil : $0 } ?? "unmatched"
        let labels = [
            ("method", RequestMeters.methods.contains(method) ? method : "other"), ("route", route),
            ("status", String(response.status.code)),
        ]
        Counter(label: "kim_http_requests_total", dimensions: labels, factory: factory).increment()
        Metrics.Timer(label: "kim_http_request_seconds", dimensions: labels, factory: factory)
            .record(duration: ContinuousClock.now - started)
        return response
    }
}
