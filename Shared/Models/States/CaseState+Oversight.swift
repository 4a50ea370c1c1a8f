extension CaseState {
    /// Something that takes effect only when a second person approves it.
    public struct PendingApproval: Codable, Sendable, Equatable {
        /// Which approval, as the decision names it.
        public var id: String
        /// What is to be approved (code).
        public var kind: String
        /// The day of the request.
        public var requestedOn: LocalDate
        /// Who asks: an HMAC of the principal, so that nobody approves what they asked for.
        public var requestedBy: String

        /// An approval that waits.
        public init(id: String, kind: String, requestedOn: LocalDate, requestedBy: String) {
            self.id = id
            self.kind = kind
            self.requestedOn = requestedOn
            self.requestedBy = requestedBy
        }
    }

    /// An objection (Beanstandung) of Supervision.
    public struct ObjectionEntry: HistoryEntry, Codable, Sendable, Equatable {
        /// Which objection: the decision's id.
        public var id: String
        /// How it stands (code).
        public var state: String
        /// The day on which it was raised.
        public var on: LocalDate
        /// The day of the answer; its words are read in CaseHandling.
        public var answeredOn: LocalDate?
        /// When it was written down.
        public var recordedAt: Timestamp
        /// The index, in the same list, of the entry that this one corrects.
        public var replaces: Int?

        /// An entry with these fields.
        public init(
            id: String, state: String, on: LocalDate, answeredOn: LocalDate? = nil, recordedAt: Timestamp,
            replaces: Int? = nil
        ) {
            self.id = id
            self.state = state
            self.on = on
            self.answeredOn = answeredOn
            self.recordedAt = recordedAt
            self.replaces = replaces
        }
    }

    /// A review of this case as part of a sample.
    public struct SampleReviewEntry: HistoryEntry, Codable, Sendable, Equatable {
        /// Which review.
        public var id: String
        /// The day.
        public var on: LocalDate
        /// What it found (codes).
        @OrEmpty public var resultCodes: [String]
        /// When it was written down.
        public var recordedAt: Timestamp
        /// The index, in the same list, of the entry that this one corrects.
        public var replaces: Int?

        /// An entry with these fields.
        public init(
            id: String, on: LocalDate, resultCodes: [String] = [], recordedAt: Timestamp, replaces: Int? = nil
        ) {
            self.id = id
            self.on = on
            self.resultCodes = resultCodes
            self.recordedAt = recordedAt
            self.replaces = replaces
        }
    }

    /// A hint from this case at a structural gap.
    public struct ThemeFlag: HistoryEntry, Codable, Sendable, Equatable {
        /// Which flag.
        public var id: String
        /// The life area (codelist), never of a special category.
        public var area: String
        /// What stands in the way (codelist).
        public var barrier: String
        /// The kind of authority concerned (codelist).
        public var authorityKind: String
        /// The day on which it was raised.
        public var on: LocalDate
        /// The day on which it was settled.
        public var endedOn: LocalDate?
        /// When it was written down.
        public var recordedAt: Timestamp
        /// The index, in the same list, of the entry that this one corrects.
        public var replaces: Int?

        /// An entry with these fields.
        public init(
            id: String, area: String, barrier: String, authorityKind: String, on: LocalDate, endedOn: LocalDate? = nil,
            recordedAt: Timestamp, replaces: Int? = nil
        ) {
            self.id = id
            self.area = area
            self.barrier = barrier
            self.authorityKind = authorityKind
            self.on = on
            self.endedOn = endedOn
            self.recordedAt = recordedAt
            self.replaces = replaces
        }
    }
}
