import Foundation
import Models

/// What one service answered about itself.
struct ServiceStatus {
    /// An answer over HTTP.
    struct Answer {
        var status: Int
        var body: Data
    }

    var address: ServiceAddress
    /// The answer of `/health/ready`; `nil` when none came.
    var ready: Answer?
    /// The answer of `/v1/status`; `nil` when none came.
    var details: Answer?

    /// Whether it does its work.
    var isReady: Bool { ready?.status == 200 }

    /// The row of the table: service, address, readiness, what it says of itself.
    var row: [String] {
        let words =
            switch ready {
            case nil: "no answer"
            case let answer? where answer.status == 200: "ready"
            case let answer?: "not ready (\(answer.status))"
            }
        // What holds a service up is told by its readiness, and only then of interest.
        let said = [details, isReady ? nil : ready].compactMap { $0.map { ServiceStatus.scalars(in: $0.body) } }
        return [
            address.service.rawValue, address.address(""), words, said.filter { !$0.isEmpty }.joined(separator: " "),
        ]
    }

    /// The members of an answer, nested ones under their path; lists only by their length.
    private static func scalars(in body: Data) -> String {
        guard let json = try? JSONValue.parse(body) else { return "" }
        return fields(of: json, path: "").joined(separator: " ")
    }

    private static func fields(of json: JSONValue, path: String) -> [String] {
        switch json {
        case .null: []
        case .bool(let flag): ["\(path)=\(flag)"]
        case .number(let text): ["\(path)=\(text)"]
        case .string(let text): ["\(path)=\(text.contains(" ") ? "\"\(text)\"" : text)"]
        case .array(let items): ["\(path)=\(items.count)"]
        case .object(let members):
            members.flatMap { fields(of: $0.value, path: path.isEmpty ? $0.name : "\(path).\($0.name)") }
        }
    }

    static func table(_ statuses: [ServiceStatus]) -> TextTable {
        var table = TextTable("service", "address", "state", "details")
        for status in statuses { table.add(status.row) }
        return table
    }
}
