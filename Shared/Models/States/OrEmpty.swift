/// A list or a table of a body: absent means empty, and an empty one is not written.
///
/// Version 1 of every event only ever grows, so a reader meets bodies from before a list existed.
@propertyWrapper
public struct OrEmpty<Value: Codable & Sendable & Equatable & Emptiable>: Codable, Sendable, Equatable {
    /// The list or table.
    public var wrappedValue: Value

    /// Holds a list or a table.
    public init(wrappedValue: Value) { self.wrappedValue = wrappedValue }

    /// Reads the list or table itself.
    public init(from decoder: any Decoder) throws {
        wrappedValue = try decoder.singleValueContainer().decode(Value.self)
    }

    /// Writes the list or table itself.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(wrappedValue)
    }
}

extension OrEmpty: Hashable where Value: Hashable {}

/// What can be empty, and is empty when made from nothing.
public protocol Emptiable {
    /// The empty value.
    init()
    /// Whether it holds nothing.
    var isEmpty: Bool { get }
}

extension Array: Emptiable {}
extension Dictionary: Emptiable {}

// Synthesized coding prefers these to the standard ones, which would refuse an absent key and write an empty list.
extension KeyedDecodingContainer {
    func decode<Value>(_ type: OrEmpty<Value>.Type, forKey key: Key) throws -> OrEmpty<Value> {
        try decodeIfPresent(type, forKey: key) ?? OrEmpty(wrappedValue: Value())
    }
}

extension KeyedEncodingContainer {
    mutating func encode<Value>(_ value: OrEmpty<Value>, forKey key: Key) throws {
        guard !value.wrappedValue.isEmpty else { return }
        try encode(value.wrappedValue, forKey: key)
    }
}
