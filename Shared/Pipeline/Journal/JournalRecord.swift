import Foundation
import Models

/// What a service could not find out again from its inputs: what it was asked to do, and what it drew by lot.
struct JournalRecord: Codable, Sendable {
    enum Content: Codable, Sendable {
        /// A command that was performed, with where the service stood in its inputs.
        case command(Command, positions: [PartitionPosition])
        /// A value that was drawn, with where the service stood behind the message that asked for it: so a restore
        /// handles what came from several topics in the order of then.
        case drawn(Draw, Data, positions: [PartitionPosition])
    }

    /// One for each record of a store, without gaps, in the order of its transactions.
    let number: Int64
    let content: Content

    /// The type of the event on the topic. Its body is of no interest to anybody else.
    static let eventType = "de.kim.journal.record.v1"

    /// The body on the topic.
    struct Body: Codable {
        let keyId: String
        let sealed: Data
    }

    /// Which record it is, without what it says: bound to the seal, so that no record passes for another.
    static func subject(number: Int64, key: String) -> String { "\(number) \(key)" }
}

/// A value drawn by lot while something was handled: named after what led to it, so that a replay asks for the same
/// one.
struct Draw: Codable, Hashable, Sendable {
    let source: String
    let id: String
    let name: String
    let subject: String
}
