extension Territory {
    /// Another system that may send intake events, and what it may do.
    public struct Publisher: Hashable, Sendable {
        /// The event types of the public way in (contracts 3).
        public enum EventType: String, CaseIterable, Sendable {
            case submission = "de.kim.intake.submission.v1"
            case correction = "de.kim.intake.correction.v1"
            case withdrawal = "de.kim.intake.withdrawal.v1"
            case legalSphereChange = "de.kim.intake.legal-sphere-change.v1"
        }

        /// The grounds on which a publisher may send (contracts 3, `transmission`).
        public enum LegalBasis: String, CaseIterable, Sendable {
            case selfReferral = "self-referral"
            case consent, statute
        }

        /// Whether what it sends is admitted at once.
        public enum Admission: String, CaseIterable, Sendable {
            /// Parked until clearing staff decided.
            case manual
            /// Admitted if nothing speaks against it.
            case automatic
        }

        /// The identifier, which is also the suffix of its own topics.
        public let id: String
        /// The name for pages.
        public let name: String
        /// The CloudEvents `source` values that are its own.
        public let sources: [String]
        /// The event types that it may send.
        public let eventTypes: [EventType]
        /// The grounds on which it may send.
        public let legalBases: [LegalBasis]
        /// Whether `note` is allowed.
        public let noteAllowed: Bool
        /// Whether what it sends is admitted at once.
        public let admission: Admission
        /// Whether it has a pair of topics of its own, `...submissions.v1.<id>` and `...receipts.v1.<id>`.
        public let ownTopics: Bool
    }
}

extension Territory.Publisher {
    private static let keys = [
        "id", "name", "sources", "eventTypes", "legalBases", "noteAllowed", "admission", "ownTopics",
    ]

    private init(_ value: YAMLValue, taken: inout Set<String>) throws(ConfigurationFileError) {
        let fields = try value.mapping(Territory.Publisher.keys)
        id = try fields.required("id").identifier()
        name = try fields.required("name").text()
        var sources: [String] = []
        for item in try fields.required("sources").filledList() {
            let source = try item.text("a URI without blanks, at most 128 characters") { text in
                text.utf8.count <= 128 && text.utf8.allSatisfy { (33...126).contains($0) }
            }
            guard taken.insert(source).inserted else {
                throw item.refused("the source \"\(source)\" is there twice", accepted: "every source once")
            }
            sources.append(source)
        }
        self.sources = sources
        eventTypes = try fields.required("eventTypes").choices(of: EventType.self)
        legalBases = try fields.required("legalBases").choices(of: LegalBasis.self)
        noteAllowed = try fields.required("noteAllowed").flag()
        admission = try fields.required("admission").choice(of: Admission.self)
        ownTopics = try fields.optional("ownTopics")?.flag() ?? false
    }

    /// Reads the publishers; a source belongs to one of them only.
    static func list(_ value: YAMLValue) throws(ConfigurationFileError) -> [Territory.Publisher] {
        var taken: Set<String> = []
        return try value.items(distinctBy: "id") { (item) throws(ConfigurationFileError) in
            try Territory.Publisher(item, taken: &taken)
        }
    }
}

extension YAMLValue {
    /// A filled list of an enumeration's raw values, each once.
    func choices<Choice: RawRepresentable & CaseIterable & Hashable>(
        of type: Choice.Type
    ) throws(ConfigurationFileError) -> [Choice] where Choice.RawValue == String {
        _ = try filledList()
        return try distinct { (item) throws(ConfigurationFileError) in try item.choice(of: type) }
    }
}
