import HTTPTypes
import Hummingbird
import Metrics
import Models
import Pipeline

/// A service's router: what all have around what is its own.
enum AppRouter {
    static func make(
        operation: OperationRoutes, meters: any MetricsFactory, seed: @Sendable @escaping () -> String,
        own: (Router<AppRequestContext>) -> Void
    ) -> Router<AppRequestContext> {
        let router = Router(context: AppRequestContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: TraceMiddleware(seed: seed))
        router.add(middleware: RequestMeters(factory: meters))
        router.add(middleware: ProblemMiddleware())
        operation.add(to: router)
        own(router)
        refuseOtherMethods(on: router)
        return router
    }

    /// Without this, a known address with another method would be answered as unknown.
    private static func refuseOtherMethods(on router: Router<AppRequestContext>) {
        let byPath = Dictionary(grouping: router.routes, by: \.path.description)
        for routes in byPath.values {
            guard let path = routes.first?.path else { continue }
            var permitted = Set(routes.map(\.method))
            if permitted.contains(.get) { permitted.insert(.head) }
            let names = permitted.map(\.rawValue).sorted()
            for method in [HTTPRequest.Method.get, .head, .post, .put, .patch, .delete, .options]
            where !permitted.contains(method) {
                router.on(path, method: method) { _, _ -> Response in throw Problem.methodNotAllowed(names) }
            }
        }
    }
}
