import Hummingbird
import Models
import Pipeline
import Runtime

/// The last receipt of an event, for who does not read the topic.
struct ReceiptRoutes: Sendable {
    let entry: TransactionalEntry

    func add(to router: Router<AppRequestContext>) {
        router.get("/v1/receipts") { request, _ in
            guard let source = request.uri.queryParameters.get("source") else {
                throw Problem.invalidParameter("source", accepted: "die source des Ereignisses")
            }
            guard let id = request.uri.queryParameters.get("id") else {
                throw Problem.invalidParameter("id", accepted: "die id des Ereignisses")
            }
            let answer = try await entry.store.read { try AnswerTable.answer(to: source, id, in: $0) }
            guard let answer else {
                throw Problem(status: .notFound, type: "receipt-not-found", title: "Quittung nicht gefunden")
            }
            return JSONResponse(answer.receipt)
        }
    }
}
