extension Territory {
    /// A value that the Kreis sets, over time: a change is a further version, never an overwritten number, so that what
    /// was due or published earlier stays explainable.
    public struct RuleHistory<Value: Hashable & Sendable>: Hashable, Sendable {
        /// The versions, the oldest first; never empty.
        public let versions: [RuleVersion<Value>]
        private let oldest: RuleVersion<Value>

        /// The version valid on a day; before the first one it is the first.
        public func version(on day: LocalDate) -> RuleVersion<Value> {
            versions.last { $0.validFrom <= day } ?? oldest
        }

        /// The value valid on a day; before the first version it is the first.
        public func value(on day: LocalDate) -> Value {
            version(on: day).value
        }
    }

    /// A value that the Kreis sets, with the reason it gives for it.
    public struct RuleVersion<Value: Hashable & Sendable>: Hashable, Sendable {
        /// The value.
        public let value: Value
        /// The first day on which it counts.
        public let validFrom: LocalDate
        /// Why it is so.
        public let reason: String
        /// Whether it is shipped as an example that nobody decided on yet.
        public let example: Bool
    }
}

extension Territory.RuleHistory {
    /// Reads the versions, each a mapping of the value's own keys and of `validFrom`, `reason`, `example`.
    init(
        _ value: YAMLValue, keys: [String] = ["value"],
        read: (YAMLMapping) throws(ConfigurationFileError) -> Value
    ) throws(ConfigurationFileError) {
        var versions: [Territory.RuleVersion<Value>] = []
        for item in try value.filledList() {
            let fields = try item.mapping(keys + ["validFrom", "reason", "example"])
            let begin = try fields.required("validFrom")
            let version = Territory.RuleVersion(
                value: try read(fields),
                validFrom: try begin.date(),
                reason: try fields.required("reason").text(),
                example: try fields.optional("example")?.flag() ?? false
            )
            if let earlier = versions.last, version.validFrom <= earlier.validFrom {
                throw begin.refused("the versions are not in order", accepted: "a day after \(earlier.validFrom)")
            }
            versions.append(version)
        }
        guard let oldest = versions.first else {
            throw value.refused("the list is empty", accepted: "at least one item")
        }
        self.versions = versions
        self.oldest = oldest
    }
}
