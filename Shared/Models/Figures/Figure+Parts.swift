extension Figure {
    /// What a figure counts.
    public enum Unit: String, Codable, Sendable, CaseIterable {
        /// Cases.
        case cases
        /// Persons.
        case persons
        /// Households.
        case households
        /// Requests.
        case requests
        /// Days.
        case days
        /// Percent, 0 to 100.
        case percent
        /// Full-time equivalents.
        case fte
    }

    /// Why there is or is no value.
    public enum ValueState: String, Codable, Sendable, CaseIterable {
        /// There is one; 0 is exactly nothing or nothing after rounding.
        case published
        /// It is kept secret.
        case suppressed
        /// It is not known.
        case unavailable
        /// The question makes no sense here.
        case notApplicable = "not-applicable"
    }

    /// The counting rule of a figure.
    public struct Rule: Codable, Sendable, Equatable {
        /// Which rule.
        public var id: String
        /// Its version.
        public var version: String

        /// A rule in a version.
        public init(id: String, version: String) {
            self.id = id
            self.version = version
        }
    }

    /// How a figure is protected against disclosure.
    public struct Disclosure: Codable, Sendable, Equatable {
        /// The method (`rounding`).
        public var method: String
        /// Its base: the multiple that is rounded to, or the smallest number shown.
        public var base: Int

        /// A method with its base.
        public init(method: String, base: Int) {
            self.method = method
            self.base = base
        }
    }
}
