/// What Supervision decides or points out about a case (contracts 5).
public struct Decision: EventBody, Equatable {
    /// `de.kim.supervision.decision.v1`.
    public static let eventType = "de.kim.supervision.decision.v1"

    /// The decision's id; a later notice about the same thing has its own.
    public var decisionId: String
    /// What kind it is.
    public var kind: Kind
    /// The case it is about, the key of the record.
    public var refers: String
    /// The day of the decision, where a person decided.
    public var decidedOn: LocalDate?
    /// The instant that is meant, where a timer noticed something.
    public var at: Timestamp?
    /// Who decided: an HMAC of the principal; `nil` for a timer.
    public var by: String?
    /// What it says (codes).
    @OrEmpty public var codes: [String]
    /// Words for CaseHandling only.
    public var sealedText: SealedContent?

    /// A decision with these fields.
    public init(
        decisionId: String, kind: Kind, refers: String, decidedOn: LocalDate? = nil, at: Timestamp? = nil,
        by: String? = nil, codes: [String] = [], sealedText: SealedContent? = nil
    ) {
        self.decisionId = decisionId
        self.kind = kind
        self.refers = refers
        self.decidedOn = decidedOn
        self.at = at
        self.by = by
        self.codes = codes
        self.sealedText = sealedText
    }
}

extension Decision {
    /// The kinds of decisions.
    public enum Kind: String, Codable, Sendable, CaseIterable {
        /// What waited may take effect.
        case approval
        /// What waited is to be reworked.
        case `return`
        /// Another post becomes responsible.
        case reassignment
        /// Something is to be put right, and answered.
        case objection
        /// Something to think of; no answer is due.
        case note
        /// A deadline: due soon, overdue, escalated, settled.
        case notice
    }
}
