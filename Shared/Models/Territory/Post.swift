extension Territory {
    /// A funded post of KIM (Stelle). Supervision takes the posts over once, at its first start.
    public struct Post: Hashable, Sendable {
        /// The identifier, which is opaque and names no person.
        public let postId: String
        /// The part of the programme that funds it: 1 coordination, 2 case management, 3 immigration offices.
        public let baustein: Int
        /// The provider that employs whoever holds it.
        public let employer: String
        /// Where the money comes from.
        public let fundingSource: String
        /// How much of it comes from there, in percent.
        public let fundingShare: Double
        /// The municipalities that it serves (AGS), all of them in the scope.
        public let municipalities: [String]
        /// What is funded, over time.
        public let fundedFte: [FundedFte]
        /// What is occupied, over time; a day without an entry is vacant.
        public let occupied: [Occupancy]
        /// Leave of whoever holds it.
        public let leave: [DateRange]
        /// The languages spoken, BCP 47.
        public let languages: [String]
        /// The qualification asked for.
        public let qualification: String
        /// The coordinating office that supervises it.
        public let scope: String

        /// The full-time equivalents occupied on a day, 0 where the post is vacant.
        public func occupiedFte(on day: LocalDate) -> Double {
            occupied.first { $0.range.contains(day) }?.fte ?? 0
        }

        /// The full-time equivalents funded on a day.
        public func fundedFte(on day: LocalDate) -> Double {
            fundedFte.first { $0.range.contains(day) }?.value ?? 0
        }
    }

    /// Full-time equivalents that are funded for a time.
    public struct FundedFte: Hashable, Sendable {
        /// The time.
        public let range: DateRange
        /// The full-time equivalents.
        public let value: Double
    }

    /// Full-time equivalents that are occupied for a time.
    public struct Occupancy: Hashable, Sendable {
        /// The time.
        public let range: DateRange
        /// The full-time equivalents.
        public let fte: Double
    }
}

extension Territory.Post {
    private static let keys = [
        "postId", "baustein", "employer", "fundingSource", "fundingShare", "municipalities", "fundedFte", "occupied",
        "leave", "languages", "qualification", "scope",
    ]

    init(
        _ value: YAMLValue, providers: [Territory.Provider], offices: [Territory.CoordinationOffice],
        municipalities known: [Territory.Municipality], baustein3: Bool
    ) throws(ConfigurationFileError) {
        let fields = try value.mapping(Territory.Post.keys)
        postId = try fields.required("postId").identifier()
        let part = try fields.required("baustein")
        baustein = try part.integer(in: 1...3)
        guard baustein < 3 || baustein3 else {
            throw part.refused("Baustein 3 is switched off", accepted: "1, 2, or baustein3: true")
        }
        employer = try fields.required("employer").reference(to: "provider", in: providers.map(\.id))
        fundingSource = try fields.required("fundingSource").text()
        fundingShare = try fields.required("fundingShare").number(in: 0...100)

        let office = try fields.required("scope")
        let officeId = try office.reference(to: "coordination office", in: offices.map(\.id))
        scope = officeId
        let served = try fields.required("municipalities")
        municipalities = try Territory.Municipality.keys(served, of: known)
        let allowed = offices.first { $0.id == officeId }?.municipalities ?? []
        for item in try served.list() where !allowed.contains(try item.text()) {
            throw item.refused(
                "the municipality is not in the scope \(officeId)", accepted: allowed.joined(separator: ", ")
            )
        }

        fundedFte = try DateRange.list(fields.required("fundedFte"), keys: ["value"], range: \.range) {
            (entry) throws(ConfigurationFileError) in
            Territory.FundedFte(range: try DateRange(entry), value: try entry.required("value").number(in: 0.05...10))
        }
        occupied = try DateRange.list(fields.required("occupied"), keys: ["fte"], range: \.range) {
            (entry) throws(ConfigurationFileError) in
            Territory.Occupancy(range: try DateRange(entry), fte: try entry.required("fte").number(in: 0.05...10))
        }
        leave = try DateRange.list(fields.required("leave"), keys: [], range: \.self) {
            (entry) throws(ConfigurationFileError) in try DateRange(entry)
        }
        languages = try fields.required("languages").languageTags()
        qualification = try fields.required("qualification").text()
    }
}
