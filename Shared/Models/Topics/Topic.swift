/// A Kafka topic of ours, by its name without the deployment's prefix.
public struct Topic: Hashable, Sendable {
    /// How messages of a topic are treated by the message path.
    public enum Kind: Hashable, Sendable {
        /// Written by other systems: never blocks, every readable event is answered.
        case publicWayIn
        /// What one service asks of another: duplicates are dropped by the inbox.
        case directed
        /// Compacted states of aggregates: only a higher version counts.
        case state
        /// Written by us and read by others only.
        case outward
    }

    /// The name without prefix, `intake.submissions.v1`.
    public let name: String
    /// How its messages are treated.
    public let kind: Kind
    /// The longest value that may be produced, in bytes.
    public let maximumBytes: Int

    /// A topic with this name.
    public init(_ name: String, _ kind: Kind, maximumBytes: Int = 1 << 20) {
        self.name = name
        self.kind = kind
        self.maximumBytes = maximumBytes
    }
}

/// The one list of topics that code refers to; `compose/topics.yaml` holds their broker-side settings (contracts 1).
public enum Topics {
    /// Submissions of other systems: the public way in.
    public static let submissions = Topic("intake.submissions.v1", .publicWayIn, maximumBytes: 512 << 10)
    /// One receipt per event taken in and per later change of its outcome.
    public static let receipts = Topic("intake.receipts.v1", .outward)
    /// Admissions and what follows them, sealed for CaseHandling.
    public static let handover = Topic("intake.handover.v1", .directed)
    /// Pseudonymous requests.
    public static let requests = Topic("intake.state.v1", .state)
    /// Pseudonymous cases.
    public static let cases = Topic("cases.state.v1", .state)
    /// Posts, themes, conferences.
    public static let supervision = Topic("supervision.state.v1", .state)
    /// Approvals, objections, notices to CaseHandling.
    public static let decisions = Topic("supervision.decisions.v1", .directed)
    /// Published figures and release markers.
    public static let figures = Topic("statistics.figures.v1", .outward)

    /// What was erased, for every service and for every backup that is restored.
    public static let erasures = Topic("privacy.erasures.v1", .outward)

    /// What a service could not take in, as it came.
    public static func deadLetters(of service: ServiceName) -> Topic {
        Topic("\(service.rawValue).dead-letters.v1", .outward, maximumBytes: 2 << 20)
    }

    /// What a service did because it was asked to, and what it drew by lot, sealed to itself.
    public static func journal(of service: ServiceName) -> Topic {
        Topic("\(service.rawValue).journal.v1", .outward)
    }

    /// The topics above; a service's own are ``deadLetters(of:)`` and ``journal(of:)``.
    public static let all = [
        submissions, receipts, handover, requests, cases, supervision, decisions, figures, erasures,
    ]
}
