/// What a text may be: its length in Unicode scalars and its form.
public struct TextRule: Sendable, Hashable {
    /// The least number of Unicode scalars.
    public let minimum: Int
    /// The greatest number of Unicode scalars.
    public let maximum: Int
    /// The form.
    public let form: TextForm

    /// A rule; the limits are inclusive.
    public init(minimum: Int = 1, maximum: Int, form: TextForm = .line) {
        self.minimum = minimum
        self.maximum = maximum
        self.form = form
    }
}

/// The forms of text that the contracts know, each with a check and with the same rule as a regular expression of
/// JSON Schema (ECMA-262).
public enum TextForm: String, Sendable, Hashable, CaseIterable {
    /// Any text without control characters but tabulator and line ends.
    case text
    /// One line: no control character.
    case line
    /// A name in Latin letters after DIN 91379, data type A, in NFC.
    case latinName
    /// An opaque reference or key: `[A-Za-z0-9._:;=-]`, at most 128 characters.
    case reference
    /// A telephone number that can be written after E.164 (``PhoneNumber``).
    case phone
    /// An e-mail address: one `@`, a domain with a dot, no white space.
    case email
    /// A language tag after BCP 47 (RFC 5646, well-formed, primary language of two or three letters).
    case languageTag
    /// A municipality key (Amtlicher Gemeindeschlüssel): 8 digits.
    case ags
    /// A German postal code: 5 digits.
    case postalCode

    /// The same rule for JSON Schema. For names it is wider than the check, since the sequences of DIN 91379 are many.
    public var pattern: String {
        switch self {
        case .text: #"^[^\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]*$"#
        case .line: #"^[^\u0000-\u001F\u007F]*$"#
        case .latinName: #"^[^\u0000-\u001F\u007F0-9\u0370-\u1DFF\u2C00-\uA71F\uA800-\uFFFF]*$"#
        case .reference: "^[A-Za-z0-9._:;=-]{1,128}$"
        case .phone: PhoneNumber.pattern
        case .email: #"^[^\s@\u0000-\u001F\u007F]{1,64}@[^\s@.\u0000-\u001F\u007F]+([.][^\s@.\u0000-\u001F\u007F]+)+$"#
        case .languageTag:
            "^[A-Za-z]{2,3}(-[A-Za-z]{3}){0,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?"
                + "(-([A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*(-[0-9A-WY-Za-wy-z](-[A-Za-z0-9]{2,8})+)*"
                + "(-[Xx](-[A-Za-z0-9]{1,8})+)?$"
        case .ags: "^[0-9]{8}$"
        case .postalCode: "^[0-9]{5}$"
        }
    }

    /// What is wrong with a text under this form; `nil` where nothing is.
    func problem(in text: String) -> ReasonCode? {
        let fits =
            switch self {
            case .text: !text.unicodeScalars.contains { $0.isControl && !["\t", "\n", "\r"].contains($0) }
            case .line: !text.unicodeScalars.contains(where: \.isControl)
            case .latinName: true
            case .reference: Reference.isValid(text)
            case .phone: PhoneNumber(text) != nil
            case .email: TextForm.isEmail(text)
            case .languageTag: LanguageTag.isWellFormed(text)
            case .ags: AGS(text) != nil
            case .postalCode: text.utf8.count == 5 && text.utf8.allSatisfy(\.isASCIIDigit)
            }
        if self == .latinName { return LatinName.problem(in: text) }
        return fits ? nil : .invalidFormat
    }

    private static func isEmail(_ text: String) -> Bool {
        let scalars = text.unicodeScalars
        guard !scalars.contains(where: { $0.isControl || $0.properties.isWhitespace }) else { return false }
        let parts = scalars.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, (1...64).contains(parts[0].count) else { return false }
        let labels = parts[1].split(separator: ".", omittingEmptySubsequences: false)
        return labels.count > 1 && labels.allSatisfy { !$0.isEmpty }
    }
}

/// Keys and references (contracts 2): `[A-Za-z0-9._:;=-]`, 1 to 128 characters.
public enum Reference {
    /// The greatest length.
    public static let maximumLength = 128

    /// Whether a text is a valid key or reference.
    public static func isValid(_ text: String) -> Bool {
        let bytes = text.utf8
        return (1...maximumLength).contains(bytes.count)
            && bytes.allSatisfy { byte in
                byte.isASCIIDigit || byte.isASCIILetter || "._:;=-".utf8.contains(byte)
            }
    }
}

extension UInt8 {
    var isASCIIDigit: Bool { (0x30...0x39).contains(self) }
    var isASCIILetter: Bool { (0x41...0x5A).contains(self) || (0x61...0x7A).contains(self) }
}

extension Unicode.Scalar {
    /// A control character that JSON may carry escaped: C0 and DEL.
    var isControl: Bool { value < 0x20 || value == 0x7F }
}
