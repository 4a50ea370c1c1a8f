import Foundation
import GRDB
import Models

/// What people asked for and KIM could not give: in municipalities without an offer, which is the coordinating office's
/// business, and apart from it where a post is vacant, which is the provider's.
struct UnmetDemand: Codable, Sendable, Equatable {
    /// Requests without an offer, of one municipality in one month.
    struct WithoutOffer: Codable, Sendable, Equatable {
        /// The municipality (AGS).
        let municipality: String
        /// The month of reception, `2026-11`.
        let month: String
        /// How many.
        let requests: Int
        /// How many of them were urgent.
        let urgent: Int
    }

    /// Requests of one municipality that wait for a post now.
    struct Waiting: Codable, Sendable, Equatable {
        /// The municipality (AGS).
        let municipality: String
        /// How many.
        let requests: Int
        /// How many of them are urgent.
        let urgent: Int
        /// Since when the first one waits.
        let since: LocalDate
    }

    /// Newest month first.
    let withoutOffer: [WithoutOffer]
    /// By municipality.
    let waiting: [Waiting]

    /// The unmet demand of these municipalities.
    ///
    /// - Parameter day: from which day of reception on requests without an offer count.
    static func rows(since day: LocalDate, in municipalities: Set<String>, _ database: Database) throws -> UnmetDemand {
        let states = try SQLRequest<String>(
            """
            SELECT state FROM request WHERE municipality IN \(municipalities)
                AND (status = 'waiting' OR status = 'redirected' AND receivedAt >= \(Instant.milliseconds(day.start)))
            """
        ).fetchAll(database).map { try JSONDecoder().decode(RequestState.self, from: Data($0.utf8)) }
        let unserved = states.filter { $0.states.inForce.last?.reasons == [ReasonCode.noKIMOffer.rawValue] }
        let months = Dictionary(grouping: unserved) { [$0.receivedOn.yearAndMonth, $0.municipality ?? ""] }
        let waiting = Dictionary(grouping: states.filter { $0.status == .waiting }) { $0.municipality ?? "" }
        return UnmetDemand(
            withoutOffer: months.sorted { ($1.key[0], $0.key[1]) < ($0.key[0], $1.key[1]) }.map { key, states in
                WithoutOffer(
                    municipality: key[1], month: key[0], requests: states.count,
                    urgent: states.count(where: \.isUrgent))
            },
            waiting: waiting.sorted { $0.key < $1.key }.compactMap { municipality, states in
                states.compactMap { $0.states.inForce.last?.on }.min().map { since in
                    Waiting(
                        municipality: municipality, requests: states.count, urgent: states.count(where: \.isUrgent),
                        since: since)
                }
            })
    }
}

extension RequestState {
    fileprivate var isUrgent: Bool { urgency?.level == .urgent }
}
