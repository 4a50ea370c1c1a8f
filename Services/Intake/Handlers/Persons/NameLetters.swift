import Foundation

/// Folds names into small Latin letters, so that spellings of one name compare (letters: DIN 91379).
///
/// Besides `a` to `z` four letters remain whose sound depends on the language: `ç`, `ğ`, `ǧ` (Arabic jim) and `ŵ`
/// (Arabic waw).
enum NameLetters {
    /// The words of a name, each folded. Apostrophes join, every other sign that is no letter separates.
    static func words(of text: String) -> [String] {
        var words: [String] = []
        var word = String.UnicodeScalarView()
        for scalar in text.precomposedStringWithCanonicalMapping.lowercased().unicodeScalars {
            if scalar.properties.isAlphabetic || scalar.properties.generalCategory == .nonspacingMark {
                word.append(scalar)
            } else if !joining.contains(scalar), !word.isEmpty {
                words.append(fold(word))
                word = String.UnicodeScalarView()
            }
        }
        if !word.isEmpty { words.append(fold(word)) }
        return words.filter { !$0.isEmpty }
    }

    /// The word with German digraphs and double letters reduced: what counts as written alike.
    static func plain(_ word: String) -> String {
        var plain: [Character] = []
        for letter in word {
            let letter = letter == "ç" ? "c" : letter == "ğ" ? "g" : letter
            guard let last = plain.last else { plain.append(letter); continue }
            if letter == last || letter == "e" && (last == "a" || last == "o" || last == "u") { continue }
            plain.append(letter)
        }
        return String(plain)
    }

    private static func fold(_ word: String.UnicodeScalarView) -> String {
        let latin = NameScripts.latin(word)
        var folded = String.UnicodeScalarView()
        for scalar in latin.unicodeScalars {
            if ("a"..."z").contains(scalar) {
                folded.append(scalar)
            } else if let letters = special[scalar] {
                folded.append(contentsOf: letters.unicodeScalars)
            } else {
                let base = String(scalar).decomposedStringWithCanonicalMapping.unicodeScalars
                folded.append(contentsOf: base.filter { ("a"..."z").contains($0) })
            }
        }
        return String(folded)
    }

    /// Signs that stand within a word: apostrophes and the marks of glottal stops and soft signs.
    private static let joining = Set("'’‘`´ʼʻʾʿʹʺˈˌ\u{640}\u{200C}\u{200D}".unicodeScalars)

    /// Letters whose base letter alone would mislead, or that have none.
    private static let special: [Unicode.Scalar: String] = [
        "ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "œ": "oe", "ø": "oe", "å": "a", "đ": "d", "ð": "d",
        "ł": "l", "þ": "th", "ı": "i", "ə": "a", "ŋ": "ng", "ħ": "h", "č": "tsh", "ć": "tsh", "š": "sh", "ş": "sh",
        "ș": "sh", "ž": "zh", "ç": "ç", "ğ": "ğ", "ǧ": "ǧ", "ŵ": "ŵ",
    ]
}
