import Hummingbird
import Pipeline

/// Where the service stands in its topics, and what operations decide when those are not the ones it was reading.
struct PositionRoutes: Sendable {
    /// The answer of `GET /v1/positions`.
    struct Positions: Codable, Sendable {
        let trouble: Trouble?
        let partitions: [PartitionPosition]
    }

    /// What stands in the way of consuming.
    struct Trouble: Codable, Sendable {
        /// The topic to accept; `cluster` where all are concerned.
        let topic: String
        /// What was found, and the way out.
        let description: String
        /// Whether messages are lost if the service goes on.
        let loss: Bool
    }

    /// What operations decide.
    struct Acceptance: Codable, Sendable {
        let topic: String
        let loss: Bool
    }

    let pipeline: Pipeline

    func add(to router: APIRouter) {
        router.get("/v1/positions", for: [.operator]) { [pipeline] _, _ in
            let trouble = await pipeline.path.currentTrouble.map {
                Trouble(topic: $0.subject, description: $0.description, loss: $0.isLoss)
            }
            return JSONResponse(Positions(trouble: trouble, partitions: try await pipeline.entry.positions()))
        }
        router.post("/v1/positions/acceptances", for: [.operator]) { [pipeline] request, _ in
            let acceptance = try await request.json(Acceptance.self)
            do { try await pipeline.path.accept(acceptance.topic, loss: acceptance.loss) } catch is NothingToAccept {
                throw Problem(
                    status: .conflict, type: "nothing-to-accept",
                    title: "Hierüber ist nichts zu entscheiden")
            }
            return Response(status: .noContent)
        }
    }
}
