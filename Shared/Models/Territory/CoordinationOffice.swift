extension Territory {
    /// A coordinating office (Koordinierende Stelle): it holds the professional supervision in its scope.
    public struct CoordinationOffice: Hashable, Sendable {
        /// The identifier, which is also its code in the figures.
        public let id: String
        /// The name for pages.
        public let name: String
        /// The provider that it belongs to.
        public let provider: String
        /// Its function mailbox.
        public let contact: String
        /// The municipalities of its scope (AGS); every municipality is in exactly one scope.
        public let municipalities: [String]
    }
}

extension Territory.CoordinationOffice {
    /// Reads the offices and sees to it that every municipality is in exactly one scope.
    static func list(
        _ value: YAMLValue, providers: [Territory.Provider], municipalities: [Territory.Municipality]
    ) throws(ConfigurationFileError) -> [Territory.CoordinationOffice] {
        var unassigned = Set(municipalities.map(\.ags))
        let offices = try value.items(distinctBy: "id") { (item) throws(ConfigurationFileError) in
            try Territory.CoordinationOffice(item, providers, municipalities, unassigned: &unassigned)
        }
        guard unassigned.isEmpty else {
            throw value.refused(
                "in the scope of no office: \(unassigned.sorted().joined(separator: ", "))",
                accepted: "every municipality in one scope"
            )
        }
        return offices
    }

    private init(
        _ value: YAMLValue, _ providers: [Territory.Provider], _ known: [Territory.Municipality],
        unassigned: inout Set<String>
    ) throws(ConfigurationFileError) {
        let fields = try value.mapping(["id", "name", "provider", "contact", "municipalities"])
        id = try fields.required("id").identifier()
        name = try fields.required("name").text()
        provider = try fields.required("provider").reference(to: "provider", in: providers.map(\.id))
        contact = try fields.required("contact").mailbox()
        let scope = try fields.required("municipalities")
        municipalities = try Territory.Municipality.keys(scope, of: known)
        for item in try scope.list() where unassigned.remove(try item.text()) == nil {
            throw item.refused(
                "the municipality is in the scope of another office too", accepted: "every municipality in one scope"
            )
        }
    }
}
