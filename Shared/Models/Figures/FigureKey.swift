/// What a figure is about: the record key `B1;quarter:2026-10-01;municipality:05754032;gender=female` (contracts 6).
public struct FigureKey: Hashable, Sendable {
    /// Which indicator.
    public let indicator: String
    /// The time.
    public let period: ReportingPeriod
    /// The kind of area.
    public let level: FigureTerritory.Level
    /// The area's code.
    public let code: String
    /// The breakdown, code by dimension; written in the order of the names.
    public let dimensions: [String: String]

    /// The key of a figure about this.
    public init(
        indicator: String, period: ReportingPeriod, territory: FigureTerritory, dimensions: [String: String] = [:]
    ) {
        self.indicator = indicator
        self.period = period
        level = territory.level
        code = territory.code
        self.dimensions = dimensions
    }
}

extension FigureKey: LosslessStringConvertible {
    /// The key's text.
    public var description: String {
        let breakdown = dimensions.sorted { $0.key < $1.key }.map { ";\($0.key)=\($0.value)" }.joined()
        return "\(indicator);\(period.kind.rawValue):\(period.firstDay);\(level.rawValue):\(code)\(breakdown)"
    }

    /// Reads a key's text; `nil` for anything else, unsorted or repeated dimensions included.
    public init?(_ text: String) {
        let parts = text.split(separator: ";", omittingEmptySubsequences: false)
        guard parts.count >= 3, !parts[0].isEmpty,
            let (kindText, dayText) = FigureKey.pair(parts[1], ":"),
            let (levelText, code) = FigureKey.pair(parts[2], ":"),
            let kind = ReportingPeriod.Kind(rawValue: kindText), let day = LocalDate(dayText),
            let period = ReportingPeriod(kind, startingOn: day), let level = FigureTerritory.Level(rawValue: levelText)
        else { return nil }
        var dimensions: [String: String] = [:]
        for part in parts.dropFirst(3) {
            guard let (name, code) = FigureKey.pair(part, "=") else { return nil }
            dimensions[name] = code
        }
        indicator = String(parts[0])
        self.period = period
        self.level = level
        self.code = code
        self.dimensions = dimensions
        // A text that is not how this key is written is no key: two texts would mean the same figure.
        guard description == text else { return nil }
    }

    private static func pair(_ text: Substring, _ separator: Character) -> (String, String)? {
        guard let index = text.firstIndex(of: separator) else { return nil }
        let (left, right) = (text[..<index], text[text.index(after: index)...])
        guard !left.isEmpty, !right.isEmpty else { return nil }
        return (String(left), String(right))
    }
}
