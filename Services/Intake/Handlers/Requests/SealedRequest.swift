import Foundation
import Models

/// Person and request as the store keeps them: sealed under a key of their own, which is wrapped for this service.
struct SealedRequest: Sendable {
    /// What the content is sealed for: its place in the store.
    private static let purpose = "request.content"

    /// The sealed JSON.
    let sealed: Data
    /// The data key, wrapped under Intake's own key.
    let wrappedKey: Data

    /// Content as it stands in the store.
    init(sealed: Data, wrappedKey: Data) {
        self.sealed = sealed
        self.wrappedKey = wrappedKey
    }

    /// Seals what a publisher sent under a fresh key.
    init(_ plain: Data, of requestID: String, keys: ServiceKeys) throws {
        let key = DataKey.make()
        sealed = try key.seal(of: requestID).seal(plain, purpose: SealedRequest.purpose, subject: requestID)
        wrappedKey = try keys.wrap(key, subject: requestID)
    }

    /// Hands the content over: sealed again for the case, its key wrapped for CaseHandling.
    func handedOver(
        from requestID: String, to caseID: String, keys: ServiceKeys, recipient: PublicKey
    ) throws -> SealedContent {
        let key = try keys.unwrap(stored: wrappedKey, subject: requestID)
        let plain = try key.seal(of: requestID).open(sealed, purpose: SealedRequest.purpose, subject: requestID)
        let purpose = Admission.eventType
        return SealedContent(
            wrappedKey: try key.wrapped(for: recipient, purpose: purpose, subject: caseID),
            recipientKeyId: recipient.id, formatVersion: Int(Seal.formatVersion),
            ciphertext: try key.seal(of: caseID).seal(plain, purpose: purpose, subject: caseID))
    }
}
