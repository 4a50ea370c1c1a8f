import Foundation

/// A CloudEvents 1.0 event: who says what about which aggregate, with its data as JSON bytes.
///
/// Read from binary and structured mode, written in binary mode only (contracts 2).
public struct Envelope: Codable, Sendable, Equatable {
    /// Unique within ``source``; with it, the identity of the event.
    public var id: String
    /// Who says it: a URI reference.
    public var source: String
    /// What is said: `de.kim.<context>.<what>.v<n>`.
    public var type: String
    /// The aggregate it is said of; opaque.
    public var subject: String?
    /// When the publisher says that it happened: RFC 3339 as it was written. Never our clock, which is the record's
    /// time.
    public var time: String?
    /// The W3C trace context that the event belongs to.
    public var traceParent: String?
    /// The JSON; `nil` is a tombstone.
    public var data: Data?

    /// An event with these attributes.
    public init(
        id: String, source: String, type: String, subject: String? = nil, time: String? = nil,
        traceParent: String? = nil, data: Data?
    ) {
        self.id = id
        self.source = source
        self.type = type
        self.subject = subject
        self.time = time
        self.traceParent = traceParent
        self.data = data
    }

    /// The schema that the data of an event type follows.
    public static func dataSchema(of type: String) -> String { "tag:kim.example,2026:\(type)" }

    /// The longest accepted attribute, in bytes of UTF-8.
    public static let maximumAttributeLength = 512
}

/// Why a message is no event: it goes to the dead letters, as nobody could be answered.
public enum Unreadable: String, Error, Sendable, CaseIterable {
    /// Neither CloudEvents attributes nor the content type of structured mode.
    case notCloudEvents = "not-cloud-events"
    /// Not version 1.0.
    case unsupportedVersion = "unsupported-version"
    /// `id`, `source` or `type` is absent or empty.
    case missingAttribute = "missing-attribute"
    /// An attribute is there twice.
    case duplicateAttribute = "duplicate-attribute"
    /// An attribute is no string or no UTF-8.
    case invalidAttribute = "invalid-attribute"
    /// An attribute is longer than ``Envelope/maximumAttributeLength``.
    case attributeTooLong = "attribute-too-long"
    /// Structured mode without a body.
    case empty
    /// Structured mode whose body is not UTF-8.
    case invalidUTF8 = "invalid-utf8"
    /// Structured mode whose body is no JSON object.
    case invalidJSON = "invalid-json"
    /// Structured mode nested deeper than 32.
    case tooDeep = "too-deep"
}
