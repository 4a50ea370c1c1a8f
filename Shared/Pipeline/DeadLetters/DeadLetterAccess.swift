import Foundation
import Models

/// A message that was set aside, as operations see it in a list.
public struct DeadLetterItem: Codable, Sendable, Equatable {
    /// Grows in the order in which messages were set aside.
    public let number: Int64
    /// What decisions name it by.
    public let id: String
    /// The topic's full name.
    public let topic: String
    /// The partition.
    public let partition: Int32
    /// Its place in the partition.
    public let offset: Int64
    /// The broker's time.
    public let occurredAt: Date
    /// Why it was set aside.
    public let cause: FailureCause
    /// What was looked at, in words of ours.
    public let detail: String
    /// Behind which key later messages wait, on topics between the services.
    public let key: String?

    init(_ letter: DeadLetter) {
        number = letter.seq
        (id, cause, detail) = (letter.id, letter.cause, letter.detail)
        (topic, partition) = (letter.record.topicPartition.topic, letter.record.topicPartition.partition)
        (offset, occurredAt) = (letter.record.offset, letter.record.timestamp)
        key = RecordKey.text(letter.heldKey)
    }
}

/// A message that was set aside, with its form: every value that may be personal is masked.
public struct DeadLetterContent: Codable, Sendable, Equatable {
    /// A header.
    public struct Header: Codable, Sendable, Equatable {
        /// Its name.
        public let name: String
        /// Its value where that tells nothing of a person, else its length.
        public let value: String
    }
    /// Where it came from, and why it was set aside.
    public let item: DeadLetterItem
    /// The headers in their order.
    public let headers: [Header]
    /// The body's form, or its length where it is no JSON.
    public let body: String
}

/// Lists and shows dead letters. Each look is audited.
public struct DeadLetterAccess: Sendable {
    let entry: TransactionalEntry

    /// A part of the list, in the order in which they were set aside.
    ///
    /// - Parameters:
    ///   - number: the number of the last item of the part before.
    ///   - actor: who looks.
    public func list(after number: Int64, limit: Int, by actor: String) async throws -> [DeadLetterItem] {
        try await entry.audited("dead-letters-listed", by: actor) { [keys = entry.keys] database in
            try DeadLetters.letters(after: number, limit: limit, keys, in: database).map(DeadLetterItem.init)
        }
    }

    /// One letter; `nil` where there is none with this id.
    public func content(of id: String, by actor: String) async throws -> DeadLetterContent? {
        try await entry.audited("dead-letter-shown", id, by: actor) { [keys = entry.keys] database in
            try DeadLetters.letter(id, keys, in: database).map { letter in
                DeadLetterContent(
                    item: DeadLetterItem(letter), headers: letter.record.headers.map(MaskedMessage.header),
                    body: MaskedMessage.body(letter.record.value))
            }
        }
    }
}
