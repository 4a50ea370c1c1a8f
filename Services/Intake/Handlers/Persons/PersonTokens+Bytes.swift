import Foundation

/// What an index row holds is not what this version writes.
struct UnreadableTokens: Error {}

extension PersonTokens {
    /// The bytes of the index: counts as one byte, tokens as eight.
    var bytes: Data {
        var bytes = Data()
        func add(_ tokens: [Token]) {
            bytes.append(UInt8(clamping: tokens.count))
            for token in tokens.prefix(255) {
                withUnsafeBytes(of: token.bigEndian) { bytes.append(contentsOf: $0) }
            }
        }
        bytes.append(UInt8(clamping: parts.count))
        for part in parts.prefix(255) {
            let flags: UInt8 = (part.isJoined ? 1 : 0) | (part.isInitial ? 2 : 0)
            bytes.append(contentsOf: [part.field.rawValue, part.position, flags])
            add([part.initial, part.exact, part.phonetic])
            add(part.skeletons)
        }
        for unit in [birth.year, birth.decade, birth.month, birth.day] { add(unit.map { [$0] } ?? []) }
        for tokens in [phones, emails, addresses, households, references] { add(tokens) }
        return bytes
    }

    /// Reads what ``bytes`` wrote.
    init(bytes: Data) throws(UnreadableTokens) {
        var reader = Reader(bytes: bytes)
        for _ in 0..<(try reader.byte()) {
            guard let field = Field(rawValue: try reader.byte()) else { throw UnreadableTokens() }
            let (position, flags, written) = (try reader.byte(), try reader.byte(), try reader.tokens())
            guard written.count == 3 else { throw UnreadableTokens() }
            parts.append(
                Part(
                    field: field, position: position, isJoined: flags & 1 != 0, isInitial: flags & 2 != 0,
                    initial: written[0], exact: written[1], phonetic: written[2],
                    skeletons: try reader.tokens()))
        }
        birth = Birth(
            year: try reader.tokens().first, decade: try reader.tokens().first, month: try reader.tokens().first,
            day: try reader.tokens().first)
        phones = try reader.tokens()
        emails = try reader.tokens()
        addresses = try reader.tokens()
        households = try reader.tokens()
        references = try reader.tokens()
    }

    private struct Reader {
        let bytes: Data
        var position = 0

        mutating func byte() throws(UnreadableTokens) -> UInt8 {
            guard position < bytes.count else { throw UnreadableTokens() }
            defer { position += 1 }
            return bytes[bytes.startIndex + position]
        }

        mutating func tokens() throws(UnreadableTokens) -> [Token] {
            let (count, start) = (Int(try byte()), position)
            guard bytes.count - start >= count * 8 else { throw UnreadableTokens() }
            position += count * 8
            return bytes.withUnsafeBytes { bytes in
                (0..<count).map {
                    Token(bigEndian: bytes.loadUnaligned(fromByteOffset: start + $0 * 8, as: Token.self))
                }
            }
        }
    }
}
