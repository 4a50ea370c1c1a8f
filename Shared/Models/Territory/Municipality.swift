extension Territory {
    /// A town or community of the Kreis.
    public struct Municipality: Hashable, Sendable {
        /// The official municipality key (Amtlicher Gemeindeschlüssel), 8 digits beginning with the Kreis.
        public let ags: String
        /// The official name.
        public let name: String
        /// Since when KIM case management is offered; `nil` where it is not.
        public let kimParticipation: KIMParticipation?

        /// Whether KIM case management is offered on a day.
        public func offersKIM(on day: LocalDate) -> Bool {
            kimParticipation.map { day >= $0.firstDay } ?? false
        }
    }

    /// Since when a municipality takes part in KIM, as exactly as the source says it.
    public struct KIMParticipation: Hashable, Sendable {
        /// How exact a date is known.
        public enum Precision: String, CaseIterable, Sendable {
            case year, month, day
        }

        /// The date as the source gives it: `2023`, `2021-08` or `2021-08-16`.
        public let date: String
        /// How exact it is.
        public let precision: Precision
        /// Where it was published.
        public let source: String
        /// The first day that the date covers: from it on, the offer counts.
        public let firstDay: LocalDate
    }
}

extension Territory.Municipality {
    init(_ value: YAMLValue, kreis: Territory.Kreis) throws(ConfigurationFileError) {
        let fields = try value.mapping(["ags", "name", "kimParticipation"])
        ags = try fields.required("ags").text("8 digits beginning with the Kreis \(kreis.code)") { text in
            text.utf8.count == 8 && text.hasPrefix(kreis.code) && text.utf8.allSatisfy { (48...57).contains($0) }
        }
        name = try fields.required("name").text()
        kimParticipation = try fields.optional("kimParticipation").map { (value) throws(ConfigurationFileError) in
            try Territory.KIMParticipation(value)
        }
    }

    /// Reads a list of municipality keys, each of them one of the Kreis.
    static func keys(
        _ value: YAMLValue, of municipalities: [Territory.Municipality]
    ) throws(ConfigurationFileError) -> [String] {
        let known = municipalities.map(\.ags)
        _ = try value.filledList()
        return try value.distinct { (item) throws(ConfigurationFileError) in
            try item.reference(to: "municipality", in: known)
        }
    }
}

extension Territory.KIMParticipation {
    init(_ value: YAMLValue) throws(ConfigurationFileError) {
        let fields = try value.mapping(["date", "precision", "source"])
        precision = try fields.required("precision").choice(of: Precision.self)
        let place = try fields.required("date")
        let (form, rest) =
            switch precision {
            case .year: ("yyyy", "-01-01")
            case .month: ("yyyy-MM", "-01")
            case .day: ("yyyy-MM-dd", "")
            }
        date = try place.text("a date as exact as its precision, \(form)") { LocalDate($0 + rest) != nil }
        guard let first = LocalDate(date + rest) else { throw place.refused("no such day", accepted: form) }
        firstDay = first
        source = try fields.required("source").text()
    }
}
