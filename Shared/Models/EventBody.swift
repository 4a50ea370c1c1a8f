import Foundation

/// What an event says, for one event type of `contracts`: the JSON that travels as the data of an ``Envelope``.
public protocol EventBody: Codable, Sendable {
    /// The CloudEvents `type`, `de.kim.<context>.<what>.v<n>`.
    static var eventType: String { get }
}

/// The whole state of one aggregate on a compacted state topic: a newer version replaces the older one.
public protocol StateBody: EventBody {
    /// Raised by one per handler call or command that changed the aggregate; equal or lower is ignored by readers.
    var version: Int { get }
    /// The names of the changes that led to this version.
    var changes: [String] { get }
}
