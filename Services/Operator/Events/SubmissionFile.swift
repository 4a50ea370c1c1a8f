import Foundation
import Models
import Pipeline

/// A file that is to be submitted: an event in structured mode, or something that is none.
struct SubmissionFile {
    let bytes: Data
    /// The event, or why it is none.
    let event: Result<Envelope, Unreadable>

    init(_ bytes: Data) {
        self.bytes = bytes
        event = Result { () throws(Unreadable) in
            let mediaType = Data(Envelope.structuredMediaType.utf8)
            return try Envelope.read(headers: [(name: "content-type", value: mediaType)], body: bytes)
        }
    }

    /// The record's key (contracts 1): the client reference, else the event's id, else a digest, so that everything
    /// about one client stays in order.
    var key: String {
        guard case .success(let event) = event else { return DerivedID.digest(of: bytes) }
        let body = event.data.flatMap { try? JSONValue.parse($0) }
        let references = [
            body?["clientReference"], body?["client"]?["clientReference"], body?["data"]?["clientReference"],
        ].compactMap { $0?.stringValue }
        return (references + [event.id]).first { RecordKey.isValid($0.utf8) }
            ?? DerivedID.digest(of: Data(event.id.utf8))
    }
}
