extension Submission {
    /// The publisher's own right to send a person's data.
    public struct Transmission: Codable, Sendable, Hashable {
        /// What the right rests on.
        public let basis: TransmissionBasis
        /// The provision; always there with `statute`.
        public let provision: String?
        /// Who gave it (codelist `given-by`).
        public let givenBy: String?
        /// When it was given.
        public let givenOn: LocalDate?
        /// In which form (codelist `forms`).
        public let form: String?
        /// The version of the form's text.
        public let formVersion: String?
        /// The language in which it was explained.
        public let language: String?
        /// Whether an interpreter took part.
        public let interpreterUsed: Bool?
        /// The release from professional secrecy (codelist `confidentiality-releases`).
        public let confidentialityRelease: String?
    }

    /// A consent that the publisher obtained for KIM.
    public struct Consent: Codable, Sendable, Hashable {
        /// For what (codelist `consent-purposes`).
        public let purpose: String
        /// By whom (codelist `given-by`).
        public let givenBy: String
        /// When it was given.
        public let givenOn: LocalDate
        /// The last day of its validity; `nil`: until withdrawn.
        public let validUntil: LocalDate?
        /// The version of the form's text.
        public let formVersion: String
        /// The language in which it was explained.
        public let language: String
    }
}

/// What the right to send rests on (codelist `transmission-bases`).
public enum TransmissionBasis: String, Codable, Sendable, Hashable, CaseIterable {
    /// The person asked for it herself.
    case selfReferral = "self-referral"
    /// The person, or who represents her, consented.
    case consent
    /// A provision allows it.
    case statute
}
