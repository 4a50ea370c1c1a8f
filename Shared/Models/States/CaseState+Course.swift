extension CaseState {
    /// The phases of case management; monitoring may lead back to assessment. Clearing is Intake's.
    public enum Phase: String, Codable, Sendable, CaseIterable {
        /// Finding out what is needed.
        case assessment
        /// Agreeing goals and the support plan.
        case planning
        /// Bringing client and offers together.
        case linking
        /// Watching how it goes.
        case monitoring
        /// Looking back with the client.
        case evaluation
        /// No more work.
        case closed
    }

    /// The begin of a phase.
    public struct PhaseEntry: HistoryEntry, Codable, Sendable, Equatable {
        /// The phase.
        public var phase: Phase
        /// Its first day.
        public var from: LocalDate
        /// When it was written down.
        public var recordedAt: Timestamp
        /// The index, in the same list, of the entry that this one corrects.
        public var replaces: Int?

        /// An entry with these fields.
        public init(phase: Phase, from: LocalDate, recordedAt: Timestamp, replaces: Int? = nil) {
            self.phase = phase
            self.from = from
            self.recordedAt = recordedAt
            self.replaces = replaces
        }
    }

    /// A closure and, where it came to that, the reopening.
    public struct ClosureEntry: HistoryEntry, Codable, Sendable, Equatable {
        /// The day of the closure: at its end the case is no longer open.
        public var closedOn: LocalDate
        /// Why (codelist closure).
        public var reason: String
        /// The day on which it was opened again: at its end the case is open.
        public var reopenedOn: LocalDate?
        /// When it was written down.
        public var recordedAt: Timestamp
        /// The index, in the same list, of the entry that this one corrects.
        public var replaces: Int?

        /// An entry with these fields.
        public init(
            closedOn: LocalDate, reason: String, reopenedOn: LocalDate? = nil, recordedAt: Timestamp,
            replaces: Int? = nil
        ) {
            self.closedOn = closedOn
            self.reason = reason
            self.reopenedOn = reopenedOn
            self.recordedAt = recordedAt
            self.replaces = replaces
        }
    }

    /// A time in which the case rested.
    public struct PauseEntry: HistoryEntry, Codable, Sendable, Equatable {
        /// The first day.
        public var from: LocalDate
        /// The last day; `nil` while it goes on.
        public var to: LocalDate?
        /// Why (code).
        public var reason: String
        /// When it was written down.
        public var recordedAt: Timestamp
        /// The index, in the same list, of the entry that this one corrects.
        public var replaces: Int?

        /// An entry with these fields.
        public init(
            from: LocalDate, to: LocalDate? = nil, reason: String, recordedAt: Timestamp, replaces: Int? = nil
        ) {
            self.from = from
            self.to = to
            self.reason = reason
            self.recordedAt = recordedAt
            self.replaces = replaces
        }
    }

    /// Something that took place on a day.
    public struct Occurrence: HistoryEntry, Codable, Sendable, Equatable {
        /// The day.
        public var on: LocalDate
        /// When it was written down.
        public var recordedAt: Timestamp
        /// The index, in the same list, of the entry that this one corrects.
        public var replaces: Int?

        /// An entry with these fields.
        public init(on: LocalDate, recordedAt: Timestamp, replaces: Int? = nil) {
            self.on = on
            self.recordedAt = recordedAt
            self.replaces = replaces
        }
    }

    /// Contacts with the client: days for the last 13 months, before that counts per month.
    public struct Contacts: Codable, Sendable, Equatable {
        /// The contacts of the last 13 months.
        @OrEmpty public var recent: [Occurrence]
        /// How many there were in each earlier month (`2025-03`).
        @OrEmpty public var earlier: [String: Int]

        /// Contacts; none by default.
        public init(recent: [Occurrence] = [], earlier: [String: Int] = [:]) {
            self.recent = recent
            self.earlier = earlier
        }
    }

    /// Something that is to be looked at again on a day.
    public struct FollowUp: HistoryEntry, Codable, Sendable, Equatable {
        /// The day.
        public var dueOn: LocalDate
        /// When it was written down.
        public var recordedAt: Timestamp
        /// The index, in the same list, of the entry that this one corrects.
        public var replaces: Int?

        /// An entry with these fields.
        public init(dueOn: LocalDate, recordedAt: Timestamp, replaces: Int? = nil) {
            self.dueOn = dueOn
            self.recordedAt = recordedAt
            self.replaces = replaces
        }
    }
}

extension CaseState.Contacts: Emptiable {
    /// No contact yet.
    public init() {
        self.init(recent: [])
    }

    /// Whether there was no contact yet.
    public var isEmpty: Bool { recent.isEmpty && earlier.isEmpty }
}
