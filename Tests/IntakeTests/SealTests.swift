import Foundation
import GRDB
import Models
import Testing
import TestSupport

@testable import Intake

@Suite("Personal data")
struct SealTests {
    @Test("What is handed over opens with CaseHandling's keys and is the submission as it was sent")
    func handover() async throws {
        let rig = try await IntakeRig(posts: [try Samples.post("cm-1")])
        let effects = try await rig.take(Samples.event(#"{"shoeSize": 38}"#))
        let admission = try #require(try effects.admissions.first)
        func open(_ keys: ServiceKeys, subject: String) throws -> Data {
            let key = try keys.unwrap(
                received: admission.sealed.wrappedKey, keyID: admission.sealed.recipientKeyId,
                purpose: Admission.eventType, subject: subject)
            return try key.seal(of: subject).open(
                admission.sealed.ciphertext, purpose: Admission.eventType, subject: subject)
        }
        let opened = try JSONDecoder().decode(
            Submission.self, from: open(rig.caseHandling, subject: admission.caseId))
        #expect(opened == (try JSONDecoder().decode(Submission.self, from: Samples.data())))
        #expect(throws: SealError.self) { try open(rig.keys, subject: admission.caseId) }
        #expect(throws: SealError.self) { try open(rig.caseHandling, subject: admission.requestId) }
    }

    @Test("No person's words are in anything emitted")
    func emitted() async throws {
        let rig = try await IntakeRig(posts: [try Samples.post("cm-1")])
        for event in try events() {
            for item in try await rig.take(event).emitted {
                let headers = item.envelope.headers.map { String(decoding: $0.value, as: UTF8.self) }
                let body = String(decoding: item.envelope.data ?? Data(), as: UTF8.self)
                let words = "\(item.key) \(headers) \(body)"
                #expect(Samples.personal.filter(words.contains) == [])
            }
        }
    }

    @Test("No person's words are in the store's files, whatever became of the submission")
    func store() async throws {
        let rig = try await IntakeRig(posts: [try Samples.post("cm-1")])
        for event in try events() { try await rig.take(event) }
        let path = try await rig.harness.entry.store.read { database in
            try #require(try Row.fetchOne(database, sql: "PRAGMA database_list")?["file"] as String?)
        }
        let directory = URL(filePath: path).deletingLastPathComponent()
        func words() throws -> String {
            try FileManager.default.contentsOfDirectory(at: directory, includingPropertiesForKeys: nil).map {
                String(decoding: try Data(contentsOf: $0), as: UTF8.self)
            }.joined()
        }
        #expect(try words().contains("receipt"))
        #expect(try Samples.personal.filter(words().contains) == [])
        try rig.harness.entry.store.close()
        #expect(try words().contains("parked"))
        #expect(try Samples.personal.filter(words().contains) == [])
    }

    /// Events that end as each of the outcomes.
    private func events() throws -> [Envelope] {
        [
            try Samples.event(id: "admitted"), try Samples.event(id: "parked", source: Sources.jobcenter),
            try Samples.event(#"{"municipality": "05754012"}"#, id: "waiting"),
            try Samples.event(#"{"municipality": "05754040"}"#, id: "redirected"),
            try Samples.event(#"{"participation": "to-be-asked"}"#, id: "to-be-asked"),
            try Samples.event(#"{"participation": "declined"}"#, id: "declined"),
            try Samples.event(#"{"transmission": null}"#, id: "no-basis"),
            try Samples.event(#"{"client": {"gender": "Musterfrau"}}"#, id: "invalid"),
            try Samples.event(id: "stranger", source: "https://stranger.example"),
            try Samples.event(id: "type", type: "com.example.other"),
            try Samples.correction(of: "admitted", id: "c-1"), try Samples.correction(of: "waiting", id: "c-2"),
            try Samples.correction(#"{"participation": "declined"}"#, of: "to-be-asked", id: "c-3"),
            try Samples.correction(of: "nobody", id: "c-4"),
            try Samples.correction(#"{"accessRoute": "Musterfrau"}"#, of: "waiting", id: "c-5"),
            Samples.change(#"{"clientReference": "ref-1"}"#), Samples.withdrawal(.noLongerNeeded, of: "waiting"),
            Samples.withdrawal(.sentInError, of: "admitted", id: "w-2"),
        ]
    }
}
