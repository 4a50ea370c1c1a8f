import Foundation
import Hummingbird
import Models
import Pipeline

/// What waits for publication, and publishing again.
struct OutboxRoutes: Sendable {
    /// The answer of `GET /v1/outbox`.
    struct State: Codable, Sendable {
        /// A topic that refused an event.
        struct StoppedTopic: Codable, Sendable {
            let topic: String
            let error: String
        }
        /// Events that wait.
        let pending: Int
        /// When the oldest of them was decided.
        let oldest: Date?
        /// Topics to which nothing is published until they are tried again.
        let stopped: [StoppedTopic]
    }

    /// What is asked for: `since` an instant, or the `states`.
    struct Asking: Codable, Sendable {
        let since: Date?
        let states: Bool?
    }

    /// How many events are published again.
    struct Answer: Codable, Sendable {
        let events: Int
    }

    let pipeline: Pipeline

    func add(to router: APIRouter) {
        router.get("/v1/outbox", for: [.operator]) { [pipeline] _, _ in
            let facts = try await pipeline.entry.facts()
            let stopped = pipeline.status.current.stoppedTopics.sorted { $0.key < $1.key }
            return JSONResponse(
                State(
                    pending: facts.outboxPending, oldest: facts.outboxOldest,
                    stopped: stopped.map { .init(topic: $0.key, error: $0.value) }))
        }
        router.post("/v1/outbox/resends", for: [.operator]) { [pipeline] request, context in
            let asking = try await request.json(Asking.self)
            let resend: Resend
            switch (asking.since, asking.states) {
            case (let since?, nil), (let since?, false): resend = .since(since)
            case (nil, true): resend = .states
            default: throw Problem.invalidParameter("since, states", accepted: "ein Zeitpunkt, oder states: true")
            }
            let events: Int = try await pipeline.entry.perform(
                command(Resend.command, resend, from: request, context: context, clock: { pipeline.entry.now }))
            return JSONResponse(Answer(events: events), status: .accepted)
        }
    }
}
