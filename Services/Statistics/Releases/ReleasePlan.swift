import Foundation
import Models

/// When figures are released, and about which periods.
enum ReleasePlan: Sendable {
    /// Again and again, about the periods that go on: for demonstrations and tests.
    case every(seconds: Int)
    /// On the release days that the Kreis set, about the periods that ended before.
    case onReleaseDays(Territory)

    /// The first release after an instant.
    func next(after instant: Date) -> Date {
        switch self {
        case .every(let seconds):
            instant.addingTimeInterval(Double(seconds))
        case .onReleaseDays(let territory):
            ReleasePlan.kinds.map { nextReleaseDay(of: $0, after: instant, territory).start }.min() ?? instant
        }
    }

    /// The release that follows one, skipping what was missed while nothing ran.
    func next(after release: Date, skippingTo now: Date) -> Date {
        switch self {
        case .every(let seconds):
            let missed = max(0, (now.timeIntervalSince(release) / Double(seconds)).rounded(.down))
            return release.addingTimeInterval((missed + 1) * Double(seconds))
        case .onReleaseDays:
            return next(after: max(release, now))
        }
    }

    /// The period of a kind that a release on a day is about.
    func period(_ kind: ReportingPeriod.Kind, on day: LocalDate) -> ReportingPeriod {
        let current = ReportingPeriod(kind, containing: day)
        guard case .onReleaseDays(let territory) = self else { return current }
        var period = current.previous
        while ReleasePlan.releaseDay(of: period, territory) > day { period = period.previous }
        return period
    }

    /// The kinds of periods that are released (contracts 6).
    private static let kinds: [ReportingPeriod.Kind] = [.month, .quarter]

    private func nextReleaseDay(
        of kind: ReportingPeriod.Kind, after instant: Date, _ territory: Territory
    ) -> LocalDate {
        let today = LocalDate(of: instant)
        var period = self.period(kind, on: today).next
        while ReleasePlan.releaseDay(of: period, territory).start <= instant { period = period.next }
        return ReleasePlan.releaseDay(of: period, territory)
    }

    /// The day on which the figures of a period are released.
    static func releaseDay(of period: ReportingPeriod, _ territory: Territory) -> LocalDate {
        let limits = territory.rules.releases
        let limit =
            switch period.kind {
            case .month: limits[.month]
            case .quarter: limits[.quarter]
            case .year: limits[.year]
            }
        return limit.value(on: period.lastDay).lastDay(from: period.lastDay, territory.workingDays)
    }
}
