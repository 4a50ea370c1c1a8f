import Foundation
import Models
import Pipeline
import Testing

@testable import Operator

struct EventLineTests {
    private func record(
        on topic: String = "intake.receipts.v1", key: Data? = Data("k1".utf8),
        type: String = "de.kim.intake.receipt.v1", data: String?, adding headers: [(name: String, value: Data?)] = []
    ) -> ReadRecord {
        let envelope = Envelope(id: "e1", source: "s1", type: type, data: data.map { Data($0.utf8) })
        return ReadRecord(
            topic: topic, partition: 2, offset: 17, time: Instant.at(milliseconds: 1_790_000_000_123), key: key,
            headers: envelope.headers.map { (name: $0.name, value: $0.value as Data?) } + headers,
            value: envelope.data)
    }

    @Test("An event is one line: time, topic, key, type, short JSON")
    func event() {
        let line = EventLine(record(data: "{\"outcome\":\n \"admitted\", \"n\": 1.50}")).description
        #expect(
            line == "2026-09-21T14:13:20.123Z  intake.receipts.v1  k1  de.kim.intake.receipt.v1  "
                + #"{"outcome":"admitted","n":1.50}"#)
    }

    @Test("A tombstone, an invalid key and an unreadable record are named as such")
    func oddities() {
        #expect(EventLine(record(data: nil)).description.hasSuffix("de.kim.intake.receipt.v1  (tombstone)"))
        #expect(EventLine(record(key: Data("a b".utf8), data: "{}")).description.contains("  (invalid key)  "))
        var unreadable = record(data: "{}")
        unreadable.headers = []
        #expect(EventLine(unreadable).description.hasSuffix(#"unreadable  {"reason":"not-cloud-events"}"#))
    }

    @Test("Long texts, such as sealed ones, are cut, and so is a long line")
    func long() {
        let line = EventLine(record(data: "{\"sealed\":\"\(String(repeating: "A", count: 900))\"}")).description
        #expect(line.hasSuffix(#"{"sealed":""# + String(repeating: "A", count: EventLine.longestText) + "…\"}"))
        let numbers = (0..<1000).map(String.init).joined(separator: ",")
        #expect(EventLine(record(data: "{\"n\":{\"m\":[\(numbers)]}}")).description.count < EventLine.longestJSON + 120)
    }

    @Test(
        "A submission shows who sent what, never a person",
        arguments: ["intake.submissions.v1", "intake.submissions.v1.abh"])
    func submission(topic: String) {
        let line = EventLine(
            record(on: topic, type: "de.kim.intake.submission.v1", data: #"{"client":{"name":{"full":"Amira"}}}"#))
        #expect(line.description.hasSuffix(#"de.kim.intake.submission.v1  {"source":"s1","id":"e1"}"#))
    }

    @Test("A dead letter shows cause and position, not content")
    func deadLetter() {
        let errors = [
            ("__connect.errors.topic", "kim.intake.submissions.v1"), ("__connect.errors.partition", "3"),
            ("__connect.errors.offset", "12"), ("__connect.errors.exception.class.name", "unreadable"),
            ("__connect.errors.exception.message", "invalid-json"),
        ].map { (name: $0.0, value: Data($0.1.utf8) as Data?) }
        let line = EventLine(record(on: "intake.dead-letters.v1", data: #"{"full":"Amira"}"#, adding: errors))
            .description
        #expect(
            line.hasSuffix(
                #"k1  dead-letter  {"cause":"unreadable","detail":"invalid-json","topic":"kim.intake.submissions.v1","#
                    + #""partition":"3","offset":"12"}"#))
        #expect(!line.contains("Amira"))
    }

    @Test("Nothing steers the terminal or breaks the line")
    func control() {
        let line = EventLine(record(type: "a\u{2028}b\u{202E}", data: "{\"x\":\"\u{7F}\u{9B}2J\"}")).description
        #expect(line.contains("a\u{FFFD}b\u{FFFD}") && line.contains("{\"x\":\"\u{FFFD}\u{FFFD}2J\"}"))
        let hostile = EventLine(record(type: "a\u{1B}[2J\nb", data: "{}")).description
        #expect(hostile.contains("unreadable") && !hostile.contains("[2J"))
    }
}
