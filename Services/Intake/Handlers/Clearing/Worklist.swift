import Foundation
import GRDB
import Models

/// What clearing has to do: requests that are parked or wait, urgent ones first by their day, then the oldest.
enum Worklist {
    /// A request in the list.
    struct Item: Sendable {
        /// The request.
        let state: RequestState
        /// Why it goes before others.
        let urgency: RequestUrgency?
        /// Its place.
        let place: String
    }

    /// Which part of the list is asked for; what is `nil` does not matter.
    struct Filter: Sendable {
        /// How the requests stand.
        var status: RequestState.Status?
        /// Whether they are urgent.
        var isUrgent: Bool?
        /// Where the persons live (AGS).
        var municipality: String?

        /// What the store is asked with.
        fileprivate func condition(in municipalities: Set<String>) -> SQL {
            var conditions: [SQL] = ["workPlace IS NOT NULL", "municipality IN \(municipalities)"]
            if let status { conditions.append("status = \(status.rawValue)") }
            if let isUrgent { conditions.append(isUrgent ? "urgency IS NOT NULL" : "urgency IS NULL") }
            if let municipality { conditions.append("municipality = \(municipality)") }
            return "\(conditions.joined(operator: .and))"
        }
    }

    /// What decides over the order.
    enum Order: String, Sendable, CaseIterable {
        /// Urgent requests by their day, then the oldest.
        case urgency
        /// The oldest.
        case received
        /// The municipality, in it by urgency.
        case municipality

        /// The place of a request as a text that sorts.
        fileprivate var place: SQL {
            switch self {
            case .urgency: "workPlace"
            case .received: "printf('%015d %s', receivedAt, requestId)"
            case .municipality: "municipality || ' ' || workPlace"
            }
        }
    }

    /// So many requests of these municipalities behind a place of the order.
    static func items(
        behind place: String, limit: Int, _ filter: Filter, by order: Order = .urgency,
        in municipalities: Set<String>, _ database: Database
    ) throws -> [Item] {
        try SQLRequest<Row>(
            """
            SELECT state, urgency, \(order.place) AS place FROM request
            WHERE \(filter.condition(in: municipalities)) AND \(order.place) > \(place)
            ORDER BY \(order.place) LIMIT \(limit)
            """
        ).fetchAll(database).map { row in
            let (state, urgency): (String, String?) = (row["state"], row["urgency"])
            return Item(
                state: try JSONDecoder().decode(RequestState.self, from: Data(state.utf8)),
                urgency: try urgency.map { try JSONDecoder().decode(RequestUrgency.self, from: Data($0.utf8)) },
                place: row["place"])
        }
    }

    /// How many requests of these municipalities there are, and how many of them are urgent.
    static func total(
        _ filter: Filter, in municipalities: Set<String>, _ database: Database
    ) throws -> (all: Int, urgent: Int) {
        let row = try SQLRequest<Row>(
            """
            SELECT count(*) AS number, count(urgency) AS urgent FROM request
            WHERE \(filter.condition(in: municipalities))
            """
        ).fetchOne(database)
        return (row?["number"] ?? 0, row?["urgent"] ?? 0)
    }
}

extension IntakeRequest {
    /// The place in the worklist as a text that sorts: urgency, its day, reception, id; `nil` for who is decided.
    var workPlace: String? {
        guard state.status?.isDecided == false else { return nil }
        let received = String(Instant.milliseconds(receivedAt))
        let day = urgency.map { ($0.by ?? state.receivedOn).description } ?? ""
        let padding = String(repeating: "0", count: max(0, 15 - received.count))
        return "\(urgency == nil ? 1 : 0) \(day) \(padding)\(received) \(state.requestId)"
    }
}
