import Crypto
import Foundation

/// Ids that follow from what led to them, so that a replay emits the same ones (design 4.5).
public enum DerivedID {
    /// The parts, each behind its length, so that no two lists of parts read alike.
    static func tuple(_ parts: [String]) -> Data {
        var bytes = Data()
        for part in parts {
            withUnsafeBytes(of: UInt32(part.utf8.count).bigEndian) { bytes.append(contentsOf: $0) }
            bytes.append(contentsOf: part.utf8)
        }
        return bytes
    }

    /// The id of the `n`th event of this type and subject that a service emits because of one incoming event.
    public static func event(
        emitter: ServiceName, source: String, id: String, type: String, subject: String, n: Int
    ) -> String {
        let parts = [emitter.rawValue, source, id, type, subject, String(n)]
        return Base32.encode(SHA256.hash(data: tuple(parts)))
    }

    /// Whether a text has the form of an id of ours: a digest, or the twenty letters of one that name a dead letter. What
    /// people write into addresses has not, above all no name.
    public static func hasForm(_ text: String) -> Bool {
        [20, 52].contains(text.utf8.count) && text.utf8.allSatisfy(Base32.alphabet.contains)
    }

    /// A public digest of a text that may not be written itself, such as a record's invalid key.
    public static func digest(of bytes: Data) -> String {
        Base32.encode(SHA256.hash(data: bytes))
    }
}

/// Intake's id key: under it the ids of aggregates are made, so that no publisher can compute a pseudonym.
public struct IdentityKey: Sendable {
    private let key: SymmetricKey

    /// The key with these 32 bytes.
    public init(_ key: SymmetricKey) {
        self.key = key
    }

    /// The id of an aggregate (request, case, household, member) that these parts lead to.
    public func aggregate(_ kind: String, _ parts: String...) -> String {
        Base32.encode(HMAC<SHA256>.authenticationCode(for: DerivedID.tuple([kind] + parts), using: key))
    }

    /// A keyed digest of content, by which a repetition is told from a change.
    public func digest(of content: Data) -> Data {
        Data(HMAC<SHA256>.authenticationCode(for: content, using: key))
    }
}
