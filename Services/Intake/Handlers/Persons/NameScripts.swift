/// Writes Cyrillic, Arabic (Persian with it) and Ge'ez letters in Latin ones.
///
/// Not a norm for reading, but what ``NameSkeleton`` hears alike with the usual German, English and French spellings.
enum NameScripts {
    /// The word in Latin letters; other scripts stay as they are.
    static func latin(_ word: String.UnicodeScalarView) -> String {
        var text = ""
        var afterConsonant = false
        for scalar in word {
            if scalar.isASCII {
                text.unicodeScalars.append(scalar)
                afterConsonant = false
            } else if let letter = arabic[scalar] {
                // Short vowels are not written: without one between them, two letters would sound as one. After the
                // article there is none.
                let isConsonant = !["", "a", "y", "ŵ"].contains(letter)
                if afterConsonant, isConsonant, text != "al" { text += "e" }
                afterConsonant = isConsonant
                text += letter
            } else {
                afterConsonant = false
                text += cyrillic[scalar] ?? ethiopic(scalar) ?? String(scalar)
            }
        }
        return text
    }

    private static let cyrillic: [Unicode.Scalar: String] = [
        "а": "a", "б": "b", "в": "v", "г": "h", "ґ": "g", "д": "d", "е": "e", "ё": "yo", "є": "ye", "ж": "zh",
        "з": "z", "и": "y", "і": "i", "ї": "yi", "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p",
        "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "tsh", "ш": "sh", "щ": "shch",
        "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya", "ў": "w", "ј": "y", "љ": "ly", "њ": "ny",
        "ћ": "tsh", "ђ": "dzh", "џ": "dzh", "ѓ": "g", "ќ": "k", "ѕ": "dz", "қ": "k", "ғ": "gh", "ң": "n", "ө": "o",
        "ү": "u", "ұ": "u", "һ": "h", "ә": "a", "ӣ": "i", "ӯ": "u", "ҳ": "h", "ҷ": "dzh",
    ]

    private static let arabic: [Unicode.Scalar: String] = [
        "ا": "a", "آ": "a", "أ": "a", "إ": "a", "ٱ": "a", "ى": "a", "ع": "a", "ة": "a", "ء": "", "ئ": "", "ؤ": "ŵ",
        "ي": "y", "ی": "y", "ې": "y", "ے": "y", "و": "ŵ", "ۆ": "ŵ", "ب": "b", "پ": "p", "ت": "t", "ث": "th",
        "ج": "ǧ", "چ": "tsh", "ح": "h", "خ": "kh", "د": "d", "ذ": "dh", "ر": "r", "ز": "z", "ژ": "zh", "س": "s",
        "ش": "sh", "ص": "s", "ض": "dh", "ط": "t", "ظ": "dh", "غ": "gh", "ف": "f", "ڤ": "v", "ق": "q", "ك": "k",
        "ک": "k", "گ": "g", "ل": "l", "م": "m", "ن": "n", "ه": "h", "ھ": "h", "ە": "a",
    ]

    /// A Ge'ez syllable: rows of eight, one row a consonant, its columns the vowels (Unicode block Ethiopic).
    private static func ethiopic(_ scalar: Unicode.Scalar) -> String? {
        let first: UInt32 = 0x1200
        guard scalar.value >= first else { return nil }
        let (row, column) = (Int((scalar.value - first) / 8), Int((scalar.value - first) % 8))
        return ethiopicRows.indices.contains(row) ? ethiopicRows[row] + ethiopicVowels[column] : nil
    }

    private static let ethiopicVowels = ["e", "u", "i", "a", "e", "e", "o", "a"]

    private static let ethiopicRows = [
        "h", "l", "h", "m", "s", "r", "s", "sh", "q", "q", "q", "q", "b", "v", "t", "tsh", "h", "h", "n", "n", "", "k",
        "k", "k", "k", "w", "", "z", "zh", "y", "d", "d", "dzh", "g", "g", "g", "t", "tsh", "p", "ts", "ts", "f", "p",
    ]
}
