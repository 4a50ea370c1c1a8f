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
        try key(of: subject, with: keys).seal(of: subject).open(sealed, purpose: place.purpose, subject: subject)
    }

    /// The content for another service: sealed again for an event about another subject, its key wrapped for the
    /// recipient.
    public func handedOver(
        from place: Place, of subject: String, with keys: ServiceKeys,
        as eventType: String, about recipientSubject: String, to recipient: PublicKey
    ) throws(SealError) -> SealedContent {
        let key = try key(of: subject, with: keys)
        let plain = try key.seal(of: subject).open(sealed, purpose: place.purpose, subject: subject)
        return try SealedContent(sealing: plain, under: key, as: eventType, about: recipientSubject, to: recipient)
    }

    /// The key that the content is sealed under.
    public func key(of subject: String, with keys: ServiceKeys) throws(SealError) -> DataKey {
        try keys.unwrap(stored: wrappedKey, subject: subject)
    }

    /// Other content of the same aggregate in its place, sealed under the same key.
    public func replaced(
        by plain: Data, in place: Place, of subject: String, with keys: ServiceKeys
    ) throws(SealError) -> StoredContent {
        let key = try key(of: subject, with: keys)
        return StoredContent(
            sealed: try key.seal(of: subject).seal(plain, purpose: place.purpose, subject: subject),
            wrappedKey: wrappedKey)
    }
}

extension SealedContent {
    /// Seals content for another service as an event about a subject, its key wrapped for the recipient.
    public init(
        sealing plain: Data, under key: DataKey, as eventType: String, about subject: String, to recipient: PublicKey
    ) throws(SealError) {
        self.init(
            wrappedKey: try key.wrapped(for: recipient, purpose: eventType, subject: subject),
            recipientKeyId: recipient.id, formatVersion: Int(Seal.formatVersion),
            ciphertext: try key.seal(of: subject).seal(plain, purpose: eventType, subject: subject))
    }

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
