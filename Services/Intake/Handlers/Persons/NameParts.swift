/// A part of a name that is compared on its own.
struct NamePart: Hashable, Sendable {
    /// The folded letters.
    let text: String
    /// Where it stands among the parts of its name.
    let position: Int
    /// Whether it is this part and the next one written together (`Gebre Medhin`, `Gebremedhin`).
    let isJoined: Bool

    /// Whether only the first letter was sent.
    var isInitial: Bool { text.count == 1 }
}

/// Splits names into parts.
enum NameParts {
    /// The most parts that are looked at: who sends more sends a text, not a name.
    static let maximum = 6

    /// The parts of a field of a name; `first`: the position of its first part.
    static func parts(of field: String, first: Int = 0) -> [NamePart] {
        let words = compounds(NameLetters.words(of: field))
        let kept = words.filter { !particles.contains($0) }
        let texts = Array((kept.isEmpty ? words : kept).prefix(maximum))
        let single = texts.enumerated().map { NamePart(text: $1, position: first + $0, isJoined: false) }
        let joined = zip(texts, texts.dropFirst()).enumerated().compactMap { index, pair in
            pair.0.count > 1 && pair.1.count > 1
                ? NamePart(text: pair.0 + pair.1, position: first + index, isJoined: true) : nil
        }
        return single + joined
    }

    /// Joins `Abd` and its article with the name that they belong to: `Abd al-Rahman`, `Abdul Rahman`, `Abdurrahman` and
    /// `عبد الرحمن` are one.
    private static func compounds(_ words: [String]) -> [String] {
        var result: [String] = []
        var servant = false
        for word in words {
            if servant, particles.contains(word) { continue }
            if !servant, servants.contains(word) {
                servant = true
            } else {
                result.append(withoutInnerArticle(servant ? "abd" + word : word))
                servant = false
            }
        }
        return servant ? result + ["abd"] : result
    }

    /// `Abdurrahman` and `Abdelrahman` as `abdrahman`.
    private static func withoutInnerArticle(_ word: String) -> String {
        guard word.count > 6, let servant = ["abd", "abed"].first(where: word.hasPrefix) else { return word }
        let afterServant = word.dropFirst(servant.count)
        let rest = afterServant.drop { "aeiou".contains($0) }
        guard rest.count > 2, let first = rest.first else { return word }
        let isArticle = first == "l" && rest.count < afterServant.count
        let isAssimilated = rest.dropFirst().first == first
        return "abd" + (isArticle || isAssimilated ? rest.dropFirst() : rest)
    }

    /// `Abd` (servant) with and without the article that belongs to the next word.
    private static let servants: Set<String> = ["abd", "abed", "abdul", "abdel", "abdal", "abdoul", "abdol"]

    /// Words that come and go between the spellings of one name.
    private static let particles: Set<String> = [
        "al", "el", "ul", "ar", "as", "ash", "ad", "az", "bin", "ben", "ibn", "bint", "binti", "ould", "van",
        "von", "der", "den", "de", "da", "di", "do", "dos", "du", "del", "la", "le", "zu", "zum", "zur", "thi",
        "geb", "y",
    ]
}
