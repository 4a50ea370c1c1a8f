/// A person of the index who may be the one that was sent, or live with her: for staff to decide.
struct PersonProposal: Hashable, Sendable {
    /// The id under which the other person was put into the index.
    let personID: String
    /// What the two may be to each other.
    let kind: Kind
    /// How much speaks for it; see ``PersonWeights``.
    let score: Int
    /// What speaks for it, without any value.
    let evidence: [Evidence]

    /// What two persons may be to each other.
    enum Kind: String, Codable, Sendable {
        /// The same person.
        case samePerson = "same-person"
        /// Two persons of one household or family.
        case household
    }

    /// What agrees between two persons.
    enum Evidence: String, Codable, Sendable, CaseIterable {
        /// The same publisher's reference of the person.
        case clientReference = "client-reference"
        /// The name letter by letter, accents aside.
        case nameExact = "name-exact"
        /// The name in another transliteration.
        case nameTransliterated = "name-transliterated"
        /// The name by its sound.
        case nameSound = "name-sound"
        /// A part of the name.
        case namePart = "name-part"
        /// Given and family name changed places.
        case nameSwapped = "name-swapped"
        /// The family name.
        case familyName = "family-name"
        /// The day of birth.
        case birthDate = "birth-date"
        /// Two of day, month and year of birth.
        case birthNearly = "birth-nearly"
        /// Month and year of birth, as far as both are known.
        case birthMonth = "birth-month"
        /// The year of birth, as far as both are known.
        case birthYear = "birth-year"
        /// A telephone number.
        case phone
        /// An e-mail address.
        case email
        /// The address.
        case address
        /// The publisher's reference of the household.
        case householdReference = "household-reference"
    }
}
