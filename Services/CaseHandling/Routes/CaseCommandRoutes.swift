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

    let desk: CaseDesk
    let entry: TransactionalEntry
    let clock: @Sendable () -> Date

    func add(to router: Router<AppRequestContext>) {
        router.post("/v1/cases/:id/assessments") { request, context in
            let assessment = try await request.json(Assessment.self)
            return try await change("assessment-recorded", assessment, request, context) { state, now in
                let today = LocalDate(of: now)
                try state.recordAssessment(on: assessment.on ?? today, today: today, at: now)
            }
        }
        router.post("/v1/cases/:id/closures") { [reasons = desk.codelists["closure"]] request, context in
            let closure = try await request.json(Closure.self)
            return try await change("closed", closure, request, context) { state, now in
                let today = LocalDate(of: now)
                try state.close(
                    because: closure.reason, on: closure.closedOn ?? today, reasons: reasons, today: today, at: now)
            }
        }
    }

    private func change(
        _ name: String, _ asked: some Encodable, _ request: Request, _ context: AppRequestContext,
        by change: @Sendable @escaping (inout CaseState, _ now: Date) throws -> Void
    ) async throws -> JSONResponse<CaseState> {
        let id = try context.parameters.require("id")
        let precondition = VersionPrecondition(request)
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let asking = try command(from: request, context: context, content: encoder.encode(asked), clock: clock)
        let state = try await entry.perform(asking) { [desk] transaction in
            try desk.change(id, if: precondition, name, transaction) { try change(&$0, transaction.now) }
        }
        return JSONResponse(state, status: .created, headers: .version(of: state))
    }
}
