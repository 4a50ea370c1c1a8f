/// Language tags after BCP 47.
public enum LanguageTag {
    /// Whether a text is a well-formed tag of RFC 5646 with a primary language of two or three letters, at most 35
    /// characters. Whether its parts are registered is not checked.
    public static func isWellFormed(_ text: String) -> Bool {
        guard text.utf8.count <= 35 else { return false }
        var parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)[...]
        guard parts.allSatisfy({ (1...8).contains($0.count) && $0.allSatisfy(\.isASCIIAlphanumeric) }),
            let language = parts.popFirst(), (2...3).contains(language.count),
            language.allSatisfy(\.isASCIILetter)
        else { return false }
        for _ in 0..<3 {
            drop(&parts) { $0.count == 3 && $0.allSatisfy(\.isASCIILetter) }
        }
        drop(&parts) { $0.count == 4 && $0.allSatisfy(\.isASCIILetter) }
        drop(&parts) { region in
            region.count == 2 && region.allSatisfy(\.isASCIILetter)
                || region.count == 3 && region.allSatisfy(\.isASCIIDigit)
        }
        while drop(&parts, where: { $0.count >= 5 || $0.count == 4 && $0.first?.isASCIIDigit == true }) {}
        while let singleton = parts.first, singleton.count == 1 {
            let isPrivate = singleton.first == UInt8(ascii: "x") || singleton.first == UInt8(ascii: "X")
            parts.removeFirst()
            guard drop(&parts, where: { isPrivate || $0.count >= 2 }) else { return false }
            while drop(&parts, where: { isPrivate || $0.count >= 2 }) {}
        }
        return parts.isEmpty
    }

    @discardableResult
    private static func drop(
        _ parts: inout ArraySlice<Substring.UTF8View>, where fits: (Substring.UTF8View) -> Bool
    ) -> Bool {
        guard let first = parts.first, fits(first) else { return false }
        parts.removeFirst()
        return true
    }
}

extension UInt8 {
    var isASCIIAlphanumeric: Bool { isASCIIDigit || isASCIILetter }
}
