import Foundation
import Models

/// An event as a handler gets it: envelope, typed body, and where it came from.
public struct Event<Body: Sendable>: Sendable {
    /// Who said it.
    public let envelope: Envelope
    /// What was said.
    public let body: Body
    /// The topic, without prefix.
    public let topic: Topic
    /// The record's key as text; `nil` where it is no key after contracts 2.
    public let key: String?

    /// An event of a topic, or one that came over HTTP in its place.
    public init(envelope: Envelope, body: Body, topic: Topic, key: String?) {
        self.envelope = envelope
        self.body = body
        self.topic = topic
        self.key = key
    }
}

/// Keys and references after contracts 2: `[A-Za-z0-9._:;=-]`, at most 128 characters.
public enum RecordKey {
    /// The key as text where it has that form.
    public static func text(_ bytes: Data?) -> String? {
        guard let bytes, isValid(bytes) else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Whether bytes have that form.
    public static func isValid(_ bytes: some Collection<UInt8>) -> Bool {
        (1...128).contains(bytes.count)
            && bytes.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: ":"),
                    UInt8(ascii: ";"), UInt8(ascii: "="), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }
}
