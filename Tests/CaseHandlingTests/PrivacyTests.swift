import Foundation
import Models
import TestSupport
import Testing

@testable import CaseHandling

@Suite("The person of a case")
struct PrivacyTests {
    @Test("The person can be read over HTTP, and stands nowhere in the store or in what is published")
    func sealed() async throws {
        let rig = try await CaseRig.withCase()
        let answers = [
            try await rig.post("/v1/cases/case-1/assessments", "{}"),
            try await rig.post("/v1/cases/case-1/closures", #"{"reason": "goals-reached"}"#),
            try await rig.get("/v1/cases"),
        ]
        let stored = try await rig.storedBytes()
        // What must be there, so that the search is known to find something.
        #expect(stored.range(of: Data("goals-reached".utf8)) != nil)
        for text in Samples.personal {
            #expect(stored.range(of: Data(text.utf8)) == nil)
            #expect(!answers.contains { $0.text.contains(text) })
        }
        let whole = try await rig.get("/v1/cases/case-1")
        #expect(Samples.personal.allSatisfy(whole.text.contains))
        #expect(whole.headers[.cacheControl] == "no-store")
    }

    @Test("Each case has a key of its own")
    func ownKeys() async throws {
        let rig = try await CaseRig.withCase()
        try await rig.admit(caseID: "case-2")
        let files = try await rig.harness.entry.store.read { database in
            try ["case-1", "case-2"].map { try CaseFileTable.file($0, in: database) }
        }
        let (first, second) = (try #require(files[0]), try #require(files[1]))
        #expect(try first.submission(with: rig.keys).client.name.family == "Musterfrau")
        let swapped = StoredContent(sealed: first.content.sealed, wrappedKey: second.content.wrappedKey)
        for caseID in ["case-1", "case-2"] {
            #expect(throws: SealError.self) {
                try swapped.opened(in: CaseFile.contentPlace, of: caseID, with: rig.keys)
            }
        }
    }
}
