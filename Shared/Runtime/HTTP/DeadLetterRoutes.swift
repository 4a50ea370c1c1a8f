import Hummingbird
import Pipeline

/// Messages that were set aside, and what operations decide about them.
struct DeadLetterRoutes: Sendable {
    let pipeline: Pipeline

    func add(to router: APIRouter) {
        router.get("/v1/dead-letters", for: [.operator]) { [pipeline] request, context in
            let page = try PageRequest(request)
            let letters = try await pipeline.deadLetters.list(
                after: page.after.flatMap { Int64($0) } ?? 0, limit: page.limit + 1, by: context.principal)
            return JSONResponse(Page(letters, for: page) { String($0.number) })
        }
        router.get("/v1/dead-letters/:id", for: [.operator]) { [pipeline] _, context in
            let id = try context.parameters.require("id")
            guard let content = try await pipeline.deadLetters.content(of: id, by: context.principal) else {
                throw Problem.deadLetterNotFound
            }
            return JSONResponse(content, headers: [.cacheControl: "no-store"])
        }
        router.post("/v1/dead-letters/:id/retries", for: [.operator]) { request, context in
            try await decide(.retry, request, context)
        }
        router.post("/v1/dead-letters/:id/discards", for: [.operator]) { request, context in
            try await decide(.discard, request, context)
        }
    }

    private func decide(
        _ decision: DeadLetterDecision, _ request: Request, _ context: AppRequestContext
    ) async throws -> JSONResponse<DecisionResult> {
        let id = try context.parameters.require("id")
        let asking = try command(
            decision.rawValue, id, about: id, from: request, context: context, clock: { pipeline.entry.now })
        do { return JSONResponse(try await pipeline.entry.perform(asking)) } catch let error as DecisionError {
            throw Problem(error)
        }
    }
}

extension Problem {
    fileprivate static var deadLetterNotFound: Problem {
        Problem(
            status: .notFound, type: "dead-letter-not-found", title: "Diese zurückgelegte Nachricht gibt es nicht")
    }

    fileprivate init(_ error: DecisionError) {
        switch error {
        case .notFound: self = .deadLetterNotFound
        case .waitsBehind(let first):
            self.init(
                status: .conflict, type: "dead-letter-waits", title: "Eine andere Nachricht kommt zuerst",
                detail: "Über \(first) ist zuerst zu entscheiden.")
        }
    }
}
