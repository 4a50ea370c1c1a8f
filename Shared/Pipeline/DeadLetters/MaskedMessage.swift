import Foundation
import Kafka
import Models

/// What a message looks like, without what it says: names and kinds stay, values do not, since any of them may be
/// personal.
enum MaskedMessage {
    /// Headers whose values say what kind of message it is, never about whom.
    private static let open: Set<String> = ["ce_specversion", "ce_type", "ce_dataschema", "ce_time", "content-type"]

    /// A header with its value, or the value's length.
    static func header(_ header: KafkaHeader) -> DeadLetterContent.Header {
        guard open.contains(header.name.lowercased()), let value = header.value,
            let text = String(validating: value, as: UTF8.self)
        else { return .init(name: header.name, value: size(header.value)) }
        return .init(name: header.name, value: text)
    }

    /// A JSON document with masked values; of anything else the length.
    static func body(_ value: Data?) -> String {
        guard let value, let json = try? JSONValue.parse(value) else { return size(value) }
        return String(decoding: mask(json).encoded(), as: UTF8.self)
    }

    private static func size(_ value: Data?) -> String {
        value.map { "\($0.count) bytes" } ?? "none"
    }

    private static func mask(_ value: JSONValue) -> JSONValue {
        switch value {
        case .null: .null
        case .bool: .string("boolean")
        case .number: .string("number")
        case .string(let text): .string("text (\(text.count))")
        case .array(let items): .array(items.map(mask))
        case .object(let members): .object(members.map { JSONMember(name: $0.name, value: mask($0.value)) })
        }
    }
}
