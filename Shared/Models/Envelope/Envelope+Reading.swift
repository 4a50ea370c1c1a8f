import Foundation

extension Envelope {
    /// How a transport spells the attributes of binary mode.
    public enum Transport: String, Sendable {
        /// `ce_id`, after the Kafka protocol binding.
        case kafka = "ce_"
        /// `ce-id`, after the HTTP protocol binding.
        case http = "ce-"
    }

    /// The media type of structured mode.
    public static let structuredMediaType = "application/cloudevents+json"

    /// Reads an event from a message in either content mode.
    ///
    /// Binary mode looks at the headers only, so any body is readable. Only what an answer needs (version, id, source,
    /// type) makes a message unreadable; another attribute that is none is as if it were absent (contracts 2).
    ///
    /// - Throws: why the message is no event.
    public static func read(
        headers: [(name: String, value: Data?)], body: Data?, transport: Transport = .kafka
    ) throws(Unreadable) -> Envelope {
        let traceParent = try? text(of: "traceparent", in: headers)
        let mediaType = (try? text(of: "content-type", in: headers))?
            .split(separator: ";").first?.trimmingCharacters(in: .whitespaces).lowercased()
        if mediaType == structuredMediaType { return try structured(body, traceParent: traceParent) }
        let prefix = transport.rawValue
        guard let version = try text(of: prefix + "specversion", in: headers) else { throw .notCloudEvents }
        guard version == "1.0" else { throw .unsupportedVersion }
        return Envelope(
            id: try required(text(of: prefix + "id", in: headers)),
            source: try required(text(of: prefix + "source", in: headers)),
            type: try required(text(of: prefix + "type", in: headers)),
            subject: try? text(of: prefix + "subject", in: headers),
            time: try? text(of: prefix + "time", in: headers),
            traceParent: traceParent,
            data: body
        )
    }

    private static func structured(_ body: Data?, traceParent: String?) throws(Unreadable) -> Envelope {
        guard let body, !body.isEmpty else { throw .empty }
        let json: JSONValue
        do { json = try JSONValue.parse(body) } catch {
            switch error.reason {
            case .empty: throw .empty
            case .invalidUTF8: throw .invalidUTF8
            case .tooDeep: throw .tooDeep
            case .syntax: throw .invalidJSON
            }
        }
        return try Envelope(structured: json, traceParent: traceParent)
    }

    /// Reads an event from the JSON object of structured mode, as it stands alone or in a batch.
    public init(structured json: JSONValue, traceParent: String? = nil) throws(Unreadable) {
        guard case .object(let members) = json else { throw .invalidJSON }
        guard Set(members.map(\.name)).count == members.count else { throw .duplicateAttribute }
        func attribute(_ name: String) throws(Unreadable) -> String? {
            switch json[name] {
            case nil, .null: return nil
            case .string(let text): return try Envelope.checked(text)
            default: throw .invalidAttribute
            }
        }
        guard let version = try attribute("specversion") else { throw .notCloudEvents }
        guard version == "1.0" else { throw .unsupportedVersion }
        var data = json["data"]?.encoded()
        if case .string(let encoded) = json["data_base64"] {
            // What is no base64 is no JSON either: the answer says so.
            data = Data(base64Encoded: encoded) ?? Data(encoded.utf8)
        }
        self.init(
            id: try Envelope.required(attribute("id")),
            source: try Envelope.required(attribute("source")),
            type: try Envelope.required(attribute("type")),
            subject: try? attribute("subject"),
            time: try? attribute("time"),
            traceParent: traceParent ?? (try? attribute("traceparent")),
            data: data
        )
    }

    private static func required(_ value: String?) throws(Unreadable) -> String {
        guard let value, !value.isEmpty else { throw .missingAttribute }
        return value
    }

    /// CloudEvents 1.0 (2.2) permits no control characters in attributes.
    private static func checked(_ text: String) throws(Unreadable) -> String {
        guard text.utf8.count <= maximumAttributeLength else { throw .attributeTooLong }
        guard !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
            throw .invalidAttribute
        }
        return text
    }

    private static func text(
        of name: String, in headers: [(name: String, value: Data?)]
    ) throws(Unreadable) -> String? {
        var found: String?
        for header in headers where header.name.lowercased() == name {
            guard found == nil else { throw .duplicateAttribute }
            guard let value = header.value, let text = String(validating: value, as: UTF8.self) else {
                throw .invalidAttribute
            }
            found = try checked(text)
        }
        return found
    }
}
