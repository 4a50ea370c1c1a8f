import Foundation

/// Personal data on their way to another service: sealed under a data key, which travels wrapped for the recipient
/// (design 5).
public struct SealedContent: Codable, Sendable, Equatable {
    /// The data key's id, where it is not the subject's own.
    public var keyId: String?
    /// The data key, wrapped for the recipient (HPKE; base64 in JSON).
    public var wrappedKey: Data
    /// Which of the recipient's keys it is wrapped for.
    public var recipientKeyId: String
    /// The format of the seal.
    public var formatVersion: Int
    /// The sealed JSON (base64 in JSON).
    public var ciphertext: Data

    /// Sealed content with these parts.
    public init(keyId: String? = nil, wrappedKey: Data, recipientKeyId: String, formatVersion: Int, ciphertext: Data) {
        self.keyId = keyId
        self.wrappedKey = wrappedKey
        self.recipientKeyId = recipientKeyId
        self.formatVersion = formatVersion
        self.ciphertext = ciphertext
    }
}
