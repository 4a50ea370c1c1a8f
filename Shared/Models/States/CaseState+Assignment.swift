extension CaseState {
    /// Who is responsible for the case during a time.
    public struct Responsibility: HistoryEntry, Codable, Sendable, Equatable {
        /// The municipality (AGS, 8 digits).
        public var municipality: String
        /// The provider, who is the controller of the data.
        public var provider: String
        /// The post whose holder manages the case.
        public var post: String
        /// The first day.
        public var from: LocalDate
        /// The last day; `nil` while it goes on.
        public var to: LocalDate?
        /// When it was written down.
        public var recordedAt: Timestamp
        /// The index, in the same list, of the entry that this one corrects.
        public var replaces: Int?

        /// An entry with these fields.
        public init(
            municipality: String, provider: String, post: String, from: LocalDate, to: LocalDate? = nil,
            recordedAt: Timestamp, replaces: Int? = nil
        ) {
            self.municipality = municipality
            self.provider = provider
            self.post = post
            self.from = from
            self.to = to
            self.recordedAt = recordedAt
            self.replaces = replaces
        }
    }

    /// A post that stands in for the responsible one.
    public struct Deputy: HistoryEntry, Codable, Sendable, Equatable {
        /// The post that stands in.
        public var post: String
        /// The first day.
        public var from: LocalDate
        /// The last day; `nil` while it goes on.
        public var to: LocalDate?
        /// When it was written down.
        public var recordedAt: Timestamp
        /// The index, in the same list, of the entry that this one corrects.
        public var replaces: Int?

        /// An entry with these fields.
        public init(post: String, from: LocalDate, to: LocalDate? = nil, recordedAt: Timestamp, replaces: Int? = nil) {
            self.post = post
            self.from = from
            self.to = to
            self.recordedAt = recordedAt
            self.replaces = replaces
        }
    }

    /// A transfer of the case between posts.
    public struct TransferEntry: HistoryEntry, Codable, Sendable, Equatable {
        /// To or from the responsible post.
        public var direction: TransferDirection
        /// The day of the request.
        public var requestedOn: LocalDate
        /// The day by which it is to be answered.
        public var answerDueOn: LocalDate
        /// How it stands (codelist).
        public var state: String
        /// The day on which it was answered or lapsed.
        public var endedOn: LocalDate?
        /// When it was written down.
        public var recordedAt: Timestamp
        /// The index, in the same list, of the entry that this one corrects.
        public var replaces: Int?

        /// An entry with these fields.
        public init(
            direction: TransferDirection, requestedOn: LocalDate, answerDueOn: LocalDate, state: String,
            endedOn: LocalDate? = nil, recordedAt: Timestamp, replaces: Int? = nil
        ) {
            self.direction = direction
            self.requestedOn = requestedOn
            self.answerDueOn = answerDueOn
            self.state = state
            self.endedOn = endedOn
            self.recordedAt = recordedAt
            self.replaces = replaces
        }
    }

    /// Which way a case is transferred.
    public enum TransferDirection: String, Codable, Sendable, CaseIterable {
        /// Towards the responsible post.
        case `in`
        /// Away from the responsible post.
        case out
    }
}
