import Foundation
import Models
import Pipeline
import TestSupport

@testable import Statistics

/// The service on a store of its own, with a release every ten seconds.
struct Rig {
    static let start = Instant.parse("2026-11-24T10:00:00.000Z") ?? .distantPast

    let harness: ServiceHarness
    let releases: Releases

    init(plan: ReleasePlan = .every(seconds: 10), delivering states: [CaseState] = []) async throws {
        releases = Releases(plan: plan, maker: try Fixtures.maker())
        harness = try ServiceHarness(StatisticsService.definition(releases), now: Rig.start)
        for state in states { try await harness.deliver(state, on: Topics.cases, key: state.caseId) }
    }

    /// What `start` of the service does.
    func begin() async throws {
        let now = harness.clock()
        let command = try Command(
            Releases.start, releases.plan.next(after: now), id: UUID().uuidString, actor: "test", instant: now)
        let _: Bool = try await harness.entry.perform(command)
    }

    /// What is released so many seconds after the start.
    func release(after seconds: Double) async throws -> [ServiceHarness.Emitted] {
        try await harness.fireTimers(at: Rig.start.addingTimeInterval(seconds))
        return try await harness.emitted(on: Topics.figures)
    }

    /// The exact figures of all areas in the four quarters of 2026.
    func exact() async throws -> [ExactFigure] {
        let (territory, codelists) = (releases.maker.territory, releases.maker.codelists)
        return try await harness.entry.store.read { database in
            var figures: [ExactFigure] = []
            for area in territory.areas {
                for month in ["01", "04", "07", "10"] {
                    let query = try FigureQuery(
                        [("territory", area.name), ("period", "quarter:2026-\(month)-01")], territory: territory,
                        codelists: codelists, today: LocalDate(of: Rig.start))
                    figures += try query.answer(codelists, database).figures
                }
            }
            return figures
        }
    }
}
