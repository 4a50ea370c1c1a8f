import Configuration

/// Reads keys one after the other and keeps what is wrong with them, so that an operator sees everything at once.
public struct ConfigurationCheck {
    /// Where the values come from.
    public let sources: ConfigurationSources
    /// What is wrong so far, one line a key.
    public private(set) var problems: [String] = []

    /// A check of nothing yet.
    public init(_ sources: ConfigurationSources) {
        self.sources = sources
    }

    /// The value of a key that may be absent.
    public mutating func value<Value>(
        _ key: ConfigKey, default absent: Value, accepted: String, parse: (String) -> Value?
    ) -> Value {
        do { return try sources.value(key, accepted: accepted, parse: parse) ?? absent } catch {
            problems += error.problems
            return absent
        }
    }

    /// The text of a key that must be there; empty after a problem.
    public mutating func required(_ key: ConfigKey, accepted: String) -> String {
        guard let text = sources.text(key) else {
            problems.append("\(sources.name(of: key)) is missing; \(accepted)")
            return ""
        }
        if text.isEmpty { problems.append("\(sources.name(of: key)): \"\" is not accepted; \(accepted)") }
        return text
    }

    /// Notes something wrong.
    public mutating func note(_ problem: String) {
        problems.append(problem)
    }

    /// Throws when anything was wrong.
    public func finish() throws(ConfigurationError) {
        guard problems.isEmpty else { throw ConfigurationError(problems: problems) }
    }
}
