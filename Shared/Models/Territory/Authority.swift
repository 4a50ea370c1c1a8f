extension Territory {
    /// An authority that decides about residence or livelihood for the people of some municipalities.
    public struct Authority: Hashable, Sendable {
        /// The two axes on which one authority decides at a time.
        public enum Axis: String, CaseIterable, Sendable {
            case residence, livelihood
        }

        /// What kind of authority it is.
        public enum Kind: String, CaseIterable, Sendable {
            /// Ausländerbehörde.
            case immigrationOffice = "immigration-office"
            /// Sozialamt.
            case socialWelfareOffice = "social-welfare-office"
            /// Jobcenter.
            case jobcenter
            /// Agentur für Arbeit.
            case employmentAgency = "employment-agency"
            /// Jugendamt.
            case youthOffice = "youth-office"
            /// Amt für Ausbildungsförderung.
            case educationGrantOffice = "education-grant-office"
        }

        /// The identifier.
        public let id: String
        /// The name for pages.
        public let name: String
        /// Its kind.
        public let kind: Kind
        /// The axis on which it decides.
        public let axis: Axis
        /// The legal spheres (codes of that axis) that it decides; empty: all of them.
        public let spheres: [String]
        /// The municipalities for which it is competent (AGS).
        public let municipalities: [String]
    }
}

extension Territory.Authority {
    private init(
        _ value: YAMLValue, municipalities known: [Territory.Municipality]
    ) throws(ConfigurationFileError) {
        let fields = try value.mapping(["id", "name", "kind", "axis", "spheres", "municipalities"])
        id = try fields.required("id").identifier()
        name = try fields.required("name").text()
        kind = try fields.required("kind").choice(of: Kind.self)
        axis = try fields.required("axis").choice(of: Axis.self)
        let codes = try fields.optional("spheres").map { (value) throws(ConfigurationFileError) in
            _ = try value.filledList()
            return try value.distinct { (item) throws(ConfigurationFileError) in
                try item.text("a code in capital letters, digits and underscores") { text in
                    text.utf8.allSatisfy { (65...90).contains($0) || (48...57).contains($0) || $0 == 95 }
                }
            }
        }
        spheres = codes ?? []
        municipalities = try Territory.Municipality.keys(fields.required("municipalities"), of: known)
    }

    /// Reads the authorities; no two of them decide the same for a municipality, and none is left without one.
    static func list(
        _ value: YAMLValue, municipalities: [Territory.Municipality]
    ) throws(ConfigurationFileError) -> [Territory.Authority] {
        var earlier: [Territory.Authority] = []
        let authorities = try value.items(distinctBy: "id") { (item) throws(ConfigurationFileError) in
            let authority = try Territory.Authority(item, municipalities: municipalities)
            if let rival = earlier.first(where: { $0.competes(with: authority) }) {
                throw item.refused("it decides the same as \(rival.id)", accepted: "one authority for each decision")
            }
            earlier.append(authority)
            return authority
        }
        for municipality in municipalities {
            for axis in Axis.allCases
            where !authorities.contains(where: { $0.axis == axis && $0.municipalities.contains(municipality.ags) }) {
                throw value.refused(
                    "nobody decides on \(axis.rawValue) in \(municipality.ags)", accepted: "an authority for both axes"
                )
            }
        }
        return authorities
    }

    private func competes(with other: Territory.Authority) -> Bool {
        axis == other.axis
            && !Set(municipalities).isDisjoint(with: other.municipalities)
            && (spheres.isEmpty || other.spheres.isEmpty || !Set(spheres).isDisjoint(with: other.spheres))
    }
}
