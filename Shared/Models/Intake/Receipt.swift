import Foundation

/// The answer to an event taken in, or to a later change of its outcome: `de.kim.intake.receipt.v1` (contracts 4).
/// Holds no personal data.
public struct Receipt: EventBody, Hashable {
    /// `de.kim.intake.receipt.v1`.
    public static let eventType = "de.kim.intake.receipt.v1"

    /// The event that is answered.
    public let event: AnsweredEvent
    /// What became of it.
    public let outcome: Outcome
    /// Why; all errors at once.
    public let reasons: [ValidationIssue]
    /// What was accepted and is worth a look.
    public let warnings: [ValidationIssue]
    /// The publisher's name for the case; none before admission.
    public let handle: String?
    /// When it was decided; RFC 3339.
    public let decidedAt: String

    /// An answer.
    public init(
        event: AnsweredEvent, outcome: Outcome, reasons: [ValidationIssue] = [], warnings: [ValidationIssue] = [],
        handle: String? = nil, decidedAt: Date
    ) {
        self.event = event
        self.outcome = outcome
        self.reasons = reasons
        self.warnings = warnings
        self.handle = handle
        self.decidedAt = Instant.text(decidedAt)
    }
}

extension Receipt {
    /// The event that is answered, as its publisher named it.
    public struct AnsweredEvent: Codable, Sendable, Hashable {
        /// The CloudEvents `source`.
        public let source: String
        /// The CloudEvents `id`.
        public let id: String
        /// The CloudEvents `type`.
        public let type: String

        /// The name of an event.
        public init(source: String, id: String, type: String) {
            (self.source, self.id, self.type) = (source, id, type)
        }
    }

    /// What became of an event (codelist `outcomes`).
    public enum Outcome: String, Codable, Sendable, Hashable, CaseIterable {
        /// A case has been opened.
        case admitted
        /// Advice was enough.
        case advised
        /// Admissible, and waits for a post.
        case waiting
        /// Kept until something is settled.
        case parked
        /// Another service is competent.
        case redirected
        /// Not taken; the personal data are dropped.
        case rejected
        /// Withdrawn or erased.
        case withdrawn
        /// The same publisher has sent this before.
        case duplicate
        /// Noted on an own client.
        case recorded
        /// Matches nobody, and was not kept.
        case notMatched = "not-matched"
    }

    /// The contract of the body.
    public static let shape = Shape.object([
        .required(
            "event",
            .object([
                .required("source", .line(Envelope.maximumAttributeLength)),
                .required("id", .line(Envelope.maximumAttributeLength)),
                .required("type", .line(Envelope.maximumAttributeLength)),
            ])),
        .required("outcome", .code(list: "outcomes")),
        .required("reasons", issues),
        .required("warnings", issues),
        .optional("handle", .reference, note: "The publisher's name for the case; none before admission."),
        .required("decidedAt", .instant),
    ])

    /// The longest sentence of a reason, in Unicode scalars.
    static let maximumMessageLength = 1000

    private static let issues = Shape.array(
        of: .object([
            .required("code", .line(64), note: "Stable; listed with German and English text."),
            .optional("pointer", .string(TextRule(minimum: 0, maximum: 4096, form: .text)), note: "RFC 6901."),
            .required("message", .line(maximumMessageLength)),
        ]),
        count: 0...1_000_000
    )
}
