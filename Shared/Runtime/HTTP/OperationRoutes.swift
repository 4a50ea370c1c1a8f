import Foundation
import HTTPTypes
import Hummingbird
import Models

/// The routes that every service has: health, metrics, document, codelists; status, positions, identity.
struct OperationRoutes: Sendable {
    let health: Health
    let codelists: Codelists
    let document: APIDocument
    let metrics: @Sendable () -> String
    let status: @Sendable () async throws -> ServiceStatus
    let positions: PositionRoutes
    let deadLetters: DeadLetterRoutes
    let outbox: OutboxRoutes

    /// Adds what is open to everybody, and what roles guard.
    func add(to router: Router<AppRequestContext>, _ guarded: APIRouter) {
        router.get("/health/live") { [health] _, _ in
            let live = health.live()
            return JSONResponse(live, status: live.isGood ? .ok : .serviceUnavailable)
        }
        router.get("/health/ready") { [health] _, _ in
            let ready = health.ready()
            return JSONResponse(ready, status: ready.isGood ? .ok : .serviceUnavailable)
        }
        router.get("/metrics") { [metrics] _, _ in
            Response(
                status: .ok, headers: [.contentType: PrometheusRegistry.mediaType],
                body: ResponseBody(byteBuffer: ByteBuffer(string: metrics())))
        }
        router.get("/openapi.yaml") { [document] request, _ in document.response(to: request) }
        guarded.get("/v1/status", for: [.operator]) { [status] _, _ in
            JSONResponse(try await status())
        }
        guarded.get("/v1/me", for: .everybody) { _, context in
            JSONResponse(Me(context.identity), headers: [.cacheControl: "no-store"])
        }
        positions.add(to: guarded)
        deadLetters.add(to: guarded)
        outbox.add(to: guarded)
        router.get("/codelists/:name") { [codelists] _, context in
            guard let name = context.parameters.get("name"), let list = codelists[name] else {
                throw Problem(status: .notFound, type: "codelist-not-found", title: "Diese Codeliste gibt es nicht")
            }
            return JSONResponse(CodelistDocument(list))
        }
    }
}

/// Who one is, as `GET /v1/me` tells it.
private struct Me: Encodable {
    let principal: String
    let roles: [String]
    let municipalities: [String]
    let employers: [String]
    let scopes: [String]
    let publisher: String?

    init(_ identity: Identity) {
        principal = identity.principal
        roles = identity.roles.map(\.rawValue).sorted()
        municipalities = identity.municipalities.sorted()
        employers = identity.employers.sorted()
        scopes = (identity.claims.scopes ?? []).sorted()
        publisher = identity.publisher
    }
}

/// A codelist as JSON.
private struct CodelistDocument: Encodable {
    struct Value: Encodable {
        let code: String
        let german: String
        let validFrom: LocalDate?
        let validTo: LocalDate?
        let specialCategory: Bool
    }
    struct Family: Encodable {
        let prefix: String
        let digits: Int
    }
    let name: String
    let version: String
    let values: [Value]
    let family: Family?

    init(_ list: Codelist) {
        (name, version) = (list.name, list.version)
        family = list.family.map { Family(prefix: $0.prefix, digits: $0.digits) }
        values = list.values.map {
            Value(
                code: $0.code, german: $0.german, validFrom: $0.validFrom, validTo: $0.validTo,
                specialCategory: $0.specialCategory)
        }
    }
}
