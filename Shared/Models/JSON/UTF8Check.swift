import Foundation

/// The well-formedness of UTF-8 after RFC 3629: no overlong form, no surrogate, nothing above U+10FFFF.
public enum UTF8Check {
    /// The offset of the first byte that belongs to no well-formed sequence; `nil` where all do.
    public static func firstInvalidOffset(in bytes: UnsafeRawBufferPointer) -> Int? {
        var position = 0
        while position < bytes.count {
            let lead = bytes[position]
            if lead < 0x80 {
                position += 1
                continue
            }
            let length: Int
            var second: ClosedRange<UInt8> = 0x80...0xBF
            switch lead {
            case 0xC2...0xDF: length = 2
            case 0xE0: (length, second) = (3, 0xA0...0xBF)
            case 0xED: (length, second) = (3, 0x80...0x9F)
            case 0xE1...0xEF: length = 3
            case 0xF0: (length, second) = (4, 0x90...0xBF)
            case 0xF1...0xF3: length = 4
            case 0xF4: (length, second) = (4, 0x80...0x8F)
            default: return position
            }
            guard position + length <= bytes.count, second.contains(bytes[position + 1]) else { return position }
            for index in stride(from: position + 2, to: position + length, by: 1)
            where !(0x80...0xBF).contains(bytes[index]) {
                return position
            }
            position += length
        }
        return nil
    }
}
