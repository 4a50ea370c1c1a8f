import Foundation
import Models

/// What a cell becomes in an event. A cell that does not fit goes as it is: Intake says what is wrong with it, together
/// with everything else.
enum CellConversion: Equatable {
    case text
    /// By a table from the list's words, in lower case, to codes.
    case codes([String: JSONValue])
    /// By the first pattern that fits.
    case date([DatePattern])
    /// A telephone number in the form of E.164; a leading zero stands for this prefix.
    case phone(prefix: String)
    /// A whole number.
    case number

    func value(_ text: String) -> JSONValue {
        switch self {
        case .text: .string(text)
        case .codes(let table): table[text.lowercased()] ?? .string(text)
        case .date(let patterns):
            .string(patterns.lazy.compactMap { $0.date(text) }.first?.description ?? text)
        case .phone(let prefix): .string(CellConversion.phone(text, prefix) ?? text)
        case .number: Int(text).map { .number(String($0)) } ?? .string(text)
        }
    }

    /// `nil` where there are other signs than those that people put between digits, or neither a zero nor a country.
    private static func phone(_ text: String, _ prefix: String) -> String? {
        let isForeign = text.hasPrefix("+") || text.hasPrefix("00")
        // "+49 (0) 5241": the zero counts only within the country.
        let plain = (isForeign ? text.replacingOccurrences(of: "(0)", with: "") : text)
            .filter { !" \u{A0}-–/().".contains($0) }
        let number =
            if plain.hasPrefix("+") {
                plain.dropFirst()
            } else if plain.hasPrefix("00") {
                plain.dropFirst(2)
            } else if plain.hasPrefix("0") {
                prefix.dropFirst() + plain.dropFirst()
            } else {
                Substring()
            }
        guard !number.isEmpty, number.allSatisfy({ ("0"..."9").contains($0) }) else { return nil }
        return "+\(number)"
    }
}
