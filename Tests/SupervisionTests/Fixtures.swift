import Foundation
import Models
import TestSupport
import Testing

/// The shipped example territory, and short ways to invented states.
enum Fixtures {
    static let guetersloh = "05754008"

    private static let file = URL(filePath: #filePath).deletingLastPathComponent().appending(
        path: "../../compose/territory.yaml")

    /// The example territory with changes to its text.
    static func territory(_ changes: [(old: String, new: String)] = []) throws -> Territory {
        var yaml = try String(contentsOf: file, encoding: .utf8)
        for change in changes {
            #expect(yaml.contains(change.old))
            yaml = yaml.replacing(change.old, with: change.new)
        }
        return try Territory.parse(yaml: yaml)
    }

    /// What is wrong with the body of an event.
    static func findings(in event: ServiceHarness.Emitted, _ shape: Shape) throws -> ValidationFindings {
        let body = try JSONValue.parse(try #require(event.envelope.data))
        return try shape.issues(in: body, on: day("2026-09-21"), codelists: Codelists.shipped())
    }

    /// A case of Gütersloh that was received and opened on a day.
    static func state(
        _ id: String = "case-1", version: Int = 1, post: String = "cm-gt-1", received: String = "2026-09-21",
        contacts: [String] = [], assessments: [String] = [], closed: String? = nil, reopened: String? = nil
    ) throws -> CaseState {
        let written = Timestamp(SupervisionRig.now)
        return CaseState(
            caseId: id, version: version, receivedOn: try day(received), openedOn: try day(received),
            responsibilities: [
                .init(
                    municipality: guetersloh, provider: "stadt-guetersloh", post: post, from: try day(received),
                    recordedAt: written)
            ],
            closures: try closed.map {
                [
                    .init(
                        closedOn: try day($0), reason: "moved-away", reopenedOn: try reopened.map(day),
                        recordedAt: written)
                ]
            } ?? [], assessments: try assessments.map { .init(on: try day($0), recordedAt: written) },
            contacts: .init(recent: try contacts.map { .init(on: try day($0), recordedAt: written) }))
    }
}

func day(_ text: String) throws -> LocalDate { try #require(LocalDate(text)) }

func instant(_ text: String) throws -> Date { try #require(Instant.parse(text)) }
