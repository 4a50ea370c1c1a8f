extension CaseState {
    /// A legal sphere (Rechtskreis) during a time.
    public struct LegalSphereEntry: HistoryEntry, Codable, Sendable, Equatable {
        /// The axis.
        public var axis: LegalSphereAxis
        /// The sphere (codelist of the axis).
        public var code: String
        /// The first day.
        public var firstDay: LocalDate
        /// The last day; `nil` while it goes on or is unknown.
        public var lastDay: LocalDate?
        /// When it was written down.
        public var recordedAt: Timestamp
        /// The index, in the same list, of the entry that this one corrects.
        public var replaces: Int?

        /// An entry with these fields.
        public init(
            axis: LegalSphereAxis, code: String, firstDay: LocalDate, lastDay: LocalDate? = nil, recordedAt: Timestamp,
            replaces: Int? = nil
        ) {
            self.axis = axis
            self.code = code
            self.firstDay = firstDay
            self.lastDay = lastDay
            self.recordedAt = recordedAt
            self.replaces = replaces
        }
    }

    /// The end of one residence or livelihood sphere and the start of the next on the same axis (contracts 7). It
    /// counts on the day after ``lastDay``.
    public struct TransitionEntry: HistoryEntry, Codable, Sendable, Equatable {
        /// The axis: residence or livelihood.
        public var axis: LegalSphereAxis
        /// The sphere that ends.
        public var from: String
        /// The sphere that starts.
        public var to: String
        /// The last day of the old sphere.
        public var lastDay: LocalDate
        /// The first day of the new one, where it is known.
        public var firstDay: LocalDate?
        /// Days without entitlement, livelihood only; never negative, `nil` is unknown.
        public var entitlementGapDays: Int?
        /// Days without payment, livelihood only; never negative, `nil` is unknown.
        public var paymentGapDays: Int?
        /// Whether a measure was planned before the change.
        public var planned: Bool
        /// How far the preparation is.
        public var checklist: Checklist
        /// When it was written down.
        public var recordedAt: Timestamp
        /// The index, in the same list, of the entry that this one corrects.
        public var replaces: Int?

        /// An entry with these fields.
        public init(
            axis: LegalSphereAxis, from: String, to: String, lastDay: LocalDate, firstDay: LocalDate? = nil,
            entitlementGapDays: Int? = nil, paymentGapDays: Int? = nil, planned: Bool, checklist: Checklist,
            recordedAt: Timestamp, replaces: Int? = nil
        ) {
            self.axis = axis
            self.from = from
            self.to = to
            self.lastDay = lastDay
            self.firstDay = firstDay
            self.entitlementGapDays = entitlementGapDays
            self.paymentGapDays = paymentGapDays
            self.planned = planned
            self.checklist = checklist
            self.recordedAt = recordedAt
            self.replaces = replaces
        }
    }

    /// How far the preparation of a transition is.
    public struct Checklist: Codable, Sendable, Equatable {
        /// Items done.
        public var done: Int
        /// Items altogether.
        public var total: Int
        /// The day by which the next item is due.
        public var nextDueOn: LocalDate?

        /// A checklist; empty by default.
        public init(done: Int = 0, total: Int = 0, nextDueOn: LocalDate? = nil) {
            self.done = done
            self.total = total
            self.nextDueOn = nextDueOn
        }
    }
}
