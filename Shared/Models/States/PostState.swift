/// A post (Stelle) with its funding and occupancy (contracts 5).
public struct PostState: StateBody, Equatable {
    /// `de.kim.supervision.post.v1`.
    public static let eventType = "de.kim.supervision.post.v1"

    /// The post's id, as the territory file names it.
    public var postId: String
    /// Raised by one with each change.
    public var version: Int
    /// The names of the changes that led to this version.
    @OrEmpty public var changes: [String]
    /// The funding module: 1 coordination, 2 case management, 3 authorities.
    public var baustein: Int
    /// The provider that employs its holder.
    public var employer: String
    /// The municipalities served (AGS).
    @OrEmpty public var municipalities: [String]
    /// The languages spoken (BCP 47).
    @OrEmpty public var languages: [String]
    /// How much is funded.
    @OrEmpty public var fundedFte: [FundedEntry]
    /// How much is filled.
    @OrEmpty public var occupied: [OccupiedEntry]
    /// When its holder is away for long.
    @OrEmpty public var leave: [LeaveEntry]
    /// The coordinating office that supervises it.
    public var scope: String

    /// A state with these fields; lists start empty.
    public init(
        postId: String, version: Int, changes: [String] = [], baustein: Int, employer: String,
        municipalities: [String] = [], languages: [String] = [], fundedFte: [FundedEntry] = [],
        occupied: [OccupiedEntry] = [], leave: [LeaveEntry] = [], scope: String
    ) {
        self.postId = postId
        self.version = version
        self.changes = changes
        self.baustein = baustein
        self.employer = employer
        self.municipalities = municipalities
        self.languages = languages
        self.fundedFte = fundedFte
        self.occupied = occupied
        self.leave = leave
        self.scope = scope
    }
}
