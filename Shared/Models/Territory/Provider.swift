extension Territory {
    /// Who employs case managers (Träger) and is the controller for what they process.
    public struct Provider: Hashable, Sendable {
        /// The kinds of providers.
        public enum Kind: String, CaseIterable, Sendable {
            case town, kreis
            /// A body of the free welfare associations (Freie Wohlfahrtspflege).
            case welfareBody = "welfare-body"
        }

        /// The data-protection law that binds a provider.
        public enum Law: String, CaseIterable, Sendable {
            /// Regulation (EU) 2016/679.
            case dsgvo
            /// Law of the Catholic Church.
            case kdg
            /// Law of the Protestant Church.
            case dsgEKD = "dsg-ekd"
        }

        /// The identifier that posts refer to.
        public let id: String
        /// The name for pages.
        public let name: String
        /// What it is.
        public let kind: Kind
        /// The controller's full name (Verantwortlicher).
        public let controller: String
        /// The law that binds it.
        public let law: Law
        /// The data-protection officer's function mailbox, never a person.
        public let dataProtectionOfficer: String
        /// The forms that it uses.
        public let forms: [Form]
        /// On what it bases each purpose.
        public let legalBases: [LegalBasis]
    }

    /// A form that clients sign or are given.
    public struct Form: Hashable, Sendable {
        /// What a form is for.
        public enum Kind: String, CaseIterable, Sendable {
            /// Consent to the processing for a purpose.
            case consent
            /// Release of named persons from professional secrecy (Schweigepflichtentbindung).
            case confidentialityRelease = "confidentiality-release"
            /// Information on the processing.
            case information
        }

        /// What it is for.
        public let kind: Kind
        /// Its version, as consents name it.
        public let version: String
        /// The languages it exists in, BCP 47.
        public let languages: [String]
    }

    /// The ground on which a provider processes for a purpose.
    public struct LegalBasis: Hashable, Sendable {
        /// The purposes of contracts 3.
        public enum Purpose: String, CaseIterable, Sendable {
            case caseManagement = "case-management"
            case specialCategories = "special-categories"
            case landDatabase = "land-database"
            case evaluation
        }

        /// What for.
        public let purpose: Purpose
        /// The provision, in words.
        public let provision: String
        /// Whether the client has to consent.
        public let needsConsent: Bool
    }
}

extension Territory.Provider {
    init(_ value: YAMLValue) throws(ConfigurationFileError) {
        let fields = try value.mapping(
            ["id", "name", "kind", "controller", "law", "dataProtectionOfficer", "forms", "legalBases"]
        )
        id = try fields.required("id").identifier()
        name = try fields.required("name").text()
        kind = try fields.required("kind").choice(of: Kind.self)
        controller = try fields.required("controller").text()
        law = try fields.required("law").choice(of: Law.self)
        dataProtectionOfficer = try fields.required("dataProtectionOfficer").mailbox()
        forms = try fields.required("forms").items(distinctBy: "version") {
            (item) throws(ConfigurationFileError) in try Territory.Form(item)
        }
        let bases = try fields.required("legalBases")
        legalBases = try bases.items(distinctBy: "purpose") {
            (item) throws(ConfigurationFileError) in try Territory.LegalBasis(item)
        }
        guard legalBases.contains(where: { $0.purpose == .caseManagement }) else {
            throw bases.refused("the purpose case-management has no legal basis", accepted: "an entry for it")
        }
    }
}

extension Territory.Form {
    init(_ value: YAMLValue) throws(ConfigurationFileError) {
        let fields = try value.mapping(["kind", "version", "languages"])
        kind = try fields.required("kind").choice(of: Kind.self)
        version = try fields.required("version").text()
        languages = try fields.required("languages").languageTags()
    }
}

extension Territory.LegalBasis {
    init(_ value: YAMLValue) throws(ConfigurationFileError) {
        let fields = try value.mapping(["purpose", "provision", "needsConsent"])
        purpose = try fields.required("purpose").choice(of: Purpose.self)
        provision = try fields.required("provision").text()
        needsConsent = try fields.required("needsConsent").flag()
    }
}

extension YAMLValue {
    /// A mail address, taken apart no further than a typing mistake needs.
    func mailbox() throws(ConfigurationFileError) -> String {
        try text("a function mailbox, name@domain") { text in
            let parts = text.split(separator: "@", omittingEmptySubsequences: false)
            return parts.count == 2 && parts.allSatisfy { !$0.isEmpty } && !text.contains(where: \.isWhitespace)
        }
    }

    /// A list of BCP 47 tags.
    func languageTags() throws(ConfigurationFileError) -> [String] {
        try distinct { (item) throws(ConfigurationFileError) in
            try item.text("a language tag (BCP 47)") { text in
                let parts = text.split(separator: "-", omittingEmptySubsequences: false)
                return (2...3).contains(parts.first?.count ?? 0)
                    && parts.allSatisfy { part in
                        (1...8).contains(part.utf8.count)
                            && part.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
                    }
            }
        }
    }
}
