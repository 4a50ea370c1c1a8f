import Foundation
import Hummingbird
import Models
import Pipeline
import Runtime

/// The exact figures over HTTP.
struct FigureRoutes: Sendable {
    let territory: Territory
    let codelists: Codelists
    let clock: @Sendable () -> Date

    func add(to router: APIRouter, entry: TransactionalEntry) {
        router.get("/v1/figures", for: [.statistician, .coordinator]) { request, _ in
            let query = try query(of: request)
            let answer = try await entry.store.read { [codelists] database in try query.answer(codelists, database) }
            return JSONResponse(answer)
        }
    }

    private func query(of request: Request) throws -> FigureQuery {
        let parameters = request.uri.queryParameters.map { (name: String($0.key), value: String($0.value)) }
        do {
            return try FigureQuery(
                parameters, territory: territory, codelists: codelists, today: LocalDate(of: clock()))
        } catch {
            throw Problem(
                status: .badRequest, type: "invalid-parameter",
                title: "Ein Parameter der Anfrage wird nicht angenommen",
                errors: error.faults.map { fault in
                    Problem.Item(
                        pointer: nil, code: fault.code.rawValue,
                        message: "\(fault.parameter): angenommen wird \(fault.accepted)")
                })
        }
    }
}
