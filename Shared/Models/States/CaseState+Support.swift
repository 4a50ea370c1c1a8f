extension CaseState {
    /// A life area in which help is needed. For an area of a special category only area and times are given, and only
    /// with consent.
    public struct NeedEntry: HistoryEntry, Codable, Sendable, Equatable {
        /// The life area (codelist).
        public var area: String
        /// How it stands (codelist); never for a special category.
        public var state: String?
        /// The first day.
        public var from: LocalDate
        /// The last day; `nil` while it goes on.
        public var to: LocalDate?
        /// Whether an offer was found; never for a special category.
        public var offer: Offer?
        /// When it was written down.
        public var recordedAt: Timestamp
        /// The index, in the same list, of the entry that this one corrects.
        public var replaces: Int?

        /// An entry with these fields.
        public init(
            area: String, state: String? = nil, from: LocalDate, to: LocalDate? = nil, offer: Offer? = nil,
            recordedAt: Timestamp, replaces: Int? = nil
        ) {
            self.area = area
            self.state = state
            self.from = from
            self.to = to
            self.offer = offer
            self.recordedAt = recordedAt
            self.replaces = replaces
        }
    }

    /// Whether there is an offer for a need.
    public enum Offer: String, Codable, Sendable, CaseIterable {
        /// There is one.
        case found
        /// There is none: a structural gap.
        case none
        /// Not known yet.
        case open
    }

    /// An agreed goal.
    public struct GoalEntry: HistoryEntry, Codable, Sendable, Equatable {
        /// The life area (codelist), never of a special category.
        public var area: String
        /// How it stands (codelist).
        public var state: String
        /// The day of the agreement.
        public var agreedOn: LocalDate
        /// The day by which it is to be reached.
        public var dueOn: LocalDate
        /// The day on which it was reached or given up.
        public var endedOn: LocalDate?
        /// When it was written down.
        public var recordedAt: Timestamp
        /// The index, in the same list, of the entry that this one corrects.
        public var replaces: Int?

        /// An entry with these fields.
        public init(
            area: String, state: String, agreedOn: LocalDate, dueOn: LocalDate, endedOn: LocalDate? = nil,
            recordedAt: Timestamp, replaces: Int? = nil
        ) {
            self.area = area
            self.state = state
            self.agreedOn = agreedOn
            self.dueOn = dueOn
            self.endedOn = endedOn
            self.recordedAt = recordedAt
            self.replaces = replaces
        }
    }

    /// A support plan.
    public struct PlanEntry: HistoryEntry, Codable, Sendable, Equatable {
        /// The day of the agreement.
        public var agreedOn: LocalDate
        /// The day by which it is to be reviewed.
        public var reviewDueOn: LocalDate
        /// When it was written down.
        public var recordedAt: Timestamp
        /// The index, in the same list, of the entry that this one corrects.
        public var replaces: Int?

        /// An entry with these fields.
        public init(agreedOn: LocalDate, reviewDueOn: LocalDate, recordedAt: Timestamp, replaces: Int? = nil) {
            self.agreedOn = agreedOn
            self.reviewDueOn = reviewDueOn
            self.recordedAt = recordedAt
            self.replaces = replaces
        }
    }

    /// A referral to an offer.
    public struct ReferralEntry: HistoryEntry, Codable, Sendable, Equatable {
        /// What kind of offer (codelist).
        public var offerKind: String
        /// The life area (codelist), never of a special category.
        public var area: String
        /// How it stands (codelist).
        public var state: String
        /// The day on which each state was reached, by state.
        @OrEmpty public var dates: [String: LocalDate]
        /// When it was written down.
        public var recordedAt: Timestamp
        /// The index, in the same list, of the entry that this one corrects.
        public var replaces: Int?

        /// An entry with these fields.
        public init(
            offerKind: String, area: String, state: String, dates: [String: LocalDate] = [:], recordedAt: Timestamp,
            replaces: Int? = nil
        ) {
            self.offerKind = offerKind
            self.area = area
            self.state = state
            self.dates = dates
            self.recordedAt = recordedAt
            self.replaces = replaces
        }
    }

    /// A consent for one purpose.
    public struct ConsentEntry: HistoryEntry, Codable, Sendable, Equatable {
        /// What for (codelist).
        public var purpose: String
        /// The day on which it was given.
        public var on: LocalDate
        /// The last day on which it holds, where it is limited.
        public var validUntil: LocalDate?
        /// The day of the withdrawal: from it on the consent no longer holds.
        public var withdrawnOn: LocalDate?
        /// When it was written down.
        public var recordedAt: Timestamp
        /// The index, in the same list, of the entry that this one corrects.
        public var replaces: Int?

        /// An entry with these fields.
        public init(
            purpose: String, on: LocalDate, validUntil: LocalDate? = nil, withdrawnOn: LocalDate? = nil,
            recordedAt: Timestamp, replaces: Int? = nil
        ) {
            self.purpose = purpose
            self.on = on
            self.validUntil = validUntil
            self.withdrawnOn = withdrawnOn
            self.recordedAt = recordedAt
            self.replaces = replaces
        }
    }
}
