import Foundation
import Models

/// What one service answered about itself.
struct ServiceStatus {
    /// The part of `/v1/status` and `/health/ready` that is shown; a service of another version may leave out some.
    private struct Report: Decodable {
        var waitsFor: String?
        var consumed: Int?
        var outboxPending: Int?
        var deadLetters: Int?
        var caughtUp: Bool?
        var uptime: Int?
    }

    var address: ServiceAddress
    /// The answer of `/health/ready`; `nil` when none came.
    var ready: ServiceClient.Answer?
    /// The answer of `/v1/status`; `nil` when none came.
    var details: ServiceClient.Answer?

    /// Whether it does its work.
    var isReady: Bool { ready?.status == 200 }

    /// The row of the table.
    var row: [String] {
        let state =
            switch ready?.status {
            case nil: "no answer"
            case 200: "ready"
            case let status?: "not ready (\(status))"
            }
        let report = ServiceStatus.report(details)
        let numbers = [report?.consumed, report?.outboxPending, report?.deadLetters].map { $0.map(String.init) ?? "-" }
        let caughtUp = report?.caughtUp.map { $0 ? "yes" : "no" } ?? "-"
        let uptime = report?.uptime.map { "\($0) s" } ?? "-"
        let waitsFor = report?.waitsFor ?? ServiceStatus.report(ready)?.waitsFor ?? ""
        return [address.service.rawValue, address.address(""), state] + numbers + [caughtUp, uptime, waitsFor]
    }

    private static func report(_ answer: ServiceClient.Answer?) -> Report? {
        answer.flatMap { try? JSONDecoder().decode(Report.self, from: $0.body) }
    }

    static func table(_ statuses: [ServiceStatus]) -> TextTable {
        var table = TextTable(
            "service", "address", "state", "consumed", "to send", "dead letters", "caught up", "uptime", "waits for")
        for status in statuses { table.add(status.row) }
        return table
    }
}
