import Foundation

extension Envelope {
    /// The headers of binary mode on Kafka; a tombstone has them too, without a content type.
    public var headers: [(name: String, value: Data)] {
        var fields = [
            ("ce_specversion", "1.0"), ("ce_id", id), ("ce_source", source), ("ce_type", type),
        ]
        if data != nil {
            fields.append(("content-type", "application/json"))
            fields.append(("ce_dataschema", Envelope.dataSchema(of: type)))
        }
        if let subject { fields.append(("ce_subject", subject)) }
        if let time { fields.append(("ce_time", time)) }
        if let traceParent { fields.append(("traceparent", traceParent)) }
        return fields.map { (name: $0.0, value: Data($0.1.utf8)) }
    }

    /// The event as one JSON object of structured mode, for people and command lines.
    public var structured: JSONValue {
        var members: [JSONMember] = [
            JSONMember(name: "specversion", value: .string("1.0")),
            JSONMember(name: "id", value: .string(id)),
            JSONMember(name: "source", value: .string(source)),
            JSONMember(name: "type", value: .string(type)),
        ]
        if let subject { members.append(JSONMember(name: "subject", value: .string(subject))) }
        if let time { members.append(JSONMember(name: "time", value: .string(time))) }
        if let data {
            if let json = try? JSONValue.parse(data) {
                members.append(JSONMember(name: "data", value: json))
            } else {
                members.append(JSONMember(name: "data_base64", value: .string(data.base64EncodedString())))
            }
        }
        return .object(members)
    }
}
