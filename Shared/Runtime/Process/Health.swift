import Foundation
import Pipeline

/// Whether the process lives and whether it is ready for work.
struct Health: Sendable {
    /// The answer to a check.
    struct Report: Encodable, Sendable {
        /// `ok`, or `waiting` with what is waited for.
        let status: String
        let waitsFor: String?

        var isGood: Bool { waitsFor == nil }

        init(waitsFor: String?) {
            self.waitsFor = waitsFor
            status = waitsFor == nil ? "ok" : "waiting"
        }
    }

    let path: PathStatus
    let startedAt: Date
    let clock: @Sendable () -> Date

    /// How long the loop of the message path may take for one turn before the process counts as stuck.
    static let turnLimit: TimeInterval = 30

    /// The loop turns; a start counts as a turn.
    func live() -> Report {
        let lastTurn = path.current.lastTurn ?? startedAt
        let isTurning = clock().timeIntervalSince(lastTurn) <= Health.turnLimit
        return Report(waitsFor: isTurning ? nil : "a turn of the message path")
    }

    /// Every partition is assigned. The store is open and migrated, else no request would be answered; a broker that
    /// goes away later is no reason to take the service out, since it answers from its store.
    func ready() -> Report {
        let view = path.current
        return Report(waitsFor: view.isAssigned ? nil : view.waitsFor ?? "assignment of the input topics")
    }
}

/// A service at a glance, as `kim status` shows it.
struct ServiceStatus: Codable, Sendable {
    /// Which service it is.
    let service: String
    /// Whether it is ready for work.
    let ready: Bool
    /// What it waits for; absent when nothing is wrong.
    let waitsFor: String?
    /// Messages consumed since the start.
    let consumed: Int
    /// Messages set aside since the start.
    let deadLetters: Int
    /// Events that wait for publication.
    let outboxPending: Int
    /// Whether everything that was in the topics when last looked at is consumed.
    let caughtUp: Bool
    /// The version of the SQLite library.
    let sqliteVersion: String
    /// Seconds since the start.
    let uptime: Int
}
