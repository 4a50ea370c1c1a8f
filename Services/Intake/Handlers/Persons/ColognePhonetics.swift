/// Kölner Phonetik (Postel 1969): the code of a name as German ears hear it.
enum ColognePhonetics {
    /// The code; empty where there is no letter that sounds.
    static func code(of name: String) -> String { code(ofFolded: NameLetters.words(of: name).joined()) }

    /// The code of letters that ``NameLetters`` folded.
    static func code(ofFolded word: String) -> String {
        let letters = word.map { $0 == "ç" ? "c" : $0 == "ğ" ? "g" : $0 }
        var code: [Character] = []
        for index in letters.indices {
            let previous = index > 0 ? letters[index - 1] : nil
            let next = index + 1 < letters.count ? letters[index + 1] : nil
            code += digits(of: letters[index], after: previous, before: next)
        }
        return withoutRepetitions(code)
    }

    private static func digits(
        of letter: Character, after previous: Character?, before next: Character?
    ) -> [Character] {
        func comes(_ neighbour: Character?, in letters: String) -> Bool {
            neighbour.map { letters.contains($0) } ?? false
        }
        switch letter {
        case "a", "e", "i", "j", "o", "u", "y": return ["0"]
        case "b": return ["1"]
        case "p": return comes(next, in: "h") ? ["3"] : ["1"]
        case "d", "t": return comes(next, in: "csz") ? ["8"] : ["2"]
        case "f", "v", "w", "ŵ": return ["3"]
        case "g", "k", "q", "ǧ": return ["4"]
        case "c":
            if previous == nil { return comes(next, in: "ahkloqrux") ? ["4"] : ["8"] }
            return !comes(previous, in: "sz") && comes(next, in: "ahkoqux") ? ["4"] : ["8"]
        case "x": return comes(previous, in: "ckq") ? ["8"] : ["4", "8"]
        case "l": return ["5"]
        case "m", "n": return ["6"]
        case "r": return ["7"]
        case "s", "z": return ["8"]
        default: return []
        }
    }

    /// Equal digits in a row count once; vowels only at the beginning.
    private static func withoutRepetitions(_ code: [Character]) -> String {
        var result = ""
        var last: Character?
        for digit in code {
            if digit != last, digit != "0" || result.isEmpty { result.append(digit) }
            last = digit
        }
        return result
    }
}
