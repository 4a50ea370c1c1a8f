extension RequestState {
    /// How a request stands; the receipt's outcomes as far as they are about a request of its own.
    public enum Status: String, Codable, Sendable, CaseIterable {
        /// Waits for a person: clearing, or the client's agreement.
        case parked
        /// Waits for an occupied post.
        case waiting
        /// Became a case.
        case admitted
        /// Was settled by advice.
        case advised
        /// Belongs to another offer.
        case redirected
        /// Was refused.
        case rejected
        /// Was taken back or erased.
        case withdrawn
    }

    /// How the request stood from a day on.
    public struct StateEntry: HistoryEntry, Codable, Sendable, Equatable {
        /// The status.
        public var state: Status
        /// Why (codelist clearing reasons).
        @OrEmpty public var reasons: [String]
        /// Where it was redirected to (codelist referral targets).
        public var targetKind: String?
        /// The day.
        public var on: LocalDate
        /// When it was written down.
        public var recordedAt: Timestamp
        /// The index, in the same list, of the entry that this one corrects.
        public var replaces: Int?

        /// An entry with these fields.
        public init(
            state: Status, reasons: [String] = [], targetKind: String? = nil, on: LocalDate, recordedAt: Timestamp,
            replaces: Int? = nil
        ) {
            self.state = state
            self.reasons = reasons
            self.targetKind = targetKind
            self.on = on
            self.recordedAt = recordedAt
            self.replaces = replaces
        }
    }

    /// How urgent a request is.
    public struct Urgency: Codable, Sendable, Equatable {
        /// Routine or urgent.
        public var level: UrgencyLevel
        /// The day by which something must have happened.
        public var by: LocalDate?

        /// An urgency.
        public init(level: UrgencyLevel, by: LocalDate? = nil) {
            self.level = level
            self.by = by
        }
    }
}

extension RequestState.Status {
    /// Whether the request is decided; the others wait (indicator I2 counts decided ones).
    public var isDecided: Bool {
        switch self {
        case .parked, .waiting: false
        case .admitted, .advised, .redirected, .rejected, .withdrawn: true
        }
    }
}
