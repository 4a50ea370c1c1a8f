import Crypto
import Foundation
import Models

/// W3C trace context (https://www.w3.org/TR/trace-context/) handed from an event to what it leads to.
///
/// Ids are derived from event ids, so that a replay writes the same headers.
public enum TraceContext {
    /// The header of an event with this id: the same trace as its cause, or a new one where the cause had none.
    public static func child(of parent: String?, id: String) -> String {
        let digest = SHA256.hash(data: Data(id.utf8)).map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
        let span = digest.prefix(16)
        if let parent, let trace = traceID(of: parent) { return "00-\(trace)-\(span)-\(parent.suffix(2))" }
        return "00-\(digest.suffix(32))-\(span)-00"
    }

    /// The trace id of a `traceparent` header, `nil` where the header is malformed.
    public static func traceID(of header: String) -> String? {
        let parts = header.split(separator: "-", omittingEmptySubsequences: false)
        let hex = Set("0123456789abcdef")
        guard parts.count == 4, parts[0] == "00", parts[1].count == 32, parts[2].count == 16, parts[3].count == 2,
            parts.allSatisfy({ $0.allSatisfy(hex.contains) }), parts[1].contains(where: { $0 != "0" })
        else { return nil }
        return String(parts[1])
    }
}
