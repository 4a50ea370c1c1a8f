import HTTPTypes
import Hummingbird
import Metrics
import Models
import Pipeline

/// A service's router: what all have around what is its own.
struct AppRouter: Sendable {
    /// A method of an address.
    struct Route: Sendable, Hashable {
        let method: HTTPRequest.Method
        /// The template, `/v1/cases/{id}`.
        let path: String
    }

    /// The finished router.
    let responder: RouterResponder<AppRequestContext>
    /// Every route with its method, as it was added.
    let routes: [Route]

    init(
        operation: OperationRoutes, signIn: SignInRoutes, frame: PageFrame, meters: any MetricsFactory,
        seed: @Sendable @escaping () -> String, entry: TransactionalEntry, own: (APIRouter) -> Void
    ) {
        let router = Router(context: AppRequestContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: TraceMiddleware(seed: seed))
        router.add(middleware: RequestMeters(factory: meters))
        router.add(middleware: ProblemMiddleware(frame: frame))
        signIn.add(to: router)
        FrameRoutes(frame: frame).add(to: router)
        let signsIn = signIn.provider != nil
        let door = Door(gate: signIn.gate, records: entry)
        let operationDoor = Door(gate: signIn.gate, records: entry, isForOperation: true)
        operation.add(to: router, APIRouter(router, door: operationDoor, signsIn: signsIn))
        own(APIRouter(router, door: door, signsIn: signsIn))
        routes = router.routes.map { Route(method: $0.method, path: $0.path.description) }
        AppRouter.refuseOtherMethods(on: router)
        responder = router.buildResponder()
    }

    /// The methods that are known in general.
    private static let methods =
        [.get, .head, .post, .put, .patch, .delete, .options, .trace] + [HTTPRequest.Method("QUERY")].compactMap(\.self)

    /// Without this, a known address with another method would be answered as unknown.
    private static func refuseOtherMethods(on router: Router<AppRequestContext>) {
        let byPath = Dictionary(grouping: router.routes, by: \.path.description)
        for routes in byPath.values {
            guard let path = routes.first?.path else { continue }
            var permitted = Set(routes.map(\.method))
            if permitted.contains(.get) { permitted.insert(.head) }
            let names = permitted.map(\.rawValue).sorted()
            for method in AppRouter.methods where !permitted.contains(method) {
                router.on(path, method: method) { _, _ -> Response in throw Problem.methodNotAllowed(names) }
            }
        }
    }
}
