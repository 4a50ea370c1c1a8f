import Foundation
import GRDB
import Models
import Pipeline

/// Publishes the figures: a timer that sets itself again, and a release only where something changed.
struct Releases: Sendable {
    static let timer = "release"
    private static let subject = "figures"

    let plan: ReleasePlan
    let maker: FigureMaker

    var handler: TimerHandler {
        TimerHandler(Releases.timer) { _, transaction in
            try publish(transaction)
            try schedule(plan.next(after: transaction.now, skippingTo: transaction.performedAt), transaction)
        }
    }

    static let start = "start-releases"

    /// Sets the next release, as planned now, at the first start or where it was set later. A release that became due
    /// while nothing ran stays due.
    var command: CommandHandler {
        .command(Releases.start, Date.self) { planned, transaction in
            try begin(planned, transaction)
            return true
        }
    }

    private func begin(_ planned: Date, _ transaction: Transaction) throws {
        let due = try Int64.fetchOne(transaction.database, sql: "SELECT dueAt FROM nextRelease")
        if let due, due <= Instant.milliseconds(planned) { return }
        try schedule(planned, transaction)
    }

    private func schedule(_ due: Date, _ transaction: Transaction) throws {
        try transaction.schedule(Releases.timer, for: Releases.subject, at: due)
        try transaction.database.execute(
            sql: """
                INSERT INTO nextRelease (only, dueAt) VALUES (1, ?)
                ON CONFLICT (only) DO UPDATE SET dueAt = excluded.dueAt
                """, arguments: [Instant.milliseconds(due)])
    }

    /// One release: what changed in the order of the keys, then what is withdrawn, the marker last.
    func publish(_ transaction: Transaction) throws {
        let published = try Releases.published(in: transaction.database)
        let release = Instant.text(transaction.now)
        let set = try maker.figures(
            of: periods(on: transaction.today, published), release: release, at: transaction.now
        ) { indicator, period in
            try Tally(of: indicator, in: period, transaction.database)
        }
        let change = set.change(since: published)
        guard !change.isEmpty else { return }
        for (key, figure) in change.changed {
            try transaction.emit(figure, to: Topics.figures, key: key)
            try transaction.database.execute(
                sql: "INSERT OR REPLACE INTO published (key, figure) VALUES (?, ?)",
                arguments: [key, JSONEncoder().encode(figure)])
        }
        for key in change.withdrawn {
            try transaction.emitTombstone(of: Figure.self, to: Topics.figures, key: key)
            try transaction.database.execute(sql: "DELETE FROM published WHERE key = ?", arguments: [key])
        }
        let marker = maker.marker(of: set, withdrawn: change.withdrawn, release: release, at: transaction.now)
        try transaction.emit(marker, to: Topics.figures, key: marker.key)
    }

    /// The periods that the plan names for a day, and those published before: what is recorded late corrects them.
    private func periods(on day: LocalDate, _ published: [String: Figure]) -> Set<ReportingPeriod> {
        let due = Set(maker.territory.areas.map(\.periodKind)).map { plan.period($0, on: day) }
        return Set(due).union(published.values.map(\.period))
    }

    private static func published(in database: Database) throws -> [String: Figure] {
        let rows = try Row.fetchAll(database, sql: "SELECT key, figure FROM published")
        var figures: [String: Figure] = [:]
        for row in rows {
            figures[row["key"]] = try JSONDecoder().decode(Figure.self, from: row["figure"] as Data)
        }
        return figures
    }
}
