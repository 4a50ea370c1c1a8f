import Hummingbird
import Models
import Pipeline
import Runtime

/// The last receipt of an event, for the publisher that sent it and does not read the topic.
struct ReceiptRoutes: Sendable {
    let territory: Territory
    let entry: TransactionalEntry

    func add(to router: APIRouter) {
        router.get("/v1/receipts", for: [.publisher]) { request, context in
            guard let source = request.uri.queryParameters.get("source") else {
                throw Problem.invalidParameter("source", accepted: "die source des Ereignisses")
            }
            guard let id = request.uri.queryParameters.get("id") else {
                throw Problem.invalidParameter("id", accepted: "die id des Ereignisses")
            }
            let isOwn = territory.publisher(forSource: source).map { $0.id == context.identity.publisher } ?? false
            let answer = try await entry.store.read { try AnswerTable.answer(to: source, id, in: $0) }
            guard isOwn, let answer else {
                throw Problem(status: .notFound, type: "receipt-not-found", title: "Quittung nicht gefunden")
            }
            return JSONResponse(answer.receipt)
        }
    }
}
