import Foundation
import HTTPTypes
import Hummingbird
import Models
import Pipeline
import Runtime

/// What is done to a case. Each is answered with the state that it led to, which names no person.
struct CaseCommandRoutes: Sendable {
    /// An assessment that took place; today where no day is given.
    struct Assessment: Codable, Sendable {
        let on: LocalDate?
    }

    /// The end of the work on a case; today where no day is given.
    struct Closure: Codable, Sendable {
        let reason: String
        let closedOn: LocalDate?
    }

    /// Who may change cases.
    static let workers: Set<Role> = [.caseManager]

    let entry: TransactionalEntry
    let clock: @Sendable () -> Date

    func add(to router: APIRouter) {
        router.post("/v1/cases/:id/assessments", for: CaseCommandRoutes.workers) { request, context in
            let assessment = try await request.json(Assessment.self)
            let id = try context.parameters.require("id")
            let ask = CaseCommands.RecordAssessment(
                caseID: id, scope: CaseScope(changing: context.identity),
                precondition: VersionPrecondition(request), on: assessment.on)
            return try await perform(CaseCommands.RecordAssessment.name, ask, about: id, request, context)
        }
        router.post("/v1/cases/:id/closures", for: CaseCommandRoutes.workers) { request, context in
            let closure = try await request.json(Closure.self)
            let id = try context.parameters.require("id")
            let ask = CaseCommands.CloseCase(
                caseID: id, scope: CaseScope(changing: context.identity),
                precondition: VersionPrecondition(request), reason: closure.reason, closedOn: closure.closedOn)
            return try await perform(CaseCommands.CloseCase.name, ask, about: id, request, context)
        }
    }

    private func perform(
        _ name: String, _ ask: some Encodable, about id: String, _ request: Request, _ context: AppRequestContext
    ) async throws -> JSONResponse<CaseState> {
        let asked = try command(name, ask, about: id, from: request, context: context, clock: clock)
        let state: CaseState = try await entry.perform(asked)
        return JSONResponse(state, status: .created, headers: .version(of: state))
    }
}
