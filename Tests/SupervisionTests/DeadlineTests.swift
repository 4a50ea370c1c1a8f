import Foundation
import Models
import Testing

@testable import Supervision

@Suite("The deadline of the first contact")
struct DeadlineTests {
    @Test(
        "Five working days after the reception, over weekends and holidays, until the end of the local day",
        arguments: [
            // A Monday; a Friday; a Saturday.
            ("2026-09-21", "2026-09-28T22:00:00Z"), ("2026-09-25", "2026-10-02T22:00:00Z"),
            ("2026-09-26", "2026-10-02T22:00:00Z"),
            // 3 October 2024 is a Thursday.
            ("2024-09-30", "2024-10-08T22:00:00Z"),
            // Good Friday and Easter Monday; Christmas and New Year's Day on Fridays.
            ("2026-03-30", "2026-04-08T22:00:00Z"), ("2026-12-23", "2026-12-31T23:00:00Z"),
            // The end of summer time lies between.
            ("2026-10-19", "2026-10-26T23:00:00Z"),
        ])
    func table(received: String, due: String) throws {
        let state = try Fixtures.state(received: received)
        #expect(FirstContactDeadline.of(state, in: try Fixtures.territory()) == .runs(until: try instant(due)))
    }

    @Test("The rule of the day of reception counts, not a later one")
    func rules() throws {
        let later = "    - {value: 3, unit: days, validFrom: 2026-09-22, reason: kürzer}\n  assessment:\n"
        let territory = try Fixtures.territory([("  assessment:\n    - {value: 28", later + "    - {value: 28")])
        for (received, due) in [("2026-09-21", "2026-09-28T22:00:00Z"), ("2026-09-22", "2026-09-25T22:00:00Z")] {
            let state = try Fixtures.state(received: received)
            #expect(FirstContactDeadline.of(state, in: territory) == .runs(until: try instant(due)))
        }
    }

    @Test("A contact, an assessment or the closure settles it; a reopened case without a contact does not")
    func settled() throws {
        let territory = try Fixtures.territory()
        let settled = try [
            Fixtures.state(contacts: ["2026-09-22"]), Fixtures.state(assessments: ["2026-09-22"]),
            Fixtures.state(closed: "2026-09-22"),
        ]
        #expect(settled.allSatisfy { FirstContactDeadline.of($0, in: territory) == .settled })
        let reopened = try Fixtures.state(closed: "2026-09-22", reopened: "2026-09-23")
        #expect(FirstContactDeadline.of(reopened, in: territory) != .settled)
    }
}
