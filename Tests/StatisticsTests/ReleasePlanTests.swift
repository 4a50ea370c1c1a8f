import Foundation
import Models
import Runtime
import Testing

@testable import Statistics

struct ReleasePlanTests {
    @Test(
        "On release days the periods are released that ended before",
        arguments: [
            ("2026-11-14", "2026-09-01", "2026-07-01"), ("2026-11-15", "2026-10-01", "2026-07-01"),
            ("2026-10-29", "2026-09-01", "2026-04-01"), ("2026-10-30", "2026-09-01", "2026-07-01"),
        ])
    func periods(on today: String, month: String, quarter: String) throws {
        let plan = ReleasePlan.onReleaseDays(try Fixtures.territory())
        #expect(plan.period(.month, on: try day(today)).firstDay == (try day(month)))
        #expect(plan.period(.quarter, on: try day(today)).firstDay == (try day(quarter)))
    }

    @Test(
        "The next release begins with the next release day",
        arguments: [("2026-11-14", "2026-11-15"), ("2026-11-15", "2026-12-15"), ("2026-10-20", "2026-10-30")])
    func next(after today: String, release: String) throws {
        let plan = ReleasePlan.onReleaseDays(try Fixtures.territory())
        let noon = try day(today).start.addingTimeInterval(12 * 3600)
        #expect(plan.next(after: noon) == (try day(release)).start)
        #expect(plan.next(after: try day(today).start, skippingTo: noon) == (try day(release)).start)
    }

    @Test("With an interval the running periods are released again and again")
    func interval() throws {
        let plan = ReleasePlan.every(seconds: 10)
        #expect(plan.period(.quarter, on: try day("2026-11-14")).firstDay == (try day("2026-10-01")))
        #expect(plan.next(after: Rig.start) == Rig.start.addingTimeInterval(10))
        #expect(
            plan.next(after: Rig.start, skippingTo: Rig.start.addingTimeInterval(10))
                == Rig.start.addingTimeInterval(20))
    }

    @Test("The interval is configuration, and without it the territory's release days count")
    func configured() async throws {
        func plan(_ environment: [String: String]) async throws -> ReleasePlan {
            let sources = try await ConfigurationSources(arguments: ["kim-statistics"], environment: environment)
            return try StatisticsService.plan(sources, Fixtures.territory())
        }
        guard case .every(10) = try await plan(["KIM_STATISTICS_RELEASE_INTERVAL": "10"]) else {
            Issue.record("no interval")
            return
        }
        guard case .onReleaseDays = try await plan([:]) else {
            Issue.record("no release days")
            return
        }
        for wrong in ["0", "-1", "1.5", "often", "86401"] {
            let error = await #expect(throws: ConfigurationError.self) {
                try await plan(["KIM_STATISTICS_RELEASE_INTERVAL": wrong])
            }
            #expect(error?.description.hasPrefix("KIM_STATISTICS_RELEASE_INTERVAL: \"\(wrong)\"") == true)
        }
    }
}
