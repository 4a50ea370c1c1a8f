import Foundation

/// A JSON document as it was sent (RFC 8259): order, duplicate names and the source text of numbers are kept.
///
/// Strings compare as Swift compares them, so canonically equivalent spellings are equal.
public indirect enum JSONValue: Sendable, Equatable {
    /// `null`.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// A number in its source text, so that no digit is lost.
    case number(String)
    /// A string, unescaped.
    case string(String)
    /// An array.
    case array([JSONValue])
    /// An object's members in their order, duplicates included.
    case object([JSONMember])
}

/// A name and its value in a JSON object.
public struct JSONMember: Sendable, Equatable {
    /// The name, unescaped.
    public let name: String
    /// The value.
    public let value: JSONValue

    /// A member of an object.
    public init(name: String, value: JSONValue) {
        self.name = name
        self.value = value
    }
}

/// Why bytes are no JSON. Names the place and never the content, which may be personal data.
public struct JSONParseError: Error, Equatable, Sendable {
    /// What is wrong.
    public enum Reason: String, Sendable {
        /// Nothing, or only white space.
        case empty
        /// Not UTF-8 (RFC 3629).
        case invalidUTF8
        /// Arrays and objects are nested deeper than allowed.
        case tooDeep
        /// Not the grammar of RFC 8259; a lone surrogate and a byte order mark count as this.
        case syntax
    }

    /// What is wrong.
    public let reason: Reason
    /// The number of bytes before the place where it was noticed.
    public let offset: Int

    /// An error at a place.
    public init(reason: Reason, offset: Int) {
        self.reason = reason
        self.offset = offset
    }
}

// MARK: - Reading

extension JSONValue {
    /// Reads one JSON text, strictly after RFC 8259.
    ///
    /// - Parameter maximumDepth: how many arrays and objects may lie in each other; `[]` has depth 1.
    public static func parse(_ bytes: Data, maximumDepth: Int = 32) throws(JSONParseError) -> JSONValue {
        let result: Result<JSONValue, JSONParseError> = bytes.withUnsafeBytes { buffer in
            do throws(JSONParseError) {
                var parser = JSONParser(bytes: buffer, maximumDepth: maximumDepth)
                return .success(try parser.document())
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    /// The member of this name; with duplicates the last one, as most readers take it. `nil` where there is none, and
    /// for anything but an object.
    public subscript(name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.last { $0.name == name }?.value
    }

    /// The text of a string, else `nil`.
    public var stringValue: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// The value of a boolean, else `nil`.
    public var boolValue: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    /// The elements of an array, else `nil`.
    public var arrayValue: [JSONValue]? {
        if case .array(let elements) = self { elements } else { nil }
    }

    /// The members of an object, else `nil`.
    public var objectValue: [JSONMember]? {
        if case .object(let members) = self { members } else { nil }
    }

    /// The value of a number without fraction (`7`, `7.0`, `7e0`) within the range of `Int`, else `nil`.
    public var integerValue: Int? {
        guard case .number(let text) = self else { return nil }
        if let value = Int(text) { return value }
        return Double(text).flatMap(Int.init(exactly:))
    }

    /// The names that occur more than once in this object (not deeper), each once, in the order of their repetition.
    public var duplicateNames: [String] {
        guard case .object(let members) = self else { return [] }
        var seen = Set<String>(minimumCapacity: members.count)
        var told = Set<String>()
        var duplicates: [String] = []
        for member in members where !seen.insert(member.name).inserted && told.insert(member.name).inserted {
            duplicates.append(member.name)
        }
        return duplicates
    }

    /// The value as a Swift type, through its JSON text.
    public func decoded<Value: Decodable>(as type: Value.Type) throws -> Value {
        try JSONDecoder().decode(type, from: encoded())
    }
}
