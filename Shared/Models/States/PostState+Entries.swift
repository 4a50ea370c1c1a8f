extension PostState {
    /// A funded share during a time.
    public struct FundedEntry: HistoryEntry, Codable, Sendable, Equatable {
        /// The first day.
        public var from: LocalDate
        /// The last day; `nil` while it goes on.
        public var to: LocalDate?
        /// Full-time equivalents.
        public var value: Double
        /// When it was written down.
        public var recordedAt: Timestamp
        /// The index, in the same list, of the entry that this one corrects.
        public var replaces: Int?

        /// An entry with these fields.
        public init(from: LocalDate, to: LocalDate? = nil, value: Double, recordedAt: Timestamp, replaces: Int? = nil) {
            self.from = from
            self.to = to
            self.value = value
            self.recordedAt = recordedAt
            self.replaces = replaces
        }
    }

    /// A filled share during a time.
    public struct OccupiedEntry: HistoryEntry, Codable, Sendable, Equatable {
        /// The first day.
        public var from: LocalDate
        /// The last day; `nil` while it goes on.
        public var to: LocalDate?
        /// Full-time equivalents.
        public var fte: Double
        /// When it was written down.
        public var recordedAt: Timestamp
        /// The index, in the same list, of the entry that this one corrects.
        public var replaces: Int?

        /// An entry with these fields.
        public init(from: LocalDate, to: LocalDate? = nil, fte: Double, recordedAt: Timestamp, replaces: Int? = nil) {
            self.from = from
            self.to = to
            self.fte = fte
            self.recordedAt = recordedAt
            self.replaces = replaces
        }
    }

    /// A long absence of the holder.
    public struct LeaveEntry: HistoryEntry, Codable, Sendable, Equatable {
        /// The first day.
        public var from: LocalDate
        /// The last day; `nil` while it goes on.
        public var to: LocalDate?
        /// When it was written down.
        public var recordedAt: Timestamp
        /// The index, in the same list, of the entry that this one corrects.
        public var replaces: Int?

        /// An entry with these fields.
        public init(from: LocalDate, to: LocalDate? = nil, recordedAt: Timestamp, replaces: Int? = nil) {
            self.from = from
            self.to = to
            self.recordedAt = recordedAt
            self.replaces = replaces
        }
    }
}

// MARK: - Questions

extension PostState {
    /// The record key of a post on the topic of Supervision's states.
    public static func key(of postId: String) -> String { "post;\(postId)" }

    /// The record key of this state.
    public var key: String { PostState.key(of: postId) }

    /// The full-time equivalents that are filled on a day; 0 is vacant.
    public func occupiedFte(on day: LocalDate) -> Double {
        occupied.inForce.filter { day.lies(from: $0.from, to: $0.to) }.reduce(0) { $0 + $1.fte }
    }

    /// The full-time equivalents that are funded on a day.
    public func fundedFte(on day: LocalDate) -> Double {
        fundedFte.inForce.filter { day.lies(from: $0.from, to: $0.to) }.reduce(0) { $0 + $1.value }
    }

    /// Whether a new case of a municipality can go to this post on a day: it serves the municipality, is filled, and
    /// its holder is not away for long.
    public func serves(_ ags: String, on day: LocalDate) -> Bool {
        municipalities.contains(ags) && occupiedFte(on: day) > 0
            && !leave.inForce.contains { day.lies(from: $0.from, to: $0.to) }
    }
}
