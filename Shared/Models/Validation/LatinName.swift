import Foundation

/// Names of natural persons after DIN 91379, data type A: Latin letters, those of several code points included, and a
/// few other signs, in NFC. The letters are data, in `Data/latin-names.txt`.
public enum LatinName {
    /// What is wrong with a name; `nil` where nothing is.
    public static func problem(in text: String) -> ReasonCode? {
        if consistsOfLetters(Array(text.unicodeScalars)) { return nil }
        let composed = text.precomposedStringWithCanonicalMapping
        return consistsOfLetters(Array(composed.unicodeScalars)) ? .notNormalized : .charactersNotPermitted
    }

    private static func consistsOfLetters(_ scalars: [Unicode.Scalar]) -> Bool {
        var position = 0
        while position < scalars.count {
            // The longest letter first: a base letter is followed by a mark only within a letter that the norm knows.
            let rest = scalars[position...]
            let length = (2...3).reversed().first {
                rest.count >= $0 && repertoire.sequences.contains(Array(rest.prefix($0)))
            }
            guard let length = length ?? (repertoire.single.contains(scalars[position]) ? 1 : nil) else { return false }
            position += length
        }
        return true
    }

    private static let repertoire: (single: Set<Unicode.Scalar>, sequences: Set<[Unicode.Scalar]>) = {
        var single = Set<Unicode.Scalar>()
        var sequences = Set<[Unicode.Scalar]>()
        let text = String(decoding: PackageResources.latin_names_txt, as: UTF8.self)
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            for item in line.split(separator: " ") {
                let sequence = item.split(separator: "+").compactMap { scalar($0) }
                if sequence.count > 1 {
                    sequences.insert(sequence)
                } else {
                    let ends = item.split(separator: "-").compactMap { scalar($0) }
                    guard let first = ends.first, let last = ends.last else { continue }
                    for value in first.value...last.value {
                        if let letter = Unicode.Scalar(value) { single.insert(letter) }
                    }
                }
            }
        }
        return (single, sequences)
    }()

    private static func scalar(_ hexadecimal: Substring) -> Unicode.Scalar? {
        UInt32(hexadecimal, radix: 16).flatMap(Unicode.Scalar.init)
    }
}
