/// A structural theme: what several cases show about the system (contracts 5). Counts only, no case ids.
public struct ThemeState: StateBody, Equatable {
    /// `de.kim.supervision.theme.v1`.
    public static let eventType = "de.kim.supervision.theme.v1"

    /// The theme's id.
    public var themeId: String
    /// Raised by one with each change.
    public var version: Int
    /// The names of the changes that led to this version.
    @OrEmpty public var changes: [String]
    /// The life area (codelist).
    public var area: String
    /// What stands in the way (codelist).
    public var barrier: String
    /// The goal of the action concept it belongs to.
    public var goalRef: String?
    /// Its way through the bodies; the last one holds.
    @OrEmpty public var states: [StateEntry]
    /// How many cases show it.
    public var cases: Int
    /// In how many municipalities.
    public var municipalities: Int

    /// A state with these fields; lists start empty.
    public init(
        themeId: String, version: Int, changes: [String] = [], area: String, barrier: String, goalRef: String? = nil,
        states: [StateEntry] = [], cases: Int, municipalities: Int
    ) {
        self.themeId = themeId
        self.version = version
        self.changes = changes
        self.area = area
        self.barrier = barrier
        self.goalRef = goalRef
        self.states = states
        self.cases = cases
        self.municipalities = municipalities
    }
}

extension ThemeState {
    /// The record key of a theme on the topic of Supervision's states.
    public static func key(of themeId: String) -> String { "theme;\(themeId)" }

    /// The record key of this state.
    public var key: String { ThemeState.key(of: themeId) }

    /// How the theme stood from a day on.
    public struct StateEntry: HistoryEntry, Codable, Sendable, Equatable {
        /// How it stands (code).
        public var state: String
        /// The day.
        public var on: LocalDate
        /// The body that dealt with it (code).
        public var body: String
        /// When it was written down.
        public var recordedAt: Timestamp
        /// The index, in the same list, of the entry that this one corrects.
        public var replaces: Int?

        /// An entry with these fields.
        public init(state: String, on: LocalDate, body: String, recordedAt: Timestamp, replaces: Int? = nil) {
            self.state = state
            self.on = on
            self.body = body
            self.recordedAt = recordedAt
            self.replaces = replaces
        }
    }
}
