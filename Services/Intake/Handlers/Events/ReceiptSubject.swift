import Foundation
import Models

/// What a receipt is about, as the `subject` from which its id is derived: a digest that no publisher can compute.
enum ReceiptSubject {
    /// The receipts of an event: all that follow from one cause have this subject in common.
    static func event(_ source: String, _ id: String, _ identity: IdentityKey) -> String {
        identity.aggregate("receipt", source, id)
    }

    /// The refusal of this content alone, so that it never takes the receipt id of the content that the event id
    /// belongs to.
    static func content(
        _ hmac: Data, of source: String, _ id: String, on topic: Topic, _ identity: IdentityKey
    ) -> String {
        identity.aggregate("refusal", source, id, topic.name, Base32.encode(hmac))
    }
}
