import Models

/// One time in which a case is open, from its opening or reopening to the closure that follows.
struct Episode: Equatable {
    /// The first day at whose end it is open.
    var start: LocalDate
    /// The day of the closure, at whose end it is no longer open; `nil` while it goes on.
    var end: LocalDate?
    /// Opened or reopened.
    var begin: Flow
    /// Whether it counts. A case that was opened in error or merged into another never was one of its own: it is no
    /// outflow (contracts 7), so for the balance it can be no stock and no inflow either.
    var counts = true

    private static let noCases: Set<String> = ["merged", "opened-in-error"]

    /// The episodes of a case in their order. A day before the one that it follows is taken as that day.
    static func all(of state: CaseState) -> [Episode] {
        var episodes: [Episode] = []
        var start = state.openedOn
        var begin = Flow.inflow
        for closure in state.closures.inForce {
            let end = max(closure.closedOn, start)
            episodes.append(
                Episode(start: start, end: end, begin: begin, counts: !noCases.contains(closure.reason)))
            guard let reopenedOn = closure.reopenedOn else { return episodes }
            start = max(reopenedOn, end)
            begin = .reopened
        }
        episodes.append(Episode(start: start, end: nil, begin: begin))
        return episodes
    }
}

/// Which municipality is responsible for a case on which day.
struct Places {
    /// A time in one municipality; with a last day before the first it holds at the end of no day.
    struct Stay: Equatable {
        var municipality: String?
        var firstDay: LocalDate
        var lastDay: LocalDate?
    }

    private let responsibilities: [CaseState.Responsibility]

    init(_ responsibilities: [CaseState.Responsibility]) {
        self.responsibilities = responsibilities
    }

    /// The municipality at the end of a day: of the latest responsibility that has begun, else of the first one.
    func municipality(on day: LocalDate) -> String? {
        var latest: CaseState.Responsibility?
        for responsibility in responsibilities
        where responsibility.from <= day && responsibility.from >= latest?.from ?? responsibility.from {
            latest = responsibility
        }
        return (latest ?? responsibilities.first)?.municipality
    }

    /// The stays from a day until the day before another. A change on the day of the end comes too late to count.
    func stays(from start: LocalDate, until end: LocalDate?) -> [Stay] {
        let changes = Set(responsibilities.map(\.from)).filter { day in
            day > start && end.map { day < $0 } ?? true
        }.sorted()
        var stays = [Stay(municipality: municipality(on: start), firstDay: start, lastDay: nil)]
        for day in changes {
            let municipality = municipality(on: day)
            guard municipality != stays[stays.count - 1].municipality else { continue }
            stays[stays.count - 1].lastDay = day.adding(days: -1)
            stays.append(Stay(municipality: municipality, firstDay: day, lastDay: nil))
        }
        stays[stays.count - 1].lastDay = end?.adding(days: -1)
        return stays
    }
}
