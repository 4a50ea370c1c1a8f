/// The consonants of a name part, folded to what German, English, French and Turkish spellings and those of other
/// scripts have in common.
///
/// Nine sounds remain: `p t k s f l m n r`; a vowel counts only at the beginning, as `a`. Where a spelling may be read
/// in several ways (`ch` as in German or in French) there are several skeletons; equal is what shares one.
enum NameSkeleton {
    /// The most skeletons of one part: a bound for the index, reached by very few names.
    static let maximum = 6

    /// The skeletons of a folded part, in the order of their likelihood.
    static func skeletons(of part: String) -> [String] {
        var found = readings(of: part)
        // `Elhassan` is `Hassan` with its article.
        if part.count >= 6, part.hasPrefix("al") || part.hasPrefix("el") {
            found += readings(of: String(part.dropFirst(2))).prefix(2)
        }
        var seen = Set<String>()
        return Array(found.filter { !$0.isEmpty && seen.insert($0).inserted }.prefix(maximum))
    }

    private static func readings(of part: String) -> [String] {
        let letters = Array(part)
        var texts = [""]
        var index = 0
        var touching = false
        while index < letters.count {
            let isVowel = vowels.contains(letters[index])
            let (length, options) = isVowel ? vowelSound(letters, index) : consonantSound(letters, index)
            texts = texts.flatMap { text in
                options.map { touching && !$0.isEmpty && text.hasSuffix($0) ? text : text + $0 }
            }
            texts = Array(texts.prefix(maximum))
            touching = !isVowel
            index += length
        }
        return texts.map { $0.count > 1 ? $0 : $0 + firstVowel(of: part) }
    }

    /// A run of vowels: nothing, or `w` as French writes it (`Oualid`, `Daoud`).
    private static func vowelSound(_ letters: [Character], _ start: Int) -> (Int, [String]) {
        let run = letters[start...].prefix { vowels.contains($0) }
        func isRound(_ index: Int) -> Bool { letters[index] == "u" || letters[index] == "o" }
        if start > 0 {
            return (run.count, run.count > 2 && run.indices.dropFirst().contains(where: isRound) ? ["", "f"] : [""])
        }
        let beginsWithW = run.count > 1 && (letters[0] == "u" || letters[0] == "o" && letters[1] == "u")
        return (run.count, beginsWithW ? ["a", "f"] : ["a"])
    }

    private static func consonantSound(_ letters: [Character], _ start: Int) -> (Int, [String]) {
        let cluster = clusters[letters[start], default: []].first { cluster in
            letters[start...].starts(with: cluster.letters)
        }
        if let cluster { return (cluster.letters.count, cluster.options) }
        let next = start + 1 < letters.count ? letters[start + 1] : nil
        let options: [String] =
            switch letters[start] {
            case "b", "p": ["p"]
            case "d", "t": ["t"]
            case "g", "k", "q": ["k"]
            case "h": next == nil ? ["", "k"] : ["k"]
            case "f", "v": ["f"]
            case "w": next.map(vowels.contains) == true ? ["f"] : ["f", ""]
            case "ŵ": start == 0 ? ["f"] : ["", "f"]
            case "c": next == "e" || next == "i" || next == "y" ? ["s"] : ["k", "s"]
            case "s", "z", "ç": ["s"]
            case "x": ["ks", "s"]
            case "j": [start == 0 ? "a" : "", "s"]
            case "ğ": ["k", ""]
            case "ǧ": ["s", "k"]
            case "l": ["l"]
            case "m": ["m"]
            case "n": ["n"]
            case "r": ["r"]
            default: [""]
            }
        return (1, options)
    }

    /// Of a part with a single sound the first vowel counts too: `Le` and `Lu` are two names.
    private static func firstVowel(of part: String) -> String {
        switch part.first(where: vowels.contains) {
        case "a": "a"
        case "e", "i", "y": "i"
        case "o", "u": "u"
        default: ""
        }
    }

    private static let vowels: Set<Character> = ["a", "e", "i", "o", "u", "y"]

    /// Letters that sound together with what they may sound like, the longest first.
    private static let sounds: [(letters: String, options: [String])] = [
        ("schtsch", ["s"]), ("shch", ["s"]), ("tsch", ["s"]), ("dsch", ["s"]), ("tch", ["s"]), ("tsh", ["s"]),
        ("dzh", ["s"]), ("sch", ["s"]), ("sh", ["s"]), ("zh", ["s"]), ("ch", ["k", "s"]), ("cz", ["s"]),
        ("sz", ["s"]), ("ts", ["s"]), ("tz", ["s"]), ("dz", ["s"]), ("dj", ["s", "t"]), ("th", ["t", "s"]),
        ("dh", ["t", "s"]), ("kh", ["k"]), ("gh", ["k"]), ("ph", ["f"]), ("ck", ["k"]),
    ]

    /// The same by their first letter.
    private static let clusters: [Character: [(letters: [Character], options: [String])]] = {
        var clusters: [Character: [(letters: [Character], options: [String])]] = [:]
        for sound in sounds {
            guard let first = sound.letters.first else { continue }
            clusters[first, default: []].append((Array(sound.letters), sound.options))
        }
        return clusters
    }()
}
