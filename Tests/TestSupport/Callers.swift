// Routes are asked past their gate, which only a debug build permits.
#if DEBUG
    import Foundation
    import Hummingbird
    import Models

    @testable import Runtime

    extension Identity {
        /// Somebody with these roles and claims.
        public static func caller(
            _ roles: Set<Role>, municipalities: [String] = [], employers: [String] = [], scopes: [String] = [],
            publisher: String? = nil
        ) -> Identity {
            let claims = Claims(
                roles: roles.sorted { $0.rawValue < $1.rawValue }, municipalities: municipalities,
                employers: employers, scopes: scopes, publisher: publisher)
            return Identity(principal: "test-caller", claims: claims) ?? .nobody
        }

        /// Somebody with every role and every claim of a territory.
        public static func everything(in territory: Territory, publisher: String? = "sample") -> Identity {
            caller(
                .everybody, municipalities: territory.municipalities.map(\.ags),
                employers: territory.providers.map(\.id), scopes: territory.coordinationOffices.map(\.id),
                publisher: publisher)
        }
    }

    extension Territory {
        /// The example of `compose/territory.yaml`.
        public static func example() throws -> Territory {
            let file = URL(filePath: #filePath).deletingLastPathComponent().appending(
                path: "../../compose/territory.yaml")
            return try parse(yaml: String(contentsOf: file, encoding: .utf8))
        }
    }

    extension Router<AppRequestContext> {
        /// A service's routes, asked by somebody.
        public static func asked(
            by identity: Identity, _ addRoutes: (APIRouter) -> Void
        ) -> Router<AppRequestContext> {
            let router = Router(context: AppRequestContext.self)
            router.add(middleware: ProblemMiddleware())
            addRoutes(APIRouter(router, door: Door(gate: KnownCaller(identity: identity))))
            return router
        }
    }

    private struct KnownCaller: Gate {
        let identity: Identity

        func identity(of request: Request) async throws(TokenFault) -> Identity { identity }
    }
#endif
