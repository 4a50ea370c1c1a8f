import Foundation
import Models
import Pipeline

/// Person and request as the store keeps them: sealed under the case's own key, which is wrapped for this service.
struct SealedCase: Sendable {
    /// What the content is sealed for: its place in the store.
    private static let purpose = "caseFile.content"

    /// The sealed JSON.
    let sealed: Data
    /// The case's key, wrapped under the service's own key.
    let wrappedKey: Data

    /// Content as it stands in the store.
    init(sealed: Data, wrappedKey: Data) {
        self.sealed = sealed
        self.wrappedKey = wrappedKey
    }

    /// Seals person and request under a fresh key.
    init(_ plain: Data, of caseID: String, keys: ServiceKeys) throws(SealError) {
        let key = DataKey.make()
        sealed = try key.seal(of: caseID).seal(plain, purpose: SealedCase.purpose, subject: caseID)
        wrappedKey = try keys.wrap(key, subject: caseID)
    }

    /// Person and request.
    func opened(of caseID: String, keys: ServiceKeys) throws -> Submission {
        let key = try keys.unwrap(stored: wrappedKey, subject: caseID)
        let plain = try key.seal(of: caseID).open(sealed, purpose: SealedCase.purpose, subject: caseID)
        return try JSONDecoder().decode(Submission.self, from: plain)
    }
}

extension Admission {
    /// The submission as Intake handed it over.
    ///
    /// - Throws: `SealError` where it does not open.
    func opened(with keys: ServiceKeys) throws(SealError) -> Data {
        let purpose = Admission.eventType
        let key = try keys.unwrap(
            received: sealed.wrappedKey, keyID: sealed.recipientKeyId, purpose: purpose, subject: caseId)
        return try key.seal(of: sealed.keyId ?? caseId).open(sealed.ciphertext, purpose: purpose, subject: caseId)
    }
}
