import Foundation
import Models
import Pipeline

/// An event of the public way in, read as far as every answer needs it.
struct Incoming: Sendable {
    /// The event.
    let envelope: Envelope
    /// Its data, or why they are no JSON.
    let data: Result<JSONValue, JSONParseError>
    /// Whether it has the time that publishers have to state.
    let hasTime: Bool
    /// The keyed digest of type and data, by which a repetition is told from a change. Whether there is a time counts,
    /// since it decides the answer; which one does not, since it may be stamped anew with each sending.
    let content: Data
    /// The key of its receipts.
    let receiptKey: String

    /// Reads an event.
    init(_ event: Event<Data?>, identity: IdentityKey) {
        envelope = event.envelope
        hasTime = event.envelope.time.flatMap(Instant.parse) != nil
        let bytes = event.body ?? Data()
        do throws(JSONParseError) { data = .success(try JSONValue.parse(bytes)) } catch { data = .failure(error) }
        let json = try? data.get()
        let type = Data("\(hasTime) \(envelope.type.utf8.count):\(envelope.type)".utf8)
        content = identity.digest(of: type + (json?.canonical() ?? bytes))
        let reference =
            json?["clientReference"] ?? json?["client"]?["clientReference"] ?? json?["data"]?["clientReference"]
        receiptKey = Incoming.receiptKey(
            recordKey: event.key, clientReference: reference?.stringValue, eventID: envelope.id)
    }

    /// Contracts 1: the record's key, else the publisher's reference, else the event's id, else its digest.
    static func receiptKey(recordKey: String?, clientReference: String?, eventID: String) -> String {
        for candidate in [recordKey, clientReference, eventID] {
            if let candidate, RecordKey.isValid(candidate.utf8) { return candidate }
        }
        return DerivedID.digest(of: Data(eventID.utf8))
    }
}
