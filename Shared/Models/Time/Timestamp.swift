import Foundation

/// An instant in a body: RFC 3339 with offset in JSON, milliseconds precise, so that what is read back is equal.
public struct Timestamp: Hashable, Sendable {
    /// The instant, to the millisecond.
    public let instant: Date

    /// The instant, rounded to milliseconds.
    public init(_ instant: Date) {
        self.instant = Instant.at(milliseconds: Instant.milliseconds(instant))
    }
}

extension Timestamp: Comparable {
    /// Earlier instants come first.
    public static func < (left: Timestamp, right: Timestamp) -> Bool { left.instant < right.instant }
}

extension Timestamp: Codable {
    /// Reads RFC 3339 with any offset.
    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let instant = Instant.parse(text) else {
            throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "not an instant"))
        }
        self.init(instant)
    }

    /// Writes RFC 3339 in UTC.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(Instant.text(instant))
    }
}
