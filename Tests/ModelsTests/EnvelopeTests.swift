import Foundation
import Testing

@testable import Models

@Suite("Envelopes")
struct EnvelopeTests {
    typealias Headers = [(name: String, value: Data?)]

    private static let body = Data(#"{"a":1}"#.utf8)

    private static func binary(_ changes: [String: String?] = [:]) -> Headers {
        var fields: [String: String?] = [
            "ce_specversion": "1.0", "ce_id": "1", "ce_source": "https://sample.example/kim", "ce_type": "t",
            "content-type": "application/json",
        ]
        fields.merge(changes) { $1 }
        return fields.compactMap { name, value in value.map { (name: name, value: Data($0.utf8)) } }
    }

    private static func structured(_ json: String) throws(Unreadable) -> Envelope {
        try Envelope.read(
            headers: [("content-type", Data("application/cloudevents+json; charset=utf-8".utf8))],
            body: Data(json.utf8))
    }

    @Test("What is written in binary mode is read the same")
    func roundTrip() throws {
        let event = Envelope(
            id: "1", source: "s", type: "t", subject: "x", time: "2026-11-24T10:00:00Z",
            traceParent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", data: Self.body)
        #expect(try Envelope.read(headers: event.headers.map { ($0.name, $0.value) }, body: event.data) == event)
        let schema = event.headers.first { $0.name == "ce_dataschema" }?.value
        #expect(schema == Data("tag:kim.example,2026:t".utf8))
    }

    @Test("A tombstone has headers and no content")
    func tombstone() throws {
        let event = Envelope(id: "1", source: "s", type: "t", data: nil)
        #expect(!event.headers.contains { $0.name == "content-type" })
        #expect(try Envelope.read(headers: event.headers.map { ($0.name, $0.value) }, body: nil) == event)
    }

    @Test("Structured mode reads the same event, with JSON or base64 data")
    func structuredMode() throws {
        let event = try Self.structured(#"{"specversion":"1.0","id":"1","source":"s","type":"t","data":{"a": 1}}"#)
        #expect(event == Envelope(id: "1", source: "s", type: "t", data: Self.body))
        let bytes = try Self.structured(
            #"{"specversion":"1.0","id":"1","source":"s","type":"t","data_base64":"eyJhIjoxfQ=="}"#)
        #expect(bytes.data == Self.body)
        let none = try Self.structured(#"{"specversion":"1.0","id":"1","source":"s","type":"t","data_base64":"?"}"#)
        #expect(none.data == Data("?".utf8))
    }

    @Test("HTTP spells the attributes with a hyphen")
    func http() throws {
        let headers: Headers = [
            ("ce-specversion", Data("1.0".utf8)), ("ce-id", Data("1".utf8)), ("ce-source", Data("s".utf8)),
            ("ce-type", Data("t".utf8)),
        ]
        #expect(try Envelope.read(headers: headers, body: Self.body, transport: .http).id == "1")
    }

    @Test("In binary mode any body is readable, for the headers alone say who is to be answered")
    func anyBody() throws {
        for body in [nil, Data(), Data([0xFF, 0xFE]), Data(repeating: 0x5B, count: 1000)] {
            #expect(try Envelope.read(headers: Self.binary(), body: body).data == body)
        }
    }

    @Test(
        "Binary mode without who, what or version is unreadable, and says why",
        arguments: [
            (["ce_specversion": nil], Unreadable.notCloudEvents), (["ce_specversion": "0.3"], .unsupportedVersion),
            (["ce_id": nil], .missingAttribute), (["ce_id": ""], .missingAttribute),
            (["ce_source": nil], .missingAttribute), (["ce_type": nil], .missingAttribute),
            (["CE_ID": "2"], .duplicateAttribute), (["ce_id": "x\n1"], .invalidAttribute),
            (["ce_id": "x\u{0}"], .invalidAttribute), (["ce_type": "\u{85}"], .invalidAttribute),
            (["ce_id": String(repeating: "x", count: 513)], .attributeTooLong),
        ] as [([String: String?], Unreadable)])
    func unreadableBinary(changes: [String: String?], reason: Unreadable) {
        #expect(throws: reason) { try Envelope.read(headers: Self.binary(changes), body: Self.body) }
    }

    @Test("Headers that are no UTF-8, or absent values, are unreadable only where they say who and what")
    func invalidBytes() throws {
        #expect(throws: Unreadable.invalidAttribute) {
            try Envelope.read(headers: Self.binary(["ce_id": nil]) + [("ce_id", Data([0xFF]))], body: nil)
        }
        #expect(throws: Unreadable.invalidAttribute) {
            try Envelope.read(headers: Self.binary(["ce_id": nil]) + [("ce_id", nil)], body: nil)
        }
        let read = try Envelope.read(headers: Self.binary() + [("ce_subject", Data([0xFF]))], body: nil)
        #expect(read.subject == nil)
    }

    @Test(
        "An attribute that nobody needs for an answer makes no event unreadable",
        arguments: ["ce_subject", "ce_time", "traceparent"])
    func lenientAttributes(name: String) throws {
        for value in [nil, Data([0xFF]), Data(repeating: 0x78, count: 600), Data("a\u{0}".utf8)] as [Data?] {
            let read = try Envelope.read(headers: Self.binary() + [(name, value)], body: Self.body)
            #expect(read.id == "1" && read.subject == nil && read.time == nil && read.traceParent == nil)
        }
        let twice = Self.binary() + [(name, Data("a".utf8)), (name, Data("b".utf8))]
        #expect(try Envelope.read(headers: twice, body: Self.body).subject == nil)
    }

    @Test(
        "Structured mode that is no event is unreadable, and says why",
        arguments: [
            ("", Unreadable.empty), ("{", .invalidJSON), ("[]", .invalidJSON), ("{}", .notCloudEvents),
            (#"{"specversion":"1.0","id":"1","source":"s"}"#, .missingAttribute),
            (#"{"specversion":"1.0","id":1,"source":"s","type":"t"}"#, .invalidAttribute),
            (#"{"specversion":"1.0","id":"1","id":"2","source":"s","type":"t"}"#, .duplicateAttribute),
            (#"{"specversion":"2.0","id":"1","source":"s","type":"t"}"#, .unsupportedVersion),
            (
                #"{"specversion":"1.0","id":"1","source":"s","type":"t","data":"# + String(repeating: "[", count: 40),
                .tooDeep
            ),
        ])
    func unreadableStructured(json: String, reason: Unreadable) {
        #expect(throws: reason) { try Self.structured(json) }
    }

    @Test("Structured mode that is no UTF-8 is unreadable")
    func structuredBytes() {
        #expect(throws: Unreadable.invalidUTF8) {
            try Envelope.read(
                headers: [("content-type", Data("application/cloudevents+json".utf8))], body: Data([0x7B, 0xFF]))
        }
    }
}
