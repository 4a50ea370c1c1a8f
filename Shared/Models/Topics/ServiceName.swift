/// The four microservices.
public enum ServiceName: String, Sendable, CaseIterable, Codable {
    /// Takes intake events of other systems.
    case intake
    /// Keeps the cases.
    case caseHandling = "case-handling"
    /// Holds the professional supervision.
    case supervision
    /// Publishes the figures.
    case statistics

    /// The CloudEvents `source` of everything the service says.
    public var source: String { "tag:kim.example,2026:service:\(rawValue)" }

    /// The port of its HTTP server where the configuration names none.
    public var defaultPort: Int {
        switch self {
        case .intake: 8081
        case .caseHandling: 8082
        case .supervision: 8083
        case .statistics: 8084
        }
    }
}
