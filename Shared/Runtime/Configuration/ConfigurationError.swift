/// Why a process does not start: every wrong key with what is accepted there.
public struct ConfigurationError: Error, Sendable, Equatable, CustomStringConvertible {
    /// One line for each wrong key, beginning with the key's name.
    public let problems: [String]

    /// An error with these lines.
    public init(problems: [String]) {
        self.problems = problems
    }

    /// All lines.
    public var description: String { problems.joined(separator: "\n") }
}
