/// Why a configuration file (YAML) was refused: where, what is wrong, and what is accepted there.
public struct ConfigurationFileError: Error, Hashable, Sendable {
    /// The line, counted from 1.
    public let line: Int
    /// The place in the document (`posts[2].employer`); empty for the document itself.
    public let path: String
    /// What is wrong.
    public let problem: String
    /// What would be accepted.
    public let accepted: String
}

extension ConfigurationFileError: CustomStringConvertible {
    /// One line for the operator.
    public var description: String {
        "line \(line)\(path.isEmpty ? "" : ", \(path)"): \(problem); accepted: \(accepted)"
    }
}
