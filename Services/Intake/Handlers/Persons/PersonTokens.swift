/// What the index keeps of a person: keyed tokens (HMAC-SHA-256, the first 8 bytes), never a name, date or number.
///
/// Equal values have equal tokens, nothing else can be read from them without the key. They are pseudonymous and
/// therefore still personal data (design 5): who holds index and key can test guesses.
struct PersonTokens: Hashable, Sendable {
    /// A token. 8 bytes keep the odds of any false agreement among millions of tokens below one in a million.
    typealias Token = Int64

    /// The parts of the name in all its writings.
    var parts: [Part] = []
    /// The birth as far as it is known.
    var birth = Birth()
    /// The telephone numbers.
    var phones: [Token] = []
    /// The e-mail addresses.
    var emails: [Token] = []
    /// The address, of one element at most.
    var addresses: [Token] = []
    /// The publisher's reference of the household, of one element at most.
    var households: [Token] = []
    /// The publisher's reference of the person, of one element at most.
    var references: [Token] = []

    /// A part of a name.
    struct Part: Hashable, Sendable {
        /// Which field it stood in.
        var field: Field
        /// Where among the parts of its writing.
        var position: UInt8
        /// Whether it is this part and the next written together.
        var isJoined: Bool
        /// Whether only the first letter is known.
        var isInitial: Bool
        /// The first letter.
        var initial: Token
        /// The folded letters.
        var exact: Token
        /// The Kölner Phonetik.
        var phonetic: Token
        /// The skeletons.
        var skeletons: [Token]
    }

    /// The fields of a name.
    enum Field: UInt8, Sendable {
        /// The family name.
        case family
        /// The given names.
        case given
        /// A name as a whole, in Latin letters.
        case full
        /// A name in its own script.
        case original
    }

    /// A birth: the year, and more where more is known.
    struct Birth: Hashable, Sendable {
        /// The year.
        var year: Token?
        /// The decade, by which a slip in the last digit of the year is told from another year.
        var decade: Token?
        /// The month of the year.
        var month: Token?
        /// The day of the month.
        var day: Token?

        /// Whether all is known.
        var isFull: Bool { year != nil && month != nil && day != nil }

        /// Whether day and month changed places; they are tokens of one class, so that this can be told.
        func isTransposed(_ other: Birth) -> Bool { isFull && month == other.day && day == other.month }
    }

    /// The writings of the name, each on its own: one in Latin letters, one in the original script.
    var writings: [[Part]] {
        [parts.filter { $0.field != .original }, parts.filter { $0.field == .original }].filter { !$0.isEmpty }
    }
}
