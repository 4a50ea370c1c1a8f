/// The Kreis that a deployment serves: who takes part, who provides, supervises, decides and publishes, and the numbers
/// that the Kreis sets. Configuration of the services (`compose/territory.yaml`, contracts 8), read from its text.
public struct Territory: Hashable, Sendable {
    /// The Kreis.
    public struct Kreis: Hashable, Sendable {
        /// Its key, 5 digits.
        public let code: String
        /// Its name.
        public let name: String
    }

    /// A text for people, in the two languages of receipts and pages.
    public struct Text: Hashable, Sendable {
        /// German.
        public let de: String
        /// English.
        public let en: String
    }

    /// The Kreis.
    public let kreis: Kreis
    /// Its municipalities.
    public let municipalities: [Municipality]
    /// The employers of case managers, controllers under data-protection law.
    public let providers: [Provider]
    /// The coordinating offices.
    public let coordinationOffices: [CoordinationOffice]
    /// The posts as they were when the file was written.
    public let posts: [Post]
    /// The authorities that decide on residence and livelihood.
    public let authorities: [Authority]
    /// The other systems that may send.
    public let publishers: [Publisher]
    /// What the Kreis set as numbers.
    public let rules: Rules
    /// The calendar of working days.
    public let workingDays: WorkingDays
    /// Whom to turn to where this service is too slow.
    public let emergencyContact: Text
    /// Whether Baustein 3 (posts in immigration and naturalisation offices) is in use.
    public let baustein3: Bool
}

// MARK: - Questions

extension Territory {
    /// The municipality with this key.
    public func municipality(_ ags: String) -> Municipality? {
        municipalities.first { $0.ags == ags }
    }

    /// The provider with this id.
    public func provider(_ id: String) -> Provider? {
        providers.first { $0.id == id }
    }

    /// The coordinating office in whose scope a municipality lies.
    public func coordinationOffice(for ags: String) -> CoordinationOffice? {
        coordinationOffices.first { $0.municipalities.contains(ags) }
    }

    /// The authority that decides on a legal sphere for the people of a municipality.
    public func authority(for ags: String, axis: Authority.Axis, sphere code: String) -> Authority? {
        authorities.first { authority in
            authority.axis == axis && authority.municipalities.contains(ags)
                && (authority.spheres.isEmpty || authority.spheres.contains(code))
        }
    }

    /// The publisher to which a `source` belongs.
    public func publisher(forSource source: String) -> Publisher? {
        publishers.first { $0.sources.contains(source) }
    }

    /// The publisher whose own topics end in this suffix; the shared topics have none.
    public func publisher(forTopicSuffix suffix: String) -> Publisher? {
        publishers.first { $0.ownTopics && $0.id == suffix }
    }

    /// The deadline of a kind, as set for a day.
    public func deadline(_ kind: DeadlineKind, on day: LocalDate) -> TimeLimit {
        rules.deadlines[kind].value(on: day)
    }

    /// How long a kind of data is kept, as set for a day.
    public func retention(_ kind: RetentionKind, on day: LocalDate) -> TimeLimit {
        rules.retention[kind].value(on: day)
    }
}
