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
    }

    /// So many requests of these municipalities behind a place.
    static func items(
        behind place: String, limit: Int, _ filter: Filter, in municipalities: Set<String>, _ database: Database
    ) throws -> [Item] {
        var conditions: [SQL] = ["workPlace > \(place)", "municipality IN \(municipalities)"]
        if let status = filter.status { conditions.append("status = \(status.rawValue)") }
        if let isUrgent = filter.isUrgent { conditions.append(isUrgent ? "urgency IS NOT NULL" : "urgency IS NULL") }
        let condition = conditions.joined(operator: .and)
        return try SQLRequest<Row>(
            "SELECT state, urgency, workPlace FROM request WHERE \(condition) ORDER BY workPlace LIMIT \(limit)"
        ).fetchAll(database).map { row in
            let (state, urgency): (String, String?) = (row["state"], row["urgency"])
            return Item(
                state: try JSONDecoder().decode(RequestState.self, from: Data(state.utf8)),
                urgency: try urgency.map { try JSONDecoder().decode(RequestUrgency.self, from: Data($0.utf8)) },
                place: row["workPlace"])
        }
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
