import Crypto
import Foundation

/// Personal data under a key: AES-256-GCM, bound to the place it stands in (design 5).
///
/// The result is `version (1) | nonce (12) | ciphertext | tag (16)`.
public struct Seal: Sendable {
    /// The format that is written; the first byte of everything sealed and the first part of its associated data.
    public static let formatVersion: UInt8 = 1

    private let key: SymmetricKey
    private let keyID: String

    /// Seals under a key with an id.
    public init(key: SymmetricKey, keyID: String) {
        self.key = key
        self.keyID = keyID
    }

    /// Seals bytes for one purpose (event type, or `table.column`) and subject (aggregate id).
    public func seal(_ plain: Data, purpose: String, subject: String) throws(SealError) -> Data {
        let bound = Seal.associatedData(keyID: keyID, purpose: purpose, subject: subject)
        guard let box = try? AES.GCM.seal(plain, using: key, authenticating: bound).combined else {
            throw SealError(reason: .notSealed, purpose: purpose)
        }
        return Data([Seal.formatVersion]) + box
    }

    /// Opens what was sealed for this purpose and subject.
    public func open(_ sealed: Data, purpose: String, subject: String) throws(SealError) -> Data {
        guard sealed.first == Seal.formatVersion else { throw SealError(reason: .unknownFormat, purpose: purpose) }
        let bound = Seal.associatedData(keyID: keyID, purpose: purpose, subject: subject)
        guard let box = try? AES.GCM.SealedBox(combined: sealed.dropFirst()),
            let plain = try? AES.GCM.open(box, using: key, authenticating: bound)
        else { throw SealError(reason: .notOpened, purpose: purpose) }
        return plain
    }

    static func associatedData(keyID: String, purpose: String, subject: String) -> Data {
        DerivedID.tuple([String(formatVersion), keyID, purpose, subject])
    }
}

/// Why something could not be sealed or opened. Says nothing of the content.
public struct SealError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What went wrong.
    public enum Reason: String, Sendable {
        /// The cipher refused.
        case notSealed = "not sealed"
        /// Another key, purpose or subject, or altered bytes.
        case notOpened = "not opened: other key, purpose or subject, or altered"
        /// Written in a format this version does not know.
        case unknownFormat = "unknown format"
        /// No key with this id.
        case unknownKey = "unknown key"
    }
    /// What went wrong.
    public let reason: Reason
    /// The purpose it was asked for.
    public let purpose: String

    /// The error for this purpose.
    public init(reason: Reason, purpose: String) {
        self.reason = reason
        self.purpose = purpose
    }

    /// Reason and purpose.
    public var description: String { "\(purpose): \(reason.rawValue)" }
}
