/// A telephone number after ITU-T E.164, as it is kept: `+`, the country code, 7 to 15 digits in all.
///
/// Offices write numbers in German ways: `05241 555-0100`, `0176/5550100`, `0049 5241 5550100`, `+49 (0)5241 5550100`. What
/// begins with 0 is a number in Germany; signs between digits say nothing.
public struct PhoneNumber: Hashable, Sendable {
    /// The number in E.164.
    public let text: String

    /// Reads a number in any of these ways; `nil` for what is none.
    public init?(_ written: String) {
        let plain = written.replacing("(0)", with: "")
        guard plain.unicodeScalars.allSatisfy(PhoneNumber.signs.contains),
            let first = plain.first(where: { $0 == "+" || $0.isNumber }),
            plain.count(where: { $0 == "+" }) == (first == "+" ? 1 : 0)
        else { return nil }
        let digits = plain.filter(\.isNumber)
        var number: String
        if first == "+" {
            number = digits
        } else if digits.hasPrefix("00") {
            number = String(digits.dropFirst(2))
        } else if digits.hasPrefix("0") {
            number = "49" + digits.dropFirst()
        } else {
            return nil
        }
        // `+49 05241 …`: the zero of a number in Germany that was left in it.
        if number.hasPrefix("490") { number.remove(at: number.index(number.startIndex, offsetBy: 2)) }
        guard (7...15).contains(number.utf8.count), !number.hasPrefix("0") else { return nil }
        text = "+" + number
    }

    private static let signs = Set("0123456789+ ()/.-".unicodeScalars)

    /// The same rule as a regular expression of JSON Schema; it lets some numbers through that have too many digits.
    public static let pattern =
        "^[ (]*(?:(?:[+]|00)[ ()/.-]*[1-9](?:[ ()/.-]*[0-9]){6,15}|0[ ()/.-]*[1-9](?:[ ()/.-]*[0-9]){4,12})[ ()/.-]*$"
}

extension PhoneNumber: Codable {
    /// Reads a number in any way in which it may be written.
    public init(from decoder: any Decoder) throws {
        let written = try decoder.singleValueContainer().decode(String.self)
        guard let number = PhoneNumber(written) else {
            throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "no number"))
        }
        self = number
    }

    /// Writes ``text``.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
