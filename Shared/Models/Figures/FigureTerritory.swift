/// The area that a figure is about.
public struct FigureTerritory: Codable, Sendable, Equatable {
    /// The kind of area.
    public var level: Level
    /// AGS of 8 digits, Kreis of 5, or the coordinating office's id.
    public var code: String
    /// Its name, for people.
    public var name: String

    /// An area.
    public init(level: Level, code: String, name: String) {
        self.level = level
        self.code = code
        self.name = name
    }
}

extension FigureTerritory {
    /// The kinds of areas.
    public enum Level: String, Codable, Sendable, CaseIterable {
        /// One municipality.
        case municipality
        /// The municipalities of a coordinating office.
        case coordination
        /// The whole Kreis.
        case kreis
    }
}
