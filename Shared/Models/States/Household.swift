/// The people of a household as keys (HMAC under Intake's id key), so that those who appear in several cases are
/// counted once.
public struct Household: Codable, Sendable, Equatable {
    /// The household's key.
    public var key: String
    /// Its people, the client among them.
    @OrEmpty public var members: [Member]

    /// A household with these people.
    public init(key: String, members: [Member] = []) {
        self.key = key
        self.members = members
    }
}

extension Household {
    /// A person of a household.
    public struct Member: Codable, Sendable, Equatable {
        /// The person's key.
        public var key: String
        /// The age group on the day the case was opened (codelist).
        public var ageGroup: String?
        /// The relation to the client (codelist); `nil` for the client herself.
        public var relation: String?

        /// A person with these fields.
        public init(key: String, ageGroup: String? = nil, relation: String? = nil) {
            self.key = key
            self.ageGroup = ageGroup
            self.relation = relation
        }
    }
}
