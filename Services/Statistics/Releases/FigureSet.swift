import Foundation
import Models

/// The whole set of figures that a release offers.
struct FigureSet: Sendable {
    /// Each figure under its key's text.
    var figures: [String: Figure]

    /// What a release has to say to those who know the set before.
    struct Change: Sendable {
        /// New and changed figures, by key.
        var changed: [(key: String, figure: Figure)]
        /// Keys that are no longer offered, sorted.
        var withdrawn: [String]

        /// Whether there is nothing to say.
        var isEmpty: Bool { changed.isEmpty && withdrawn.isEmpty }
    }

    /// What is new since the set that was published. Release and time of a figure are those of its last change, so they
    /// are no change themselves.
    func change(since published: [String: Figure]) -> Change {
        let changed = figures.filter { key, figure in
            guard var before = published[key] else { return true }
            before.release = figure.release
            before.publishedAt = figure.publishedAt
            return before != figure
        }
        return Change(
            changed: changed.sorted { $0.key < $1.key }.map { (key: $0.key, figure: $0.value) },
            withdrawn: published.keys.filter { figures[$0] == nil }.sorted())
    }
}

/// What figures are made of, beside the counts.
struct FigureMaker: Sendable {
    let territory: Territory
    let codelists: Codelists

    /// The figures of some periods about all areas, rounded.
    ///
    /// - Parameters:
    ///   - release: the release's id.
    ///   - instant: when it is published.
    ///   - tally: the counts of an indicator in a period.
    func figures(
        of periods: Set<ReportingPeriod>, release: String, at instant: Date,
        tally: (Indicator, ReportingPeriod) throws -> Tally
    ) rethrows -> FigureSet {
        let rounding = rounding(on: LocalDate(of: instant))
        var figures: [String: Figure] = [:]
        for period in periods {
            let areas = territory.areas.filter { $0.periodKind == period.kind }
            for indicator in Indicator.allCases {
                let tally = try tally(indicator, period)
                for area in areas {
                    let offered = indicator.combinations(
                        at: area.territory.level, codelists: codelists, on: period.lastDay)
                    for codes in offered {
                        let figure = Figure(
                            release: release, status: .provisional, revision: 1, indicator: indicator.rawValue,
                            unit: indicator.unit, period: period, territory: area.territory,
                            dimensions: codes.named, value: Double(rounding.round(tally.count(in: area, codes))),
                            valueState: .published, rule: indicator.rule, disclosure: rounding.disclosure,
                            publishedAt: Timestamp(instant))
                        figures[figure.key.description] = figure
                    }
                }
            }
        }
        return FigureSet(figures: figures)
    }

    /// The marker that ends a release of this set.
    func marker(of set: FigureSet, withdrawn: [String], release: String, at instant: Date) -> Release {
        let published = Set(
            FigureTerritory.Level.allCases.flatMap { level in
                Indicator.allCases.flatMap { $0.breakdowns(at: level).flatMap { $0 } }
            })
        let lists = published.compactMap { $0.codelist.flatMap { codelists[$0] } }
        var rules = Dictionary(
            Indicator.allCases.map { ($0.rule.id, $0.rule.version) }, uniquingKeysWith: { first, _ in first })
        rules["rounding"] = territory.rules.roundingBase.version(on: LocalDate(of: instant)).validFrom.description
        return Release(
            release: release, status: .provisional, revision: 1, figures: set.figures.count,
            checksum: Release.checksum(of: set.figures.values), withdrawnKeys: withdrawn,
            codelists: Dictionary(lists.map { ($0.name, $0.version) }, uniquingKeysWith: { first, _ in first }),
            rules: rules, publishedAt: Timestamp(instant))
    }

    private func rounding(on day: LocalDate) -> Rounding {
        Rounding(base: territory.rules.roundingBase.value(on: day))
    }
}

extension Codes {
    /// The codes under their dimensions' names, as figures have them.
    var named: [String: String] {
        reduce(into: [:]) { named, code in named[code.key.rawValue] = code.value }
    }
}
