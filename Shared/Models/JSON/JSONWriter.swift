import Foundation

extension JSONValue {
    /// The compact text: no white space, members in their order, numbers as they were written.
    public func encoded() -> Data {
        var writer = JSONWriter()
        writer.write(self)
        return Data(writer.bytes)
    }

    /// The compact text with the members of every object sorted by the bytes of their names, so that two texts that
    /// differ only in order and white space have the same form. Numbers stay as they were written: `1.0` is not `1`.
    public func canonical() -> Data {
        var writer = JSONWriter()
        writer.sortsMembers = true
        writer.write(self)
        return Data(writer.bytes)
    }

    /// The text for people: two spaces per level, members in their order, a line end at the end.
    public func pretty() -> String {
        var writer = JSONWriter()
        writer.indents = true
        writer.write(self)
        return String(decoding: writer.bytes, as: UTF8.self) + "\n"
    }
}

/// Writes JSON into bytes.
struct JSONWriter {
    private(set) var bytes: [UInt8] = []
    var sortsMembers = false
    var indents = false
    private var level = 0

    mutating func write(_ value: JSONValue) {
        switch value {
        case .null: append("null")
        case .bool(let flag): append(flag ? "true" : "false")
        case .number(let text): append(text)
        case .string(let text): write(text)
        case .array(let elements):
            group("[", "]", elements) { writer, element in writer.write(element) }
        case .object(let members):
            group("{", "}", sortsMembers ? sorted(members) : members) { writer, member in
                writer.write(member.name)
                writer.append(writer.indents ? ": " : ":")
                writer.write(member.value)
            }
        }
    }

    private func sorted(_ members: [JSONMember]) -> [JSONMember] {
        members.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }

    private mutating func group<Part>(
        _ open: String, _ close: String, _ parts: [Part], _ write: (inout JSONWriter, Part) -> Void
    ) {
        append(open)
        level += 1
        for (index, part) in parts.enumerated() {
            if index > 0 { append(",") }
            breakLine()
            write(&self, part)
        }
        level -= 1
        if !parts.isEmpty { breakLine() }
        append(close)
    }

    private mutating func breakLine() {
        guard indents else { return }
        append("\n")
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: level * 2))
    }

    private mutating func append(_ text: String) {
        bytes.append(contentsOf: text.utf8)
    }

    private mutating func write(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""): append("\\\"")
            case UInt8(ascii: "\\"): append("\\\\")
            case 0x0A: append("\\n")
            case 0x0D: append("\\r")
            case 0x09: append("\\t")
            case 0..<0x20:
                append("\\u00")
                append(byte < 0x10 ? "0" : "1")
                append(String(byte & 0x0F, radix: 16))
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
