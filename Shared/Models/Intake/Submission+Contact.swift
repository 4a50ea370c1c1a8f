extension Submission {
    /// How somebody can be reached.
    public struct Contact: Codable, Sendable, Equatable {
        /// Telephone numbers.
        @OrEmpty public var phones: [Phone]
        /// E-mail addresses.
        @OrEmpty public var emails: [String]
        /// The address; never together with `addressBlocked`.
        public let address: Address?
        /// Whether the register blocks the address.
        public let addressBlocked: Bool?
        /// The way that the person prefers (codelist `contact-channels`).
        public let preferred: String?
    }

    /// A telephone number.
    public struct Phone: Codable, Sendable, Hashable {
        /// The number.
        public let number: PhoneNumber
        /// Whether it is safe to call (codelist `phone-safety`).
        public let safe: String
    }

    /// An address in Germany.
    public struct Address: Codable, Sendable, Hashable {
        /// Street and number.
        public let street: String
        /// The postal code, 5 digits.
        public let postalCode: String
        /// The town.
        public let city: String
    }

    /// Who lives with the person, without names.
    public struct Household: Codable, Sendable, Equatable {
        /// The publisher's opaque reference of the household.
        public let reference: String?
        /// The other members.
        @OrEmpty public var members: [Member]
    }

    /// A member of the household. A second adult with own needs is a client of her own.
    public struct Member: Codable, Sendable, Equatable {
        /// The publisher's opaque reference of the member.
        public let memberReference: String
        /// What the member is to the client (codelist `relations`).
        public let relation: String
        /// The year of birth.
        public let birthYear: Int?
        /// The member's legal spheres.
        @OrEmpty public var legalSpheres: [LegalSphere]
        /// The member's needs (codelist `life-areas`).
        @OrEmpty public var needs: [String]
    }
}
