import Crypto
import Foundation

/// Keys for another service: HPKE of RFC 9180 (X25519, HKDF-SHA256, AES-256-GCM).
///
/// The result is `version (1) | encapsulated key (32) | ciphertext`.
public enum KeyWrap {
    private static let suite = HPKE.Ciphersuite(kem: .Curve25519_HKDF_SHA256, kdf: .HKDF_SHA256, aead: .AES_GCM_256)
    private static let encapsulatedLength = 32

    /// Wraps a secret so that only the holder of the recipient's private key can open it.
    public static func wrap(
        _ secret: Data, for recipient: PublicKey, purpose: String, subject: String
    ) throws(SealError) -> Data {
        let bound = Seal.associatedData(keyID: recipient.id, purpose: purpose, subject: subject)
        do {
            var sender = try HPKE.Sender(recipientKey: recipient.key, ciphersuite: suite, info: Data(purpose.utf8))
            let sealed = try sender.seal(secret, authenticating: bound)
            return Data([Seal.formatVersion]) + sender.encapsulatedKey + sealed
        } catch { throw SealError(reason: .notSealed, purpose: purpose) }
    }

    /// Opens a secret that was wrapped for this private key.
    static func unwrap(
        _ wrapped: Data, with key: Curve25519.KeyAgreement.PrivateKey, keyID: String, purpose: String, subject: String
    ) throws(SealError) -> Data {
        guard wrapped.first == Seal.formatVersion, wrapped.count > encapsulatedLength + 1 else {
            throw SealError(reason: .unknownFormat, purpose: purpose)
        }
        let bound = Seal.associatedData(keyID: keyID, purpose: purpose, subject: subject)
        let bytes = Data(wrapped.dropFirst())
        do {
            var recipient = try HPKE.Recipient(
                privateKey: key, ciphersuite: suite, info: Data(purpose.utf8),
                encapsulatedKey: bytes.prefix(encapsulatedLength)
            )
            return try recipient.open(bytes.dropFirst(encapsulatedLength), authenticating: bound)
        } catch { throw SealError(reason: .notOpened, purpose: purpose) }
    }
}

/// The public key of a service, which others wrap keys for.
public struct PublicKey: Sendable {
    /// Which of the service's keys it is.
    public let id: String
    let key: Curve25519.KeyAgreement.PublicKey
}
