import Foundation

/// The names that invented persons bear.
struct InventedNames {
    /// A name with its spellings.
    struct Name: Sendable {
        /// The origin's letter: u, r, a, p, t, k, v.
        let origin: Character
        /// How frequent it is.
        let weight: Int
        /// In its own script.
        let original: String
        /// In Latin letters.
        let spellings: [String]
        /// Whether the weights were set without looking at it.
        let isHeldOut: Bool
    }

    /// Given names by origin.
    let given: [Character: [Name]]
    /// Family names by origin.
    let family: [Character: [Name]]

    init() {
        given = InventedNames.read(NameListGiven.text)
        family = InventedNames.read(NameListFamily.text)
    }

    private static func read(_ text: String) -> [Character: [Name]] {
        let names = text.split(separator: "\n").enumerated().compactMap { number, line -> Name? in
            let halves = line.split(separator: "|")
            let head = halves.first?.split(separator: " ") ?? []
            guard halves.count == 2, head.count >= 3, let origin = head[0].first, let weight = Int(head[1]) else {
                return nil
            }
            let spellings = halves[1].split(separator: " ").map { String($0).replacing("_", with: " ") }
            return Name(
                origin: origin, weight: weight, original: head[2...].joined(separator: " "), spellings: spellings,
                isHeldOut: number % 10 % 3 == 2)
        }
        return Dictionary(grouping: names, by: \.origin)
    }
}

extension Array {
    /// One of the elements.
    func drawn(_ random: inout some RandomNumberGenerator) -> Element? { randomElement(using: &random) }
}

extension [InventedNames.Name] {
    /// One of the names, the frequent ones more often. Given names gather on fewer than family names do: the first of an
    /// origin are borne by every tenth.
    func drawnByWeight(squared: Bool, _ random: inout some RandomNumberGenerator) -> InventedNames.Name? {
        let weights = map { squared ? $0.weight * $0.weight : $0.weight }
        var position = Int.random(in: 0..<Swift.max(1, weights.reduce(0, +)), using: &random)
        let index = weights.firstIndex { weight in
            position -= weight
            return position < 0
        }
        return index.map { self[$0] }
    }
}
