import Foundation

/// Personal data as a store keeps them: sealed under a key of their own, which is wrapped for this service.
public struct StoredContent: Sendable, Equatable {
    /// What the content is sealed for: its place in the store, `table.column`.
    public struct Place: Sendable {
        let purpose: String

        /// The place `table.column`.
        public init(_ purpose: String) { self.purpose = purpose }
    }

    /// The sealed bytes.
    public let sealed: Data
    /// The data key, wrapped under the service's own key.
    public let wrappedKey: Data

    /// Content as it stands in the store.
    public init(sealed: Data, wrappedKey: Data) {
        self.sealed = sealed
        self.wrappedKey = wrappedKey
    }

    /// Seals content of an aggregate under the key made for it.
    public init(
        sealing plain: Data, under key: DataKey, in place: Place, of subject: String, with keys: ServiceKeys
    ) throws(SealError) {
        sealed = try key.seal(of: subject).seal(plain, purpose: place.purpose, subject: subject)
        wrappedKey = try keys.wrap(key, subject: subject)
    }

    /// The content in clear.
    public func opened(in place: Place, of subject: String, with keys: ServiceKeys) throws(SealError) -> Data {
        let key = try keys.unwrap(stored: wrappedKey, subject: subject)
        return try key.seal(of: subject).open(sealed, purpose: place.purpose, subject: subject)
    }

    /// The content for another service: sealed again for an event about another subject, its key wrapped for the
    /// recipient.
    public func handedOver(
        from place: Place, of subject: String, with keys: ServiceKeys,
        as eventType: String, about recipientSubject: String, to recipient: PublicKey
    ) throws(SealError) -> SealedContent {
        let key = try keys.unwrap(stored: wrappedKey, subject: subject)
        let plain = try key.seal(of: subject).open(sealed, purpose: place.purpose, subject: subject)
        return SealedContent(
            wrappedKey: try key.wrapped(for: recipient, purpose: eventType, subject: recipientSubject),
            recipientKeyId: recipient.id, formatVersion: Int(Seal.formatVersion),
            ciphertext: try key.seal(of: recipientSubject).seal(plain, purpose: eventType, subject: recipientSubject))
    }
}

extension SealedContent {
    /// The content in clear, for the service that it was sealed for.
    public func opened(
        as eventType: String, about subject: String, with keys: ServiceKeys
    ) throws(SealError) -> Data {
        guard formatVersion == Int(Seal.formatVersion) else {
            throw SealError(reason: .unknownFormat, purpose: eventType)
        }
        let key = try keys.unwrap(received: wrappedKey, keyID: recipientKeyId, purpose: eventType, subject: subject)
        return try key.seal(of: keyId ?? subject).open(ciphertext, purpose: eventType, subject: subject)
    }
}
