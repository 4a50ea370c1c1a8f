import Foundation
import Models
import Testing

@testable import Operator

struct SubmissionFileTests {
    private func file(id: String = "e-1", data: String) -> SubmissionFile {
        SubmissionFile(
            Data(
                """
                {"specversion": "1.0", "id": "\(id)", "source": "https://sample.example/kim",
                 "type": "de.kim.intake.submission.v1", "data": \(data)}
                """.utf8))
    }

    @Test(
        "The key is the client reference, else the event's id",
        arguments: [
            (#"{"clientReference": "client-7"}"#, "client-7"),
            (#"{"client": {"clientReference": "client-8"}}"#, "client-8"),
            (#"{"data": {"clientReference": "client-9"}}"#, "client-9"),
            (#"{"client": {"handle": "abc"}}"#, "e-1"),
            (#"{"clientReference": "with space"}"#, "e-1"),
            (#"{"clientReference": 7}"#, "e-1"),
            ("\"text\"", "e-1"),
        ])
    func key(data: String, key: String) {
        #expect(file(data: data).key == key)
    }

    @Test("Without any valid reference the key is a digest of the id")
    func digest() {
        let file = file(id: "id with spaces", data: "{}")
        #expect(file.key == DerivedID.digest(of: Data("id with spaces".utf8)))
    }

    @Test(
        "What is no readable event is told with its reason, and has a key all the same",
        arguments: [
            ("", Unreadable.empty), ("[]", .invalidJSON), ("{\"id\": \"1\"}", .notCloudEvents),
            (#"{"specversion": "1.0", "source": "s", "type": "t"}"#, .missingAttribute),
        ])
    func unreadable(text: String, reason: Unreadable) {
        let file = SubmissionFile(Data(text.utf8))
        #expect(throws: reason) { try file.event.get() }
        #expect(file.key == DerivedID.digest(of: Data(text.utf8)))
    }
}
