import Foundation

/// Instants as contracts write them: RFC 3339 with offset, milliseconds.
public enum Instant {
    /// `2026-11-24T16:14:47.123Z`, rounded to milliseconds. Years 1 to 9999.
    public static func text(_ instant: Date) -> String {
        let milliseconds = Int(milliseconds(instant))
        let seconds = CentralEuropeanTime.floorDivide(milliseconds, 1000)
        let dayNumber = CentralEuropeanTime.floorDivide(seconds, 86_400)
        let second = seconds - dayNumber * 86_400
        var text = LocalDate(dayNumber: dayNumber).description
        for (sign, number, width) in [
            ("T", second / 3600, 2), (":", second / 60 % 60, 2), (":", second % 60, 2),
            (".", milliseconds - seconds * 1000, 3),
        ] {
            let digits = String(number)
            text += sign + String(repeating: "0", count: width - digits.count) + digits
        }
        return text + "Z"
    }

    /// Reads RFC 3339 with any offset and an optional fraction; `nil` for anything else, a missing offset included.
    ///
    /// A leap second (`:60`) counts as the second after it, as POSIX time does.
    public static func parse(_ text: String) -> Date? {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: "t"),
            bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
            let day = LocalDate(String(decoding: bytes[..<10], as: UTF8.self)),
            let hour = number(bytes[11..<13], upTo: 23), let minute = number(bytes[14..<16], upTo: 59),
            let second = number(bytes[17..<19], upTo: 60)
        else { return nil }
        var rest = bytes[19...]
        var fraction = 0.0
        if rest.first == UInt8(ascii: ".") {
            let digits = rest.dropFirst().prefix(while: \.isASCIIDigit)
            guard !digits.isEmpty else { return nil }
            fraction = Double("0." + String(decoding: digits, as: UTF8.self)) ?? 0
            rest = rest[digits.endIndex...]
        }
        guard let offset = offset(rest) else { return nil }
        let seconds = day.dayNumber * 86_400 + hour * 3600 + minute * 60 + second - offset
        return Date(timeIntervalSince1970: Double(seconds) + fraction)
    }

    /// Reads `Z`, `+hh:mm` or `-hh:mm` as seconds ahead of UTC.
    private static func offset(_ bytes: ArraySlice<UInt8>) -> Int? {
        let bytes = Array(bytes)
        if bytes == [UInt8(ascii: "Z")] || bytes == [UInt8(ascii: "z")] { return 0 }
        guard bytes.count == 6, bytes[3] == UInt8(ascii: ":"),
            bytes[0] == UInt8(ascii: "+") || bytes[0] == UInt8(ascii: "-"),
            let hours = number(bytes[1..<3], upTo: 23), let minutes = number(bytes[4..<6], upTo: 59)
        else { return nil }
        return (bytes[0] == UInt8(ascii: "-") ? -1 : 1) * (hours * 3600 + minutes * 60)
    }

    private static func number(_ digits: ArraySlice<UInt8>, upTo limit: Int) -> Int? {
        guard digits.allSatisfy(\.isASCIIDigit) else { return nil }
        let value = digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
        return value <= limit ? value : nil
    }

    /// Milliseconds since 1970, the resolution of a Kafka record's time and of the stores.
    public static func milliseconds(_ instant: Date) -> Int64 {
        Int64((instant.timeIntervalSince1970 * 1000).rounded())
    }

    /// The instant so many milliseconds after 1970.
    public static func at(milliseconds: Int64) -> Date {
        Date(timeIntervalSince1970: Double(milliseconds) / 1000)
    }
}
