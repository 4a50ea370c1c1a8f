import Foundation
import Pipeline

extension ServiceClient {
    /// What waits for publication.
    struct Outbox: Decodable {
        struct StoppedTopic: Decodable {
            let topic: String
            let error: String
        }
        let pending: Int
        let oldest: Date?
        let stopped: [StoppedTopic]
    }

    /// What is to be published again.
    struct Resend: Encodable {
        var since: String?
        var states: Bool?
    }

    private struct Resent: Decodable {
        let events: Int
    }

    /// What waits for publication.
    func outbox() async throws(Failure) -> Outbox { try await value("/v1/outbox") }

    /// Lets the service publish again; returns how many events.
    func resend(_ asking: Resend) async throws(Failure) -> Int {
        let resent: Resent = try await value("/v1/outbox/resends", posting: asking)
        return resent.events
    }
}
