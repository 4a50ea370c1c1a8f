/// A municipality key (Amtlicher Gemeindeschlüssel) of 8 digits, as in `05754008`.
public struct AGS: Hashable, Sendable, LosslessStringConvertible, Codable {
    /// The 8 digits.
    public let description: String

    /// Reads 8 digits; `nil` for anything else. Whether there is such a municipality is the territory's to say.
    public init?(_ text: String) {
        guard text.utf8.count == 8, text.utf8.allSatisfy(\.isASCIIDigit) else { return nil }
        description = text
    }

    /// The key of the Kreis, the first 5 digits.
    public var kreis: String { String(description.prefix(5)) }

    /// Reads 8 digits.
    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let ags = AGS(text) else {
            throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "no AGS"))
        }
        self = ags
    }

    /// Writes the 8 digits.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
