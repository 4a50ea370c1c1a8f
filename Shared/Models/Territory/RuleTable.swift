extension Territory {
    /// One rule for every case of an enumeration.
    public struct RuleTable<Kind: RuleKind, Value: Hashable & Sendable>: Hashable, Sendable {
        private let first: RuleHistory<Value>
        private let others: [Kind: RuleHistory<Value>]

        /// The rule of a kind.
        public subscript(_ kind: Kind) -> RuleHistory<Value> {
            others[kind] ?? first
        }
    }

    /// An enumeration whose cases are the keys of a table of rules.
    public protocol RuleKind: RawRepresentable, CaseIterable, Hashable, Sendable where RawValue == String {
        /// The case that stands first in the table.
        static var first: Self { get }
    }
}

extension Territory.RuleTable {
    /// Reads a mapping that has all cases as its keys and no other.
    init(
        _ value: YAMLValue, keys: [String] = ["value"],
        read: (YAMLMapping) throws(ConfigurationFileError) -> Value
    ) throws(ConfigurationFileError) {
        let fields = try value.mapping(Kind.allCases.map(\.rawValue))
        first = try Territory.RuleHistory(fields.required(Kind.first.rawValue), keys: keys, read: read)
        var others: [Kind: Territory.RuleHistory<Value>] = [:]
        for kind in Kind.allCases where kind != .first {
            others[kind] = try Territory.RuleHistory(fields.required(kind.rawValue), keys: keys, read: read)
        }
        self.others = others
    }
}
