import Models

/// Which exact figures are asked for; what is left out has a sensible default.
struct FigureQuery: Sendable {
    /// What is wrong with a parameter.
    struct Fault: Error, Equatable, Sendable {
        /// The parameter's name.
        var parameter: String
        /// `unknown-parameter`, `unknown-code` or `invalid-format`.
        var code: ReasonCode
        /// What is accepted, for people.
        var accepted: String
    }

    /// All that is wrong with a query.
    struct Faults: Error, Equatable, Sendable {
        var faults: [Fault]
    }

    var indicators: [Indicator] = Indicator.allCases
    var periods: [ReportingPeriod]
    var area: Area
    var codes: Codes = [:]

    /// Reads the parameters `indicator`, `period` (`quarter:2026-10-01`), `territory` (`kreis:05754`) and one for each
    /// dimension (`gender=female`).
    init(
        _ parameters: [(name: String, value: String)], territory: Territory, codelists: Codelists, today: LocalDate
    ) throws(Faults) {
        var faults: [Fault] = []
        periods = [.month, .quarter].map { ReportingPeriod($0, containing: today) }
        let areas = territory.areas
        area = areas[0]
        for (name, value) in parameters {
            switch name {
            case "indicator":
                guard let indicator = Indicator(rawValue: value) else {
                    faults.append(.unknownCode(name, Indicator.allCases.map(\.rawValue)))
                    continue
                }
                indicators = [indicator]
            case "period":
                guard let period = FigureQuery.period(value) else {
                    faults.append(
                        Fault(
                            parameter: name, code: .invalidFormat,
                            accepted: "month:JJJJ-MM-01, quarter:JJJJ-MM-01 oder year:JJJJ-01-01"))
                    continue
                }
                periods = [period]
            case "territory":
                guard let found = areas.first(where: { $0.name == value }) else {
                    faults.append(.unknownCode(name, areas.map(\.name)))
                    continue
                }
                area = found
            default:
                guard let dimension = Dimension(rawValue: name) else {
                    let known = ["indicator", "period", "territory"] + Dimension.allCases.map(\.rawValue)
                    faults.append(
                        Fault(parameter: name, code: .unknownField, accepted: known.joined(separator: ", ")))
                    continue
                }
                let accepted = dimension.codes(in: codelists, on: today)
                if !accepted.contains(value) { faults.append(.unknownCode(name, accepted)) }
                codes[dimension] = value
            }
        }
        indicators.removeAll { !$0.dimensions.isSuperset(of: codes.keys) }
        if indicators.isEmpty, faults.isEmpty {
            faults = codes.keys.sorted { $0.rawValue < $1.rawValue }.map { dimension in
                let having = Indicator.allCases.filter { $0.dimensions.contains(dimension) }.map(\.rawValue)
                return Fault(
                    parameter: dimension.rawValue, code: .unknownField,
                    accepted: "nur mit \(having.joined(separator: ", "))")
            }
        }
        guard faults.isEmpty else { throw Faults(faults: faults) }
    }

    /// The codes for which an indicator is counted: those asked for, or every published breakdown.
    func combinations(of indicator: Indicator, _ codelists: Codelists) -> [Codes] {
        let level = area.territory.level
        let offered = indicator.combinations(at: level, codelists: codelists, on: periods[0].lastDay)
        guard !codes.isEmpty else { return offered }
        // Flows have no total: without a direction they are counted for each.
        guard indicator == .flows, codes[.flow] == nil else { return [codes] }
        return offered.filter { $0.count == 1 }.map { $0.merging(codes) { $1 } }
    }

    private static func period(_ text: String) -> ReportingPeriod? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let kind = ReportingPeriod.Kind(rawValue: String(parts[0])),
            let day = LocalDate(String(parts[1]))
        else { return nil }
        return ReportingPeriod(kind, startingOn: day)
    }
}

extension FigureQuery.Fault {
    fileprivate static func unknownCode(_ parameter: String, _ accepted: [String]) -> FigureQuery.Fault {
        FigureQuery.Fault(parameter: parameter, code: .unknownCode, accepted: accepted.joined(separator: ", "))
    }
}

extension Area {
    /// How figure keys and queries name it: `kreis:05754`.
    var name: String { "\(territory.level.rawValue):\(territory.code)" }
}
