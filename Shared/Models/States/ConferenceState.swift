/// A case or planning conference (contracts 5).
public struct ConferenceState: StateBody, Equatable {
    /// `de.kim.supervision.conference.v1`.
    public static let eventType = "de.kim.supervision.conference.v1"

    /// The conference's id.
    public var conferenceId: String
    /// Raised by one with each change.
    public var version: Int
    /// The names of the changes that led to this version.
    @OrEmpty public var changes: [String]
    /// Which kind of conference (code).
    public var kind: String
    /// The municipality (AGS, 8 digits).
    public var municipality: String
    /// The day on which it is held.
    public var on: LocalDate
    /// How it stands (code).
    public var state: String
    /// When this was written down.
    public var recordedAt: Timestamp

    /// A state with these fields.
    public init(
        conferenceId: String, version: Int, changes: [String] = [], kind: String, municipality: String, on: LocalDate,
        state: String, recordedAt: Timestamp
    ) {
        self.conferenceId = conferenceId
        self.version = version
        self.changes = changes
        self.kind = kind
        self.municipality = municipality
        self.on = on
        self.state = state
        self.recordedAt = recordedAt
    }
}

extension ConferenceState {
    /// The record key of a conference on the topic of Supervision's states.
    public static func key(of conferenceId: String) -> String { "conference;\(conferenceId)" }

    /// The record key of this state.
    public var key: String { ConferenceState.key(of: conferenceId) }
}
