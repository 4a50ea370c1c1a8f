import Foundation
import Models
import Pipeline

/// A record as one line: time, topic, key, type, short JSON. Nothing sealed is opened, and of topics with plain
/// personal data only who sent what is shown.
struct EventLine: CustomStringConvertible {
    let description: String

    static let longestText = 48
    static let longestJSON = 600

    init(_ record: ReadRecord) {
        let (type, content) = EventLine.typeAndContent(of: record)
        let key = RecordKey.text(record.key) ?? "(invalid key)"
        let fields = [Instant.text(record.time), record.topic, key, type, content]
        description = EventLine.printable(fields.joined(separator: "  "))
    }

    private static func typeAndContent(of record: ReadRecord) -> (String, String) {
        if record.topic.hasSuffix(".dead-letters.v1") { return ("dead-letter", deadLetter(record)) }
        switch record.event {
        case .failure(let reason): return ("unreadable", text(object(("reason", reason.rawValue))))
        case .success(let event):
            if record.topic.hasPrefix(Topics.submissions.name) {
                return (event.type, text(object(("source", event.source), ("id", event.id))))
            }
            guard let data = event.data else { return (event.type, "(tombstone)") }
            guard let json = try? JSONValue.parse(data) else { return (event.type, "(\(data.count) bytes, no JSON)") }
            return (event.type, text(shortened(json)))
        }
    }

    /// Cause and position of the original; its content is nobody's to see here.
    private static func deadLetter(_ record: ReadRecord) -> String {
        let fields = [
            ("cause", "exception.class.name"), ("detail", "exception.message"), ("topic", "topic"),
            ("partition", "partition"), ("offset", "offset"),
        ]
        let members = fields.compactMap { name, header in
            record.header("__connect.errors.\(header)").map { JSONMember(name: name, value: .string($0)) }
        }
        return text(.object(members))
    }

    private static func object(_ members: (String, String)...) -> JSONValue {
        .object(members.map { JSONMember(name: $0.0, value: .string($0.1)) })
    }

    /// Long strings, above all what is sealed, are cut.
    private static func shortened(_ value: JSONValue) -> JSONValue {
        switch value {
        case .string(let text) where text.count > longestText: .string(text.prefix(longestText) + "…")
        case .array(let items): .array(items.map(shortened))
        case .object(let members):
            .object(members.map { JSONMember(name: $0.name, value: shortened($0.value)) })
        default: value
        }
    }

    private static func text(_ json: JSONValue) -> String {
        let text = String(decoding: json.encoded(), as: UTF8.self)
        return text.count > longestJSON ? text.prefix(longestJSON) + "…" : text
    }

    /// Others' words could steer a terminal: control and format characters are shown as a replacement.
    private static func printable(_ text: String) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator: scalars.append("\u{FFFD}")
            default: scalars.append(scalar)
            }
        }
        return String(scalars)
    }
}
