import Foundation

/// Record headers as one column: for each, the length of the name, the name, the length of the value (-1 for none), the
/// value. Header values of others are any bytes, so no text form fits.
enum Headers {
    static func encode(_ headers: [(name: String, value: Data?)]) -> Data {
        var bytes = Data()
        for header in headers {
            append(Int32(header.name.utf8.count), to: &bytes)
            bytes.append(contentsOf: header.name.utf8)
            append(header.value.map { Int32($0.count) } ?? -1, to: &bytes)
            if let value = header.value { bytes.append(value) }
        }
        return bytes
    }

    static func decode(_ bytes: Data) -> [(name: String, value: Data?)] {
        var headers: [(name: String, value: Data?)] = []
        var rest = bytes[...]
        while let nameLength = takeLength(from: &rest), nameLength >= 0 {
            let name = String(decoding: rest.prefix(Int(nameLength)), as: UTF8.self)
            rest = rest.dropFirst(Int(nameLength))
            guard let valueLength = takeLength(from: &rest) else { break }
            headers.append((name: name, value: valueLength < 0 ? nil : Data(rest.prefix(Int(valueLength)))))
            rest = rest.dropFirst(max(0, Int(valueLength)))
        }
        return headers
    }

    private static func append(_ length: Int32, to bytes: inout Data) {
        withUnsafeBytes(of: length.bigEndian) { bytes.append(contentsOf: $0) }
    }

    private static func takeLength(from bytes: inout Data) -> Int32? {
        guard bytes.count >= 4 else { return nil }
        let length = bytes.prefix(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        bytes = bytes.dropFirst(4)
        return Int32(bitPattern: length)
    }
}
