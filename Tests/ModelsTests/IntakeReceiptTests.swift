import Foundation
import Testing

@testable import Models

@Suite("Receipt")
struct IntakeReceiptTests {
    @Test("A receipt fulfils its own contract and is read back equal")
    func roundTrip() throws {
        let receipt = Receipt(
            event: .init(source: "https://sample.example/kim", id: "1", type: Submission.eventType), outcome: .rejected,
            reasons: [ValidationIssue(.missingField, at: .root.appending("client"), details: ["field": "client"])],
            warnings: [ValidationIssue(.duplicate)], handle: "abc", decidedAt: Date(timeIntervalSince1970: 0.123)
        )
        let data = try JSONEncoder().encode(receipt)
        let value = try JSONValue.parse(data)
        #expect(value["decidedAt"] == "1970-01-01T00:00:00.123Z")
        #expect(value["reasons"]?.arrayValue?.first?["pointer"] == "/client")
        let findings = Receipt.shape.issues(in: value, on: Sample.day, codelists: try Codelists.shipped())
        #expect(findings == ValidationFindings())
        #expect(try JSONDecoder().decode(Receipt.self, from: data) == receipt)
    }

    @Test("Whatever an event may be called, its receipt fulfils the contract")
    func longNames() throws {
        let name = String(repeating: "x", count: Envelope.maximumAttributeLength)
        let receipt = Receipt(
            event: .init(source: name, id: name, type: name), outcome: .rejected,
            reasons: [ValidationIssue(.unknownEventType)], decidedAt: Date(timeIntervalSince1970: 0))
        let value = try JSONValue.parse(try JSONEncoder().encode(receipt))
        let findings = Receipt.shape.issues(in: value, on: Sample.day, codelists: try Codelists.shipped())
        #expect(findings == ValidationFindings())
    }

    @Test(
        "A receipt without outcome, with another outcome or without time is refused",
        arguments: [
            ("/outcome", nil, ReasonCode.missingField), ("/outcome", "maybe", .unknownCode),
            ("/decidedAt", "2026-11-24", .invalidFormat), ("/event/id", nil, .missingField),
            ("/reasons/0/code", nil, .missingField),
        ] as [(String, JSONValue?, ReasonCode)])
    func contract(place: String, value: JSONValue?, code: ReasonCode) throws {
        let receipt: JSONValue = [
            "event": ["source": "s", "id": "1", "type": "t"], "outcome": "admitted", "warnings": [],
            "reasons": [["code": "duplicate", "message": "m"]], "decidedAt": "2026-11-24T16:14:47Z",
        ]
        let errors = Receipt.shape.issues(
            in: receipt.with(place, value), on: Sample.day, codelists: try Codelists.shipped()
        ).errors
        #expect(errors.map(\.code) == [code])
        #expect(errors.map(\.pointer) == [place])
    }
}
