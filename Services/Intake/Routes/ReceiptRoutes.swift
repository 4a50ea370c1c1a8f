import Hummingbird
import Models
import Pipeline
import Runtime

/// The last receipt of an event, for the publisher that sent it and does not read the topic. With `wait` the answer comes
/// as soon as there is one, or a later one than the receipt that `If-None-Match` names.
struct ReceiptRoutes: Sendable {
    /// How long one may wait, in seconds.
    static let longestWait = 30

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
            let wait = try ReceiptRoutes.wait(request)
            let known = request.headers[.ifNoneMatch]
            let answer = try await entry.read(
                until: { $0 != nil && $0.map(ReceiptRoutes.tag) != known }, atMost: .seconds(isOwn ? wait : 0)
            ) { try AnswerTable.answer(to: source, id, in: $0) }
            guard isOwn, let answer else {
                throw Problem(status: .notFound, type: "receipt-not-found", title: "Quittung nicht gefunden")
            }
            let tag = ReceiptRoutes.tag(answer)
            guard tag != known else { return Response(status: .notModified, headers: [.eTag: tag]) }
            return try JSONResponse(answer.receipt, headers: [.eTag: tag]).response(from: request, context: context)
        }
    }

    private static func tag(_ answer: Answer) -> String { "\"\(answer.receiptID)\"" }

    /// Reads the query. Throws ``Problem`` 400.
    private static func wait(_ request: Request) throws(Problem) -> Int {
        guard let text = request.uri.queryParameters.get("wait") else { return 0 }
        guard let seconds = Int(text), (0...longestWait).contains(seconds) else {
            throw Problem.invalidParameter("wait", accepted: "0 bis \(longestWait) Sekunden")
        }
        return seconds
    }
}
