import Crypto
import Foundation

/// The secret keys of one service, as its key file holds them: JSON with base64 values.
///
/// `kim keys init` makes the files; each is readable by its service alone.
public struct ServiceKeys: Sendable {
    /// Whose keys they are.
    public let service: ServiceName
    /// Under which ids of aggregates and digests of content are made; only Intake derives ids that others see.
    public let identity: IdentityKey
    private let agreementID: String
    private let agreement: Curve25519.KeyAgreement.PrivateKey
    private let store: Seal

    private struct File: Codable {
        struct Entry: Codable {
            let id: String
            let key: Data
        }
        let service: ServiceName
        let agreement: Entry
        let store: Entry
        let identity: Entry
    }

    /// Reads a key file. Throws what is wrong with it, never its content.
    public init(file: Data) throws(KeyFileError) {
        guard let content = try? JSONDecoder().decode(File.self, from: file) else { throw KeyFileError.malformed }
        guard let agreement = try? Curve25519.KeyAgreement.PrivateKey(rawRepresentation: content.agreement.key),
            content.store.key.count == 32, content.identity.key.count == 32
        else { throw KeyFileError.malformed }
        service = content.service
        self.agreement = agreement
        agreementID = content.agreement.id
        store = Seal(key: SymmetricKey(data: content.store.key), keyID: content.store.id)
        forCookies = Seal(
            key: HKDF<SHA256>.deriveKey(
                inputKeyMaterial: SymmetricKey(data: content.store.key), info: Data("kim cookies".utf8),
                outputByteCount: 32),
            keyID: content.store.id)
        identity = IdentityKey(SymmetricKey(data: content.identity.key))
    }

    /// A fresh key file for a service, made of system randomness.
    public static func makeFile(for service: ServiceName) throws -> Data {
        func fresh(_ use: String) -> File.Entry {
            let key = SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) }
            return File.Entry(id: "\(service.rawValue)-\(use)-\(DerivedID.digest(of: key).prefix(8))", key: key)
        }
        let agreement = Curve25519.KeyAgreement.PrivateKey().rawRepresentation
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        return try encoder.encode(
            File(
                service: service,
                agreement: .init(
                    id: "\(service.rawValue)-agreement-\(DerivedID.digest(of: agreement).prefix(8))", key: agreement),
                store: fresh("store"), identity: fresh("identity")))
    }

    /// The public half of the agreement key.
    public var publicKey: PublicKey { PublicKey(id: agreementID, key: agreement.publicKey) }

    /// Seals a value of the store (purpose `table.column`) that belongs to no single client.
    public var forStore: Seal { store }

    /// Seals what browsers keep for the service; the key is derived from the store's and is for nothing else.
    public let forCookies: Seal

    /// A data key of an aggregate as the store keeps it: wrapped under the service's own key.
    public func wrap(_ key: DataKey, subject: String) throws(SealError) -> Data {
        try store.seal(key.bytes, purpose: "data-key", subject: subject)
    }

    /// Opens a data key that the store keeps.
    public func unwrap(stored: Data, subject: String) throws(SealError) -> DataKey {
        DataKey(bytes: try store.open(stored, purpose: "data-key", subject: subject))
    }

    /// Seals a value that leaves the store for this very service to read later (HPKE to its own public key).
    public func sealForSelf(_ plain: Data, purpose: String, subject: String) throws(SealError) -> Data {
        try KeyWrap.wrap(plain, for: publicKey, purpose: purpose, subject: subject)
    }

    /// Opens what this service sealed for itself under the key with this id.
    public func open(
        ownSealed sealed: Data, keyID: String, purpose: String, subject: String
    ) throws(SealError) -> Data {
        guard keyID == agreementID else { throw SealError(reason: .unknownKey, purpose: purpose) }
        return try KeyWrap.unwrap(sealed, with: agreement, keyID: keyID, purpose: purpose, subject: subject)
    }

    /// Opens a data key that another service wrapped for this one.
    public func unwrap(
        received: Data, keyID: String, purpose: String, subject: String
    ) throws(SealError) -> DataKey {
        guard keyID == agreementID else { throw SealError(reason: .unknownKey, purpose: purpose) }
        return DataKey(
            bytes: try KeyWrap.unwrap(
                received, with: agreement, keyID: keyID, purpose: purpose, subject: subject))
    }
}

/// The key of one client's data: made at reception, destroyed at erasure.
public struct DataKey: Sendable {
    let bytes: Data

    /// The bytes of a fresh key, made of system randomness.
    public static func freshBytes() -> Data {
        SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) }
    }

    /// The key with these bytes, which ``freshBytes()`` made.
    public init(bytes: Data) {
        self.bytes = bytes
    }

    /// Seals under this key, which is named after the aggregate it belongs to.
    public func seal(of aggregate: String) -> Seal {
        Seal(key: SymmetricKey(data: bytes), keyID: aggregate)
    }

    /// The key wrapped for another service.
    public func wrapped(for recipient: PublicKey, purpose: String, subject: String) throws(SealError) -> Data {
        try KeyWrap.wrap(bytes, for: recipient, purpose: purpose, subject: subject)
    }
}

/// The public keys of all services: configuration that each service may read.
public struct PublicKeys: Sendable {
    private let keys: [ServiceName: PublicKey]

    private struct Entry: Codable {
        let id: String
        let key: Data
    }

    /// Reads the file of public keys.
    public init(file: Data) throws(KeyFileError) {
        guard let entries = try? JSONDecoder().decode([String: Entry].self, from: file) else {
            throw KeyFileError.malformed
        }
        var keys: [ServiceName: PublicKey] = [:]
        for (name, entry) in entries {
            guard let service = ServiceName(rawValue: name),
                let key = try? Curve25519.KeyAgreement.PublicKey(rawRepresentation: entry.key)
            else { throw KeyFileError.malformed }
            keys[service] = PublicKey(id: entry.id, key: key)
        }
        self.keys = keys
    }

    /// The file of public keys that belongs to these key files.
    public static func makeFile(of services: [ServiceKeys]) throws -> Data {
        let pairs = services.map {
            ($0.service.rawValue, Entry(id: $0.publicKey.id, key: $0.publicKey.key.rawRepresentation))
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        return try encoder.encode(Dictionary(uniqueKeysWithValues: pairs))
    }

    /// The key of a service. Throws when the file does not name it.
    public func key(of service: ServiceName) throws(KeyFileError) -> PublicKey {
        guard let key = keys[service] else { throw .missing(service) }
        return key
    }
}

/// What is wrong with a file of keys.
public enum KeyFileError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Not a file as `kim keys init` writes it.
    case malformed
    /// The service has no key in it.
    case missing(ServiceName)

    /// The words for operations.
    public var description: String {
        switch self {
        case .malformed: "not a key file as `kim keys init` writes it"
        case .missing(let service): "no key of \(service.rawValue) in the file of public keys"
        }
    }
}
