extension Submission {
    /// The person who is sent.
    public struct Client: Codable, Sendable, Equatable {
        /// The name.
        public let name: Name
        /// The birth, as far as it is known.
        public let birth: Birth?
        /// The registered gender (codelist `genders`).
        public let gender: String
        /// Up to four nationalities (codelist `nationalities`).
        @OrEmpty public var nationalities: [String]
        /// The languages.
        @OrEmpty public var languages: [Language]
        /// Whether an interpreter is needed, where it is known.
        public let interpreterNeeded: Bool?
        /// How the person can be reached.
        public let contact: Contact?
        /// Who represents the person; required under 18.
        public let representation: Representation?
    }

    /// A name: at least one of `family`, `given` and `full` (a mononym).
    public struct Name: Codable, Sendable, Hashable {
        /// The family name, in Latin letters.
        public let family: String?
        /// The given names, in Latin letters.
        public let given: String?
        /// The name as a whole, in Latin letters, where it has no such parts.
        public let full: String?
        /// The name in its own script, as it is.
        public let originalScript: String?
    }

    /// A date of birth and what it rests on.
    public struct Birth: Codable, Sendable, Hashable {
        /// The date as it was sent.
        public let date: PartialDate
        /// What it rests on.
        public let basis: BirthBasis

        /// The date to count with: the 1st of January without a document is the year only.
        public var countedDate: PartialDate {
            date.isFirstOfJanuary && basis != .document ? date.yearOnly : date
        }
    }

    /// A language of the person.
    public struct Language: Codable, Sendable, Hashable {
        /// The tag (BCP 47).
        public let tag: String
        /// How it is used (codelist `language-uses`).
        public let use: String
    }

    /// Who represents a person.
    public struct Representation: Codable, Sendable, Equatable {
        /// What kind of representation.
        public let kind: RepresentationKind
        /// The organisation, of an official guardian for instance.
        public let organisation: String?
        /// How the representation can be reached.
        public let contact: Contact?
    }

    /// The age group of the person on a day; `nil` where the birth is not known.
    public func ageGroup(on day: LocalDate) -> AgeGroup? {
        client.birth.map { AgeGroup(born: $0.countedDate, on: day) }
    }

    /// Whether a document says, as far as it can be read, that the person is under 18 on a day; counted from the birth
    /// as it is known.
    public static func isMinor(in document: JSONValue, on day: LocalDate) -> Bool {
        SubmissionParts.birth(in: document).map { $0.date.earliest <= day && $0.countedDate.age(on: day) < 18 } ?? false
    }

    /// Whether somebody represents the person.
    public var isRepresented: Bool {
        client.representation.map { $0.kind != .none } ?? false
    }
}

/// What a date of birth rests on (codelist `birth-bases`).
public enum BirthBasis: String, Codable, Sendable, Hashable, CaseIterable {
    /// A document was seen.
    case document
    /// The person said so.
    case statement
    /// Somebody estimated it.
    case estimate
    /// An authority set it.
    case setByAuthority = "set-by-authority"
    /// Not known.
    case unknown
}

/// The kinds of representation (codelist `representation-kinds`).
public enum RepresentationKind: String, Codable, Sendable, Hashable, CaseIterable {
    /// Nobody.
    case none
    /// The parents or one of them.
    case parents
    /// A guardian of a minor.
    case guardian
    /// A custodian of an adult.
    case custodian
}
