import Foundation
import Testing

@testable import Models

@Suite("The case state")
struct StatesCaseTests {
    private let noted = Timestamp(Instant.at(milliseconds: 1_790_000_000_123))

    private func day(_ text: String) throws -> LocalDate { try #require(LocalDate(text)) }

    private func openedCase() throws -> CaseState {
        CaseState(
            caseId: "c1", version: 1, changes: ["opened"], receivedOn: try day("2026-09-28"),
            openedOn: try day("2026-10-01"),
            responsibilities: [
                .init(
                    municipality: "05754032", provider: "stadt", post: "p1", from: try day("2026-10-01"),
                    to: try day("2026-10-31"), recordedAt: noted
                ),
                .init(
                    municipality: "05754032", provider: "stadt", post: "p2", from: try day("2026-11-01"),
                    recordedAt: noted
                ),
            ]
        )
    }

    @Test(
        "One post is responsible on each day from the first on, the day of a change included",
        arguments: [
            ("2026-09-30", nil), ("2026-10-01", "p1"), ("2026-10-31", "p1"), ("2026-11-01", "p2"), ("2030-01-01", "p2"),
        ] as [(String, String?)]
    )
    func responsibility(on text: String, post: String?) throws {
        #expect(try openedCase().responsibility(on: day(text))?.post == post)
    }

    @Test(
        "A case is open at the end of the day of its opening or reopening, and not at the end of that of its closure",
        arguments: [
            ("2026-09-30", false), ("2026-10-01", true), ("2026-11-09", true), ("2026-11-10", false),
            ("2026-12-01", true), ("2027-01-04", true), ("2027-01-05", false), ("2028-01-01", false),
        ]
    )
    func open(on text: String, expected: Bool) throws {
        var state = try openedCase()
        state.closures = [
            .init(
                closedOn: try day("2026-11-10"), reason: "contact-lost", reopenedOn: try day("2026-12-01"),
                recordedAt: noted
            ),
            .init(closedOn: try day("2027-01-05"), reason: "goals-reached", recordedAt: noted),
        ]
        #expect(try state.isOpen(on: day(text)) == expected)
        #expect(try state.reopenings == [day("2026-12-01")])
    }

    @Test("A corrected closure no longer counts, and the correction stands in its place")
    func correctedClosure() throws {
        var state = try openedCase()
        state.closures = [
            .init(closedOn: try day("2026-11-10"), reason: "contact-lost", recordedAt: noted),
            .init(closedOn: try day("2026-11-20"), reason: "moved-away", recordedAt: noted, replaces: 0),
        ]
        #expect(try state.isOpen(on: day("2026-11-15")))
        #expect(try !state.isOpen(on: day("2026-11-20")))
        #expect(state.closures.inForce.map(\.reason) == ["moved-away"])
    }

    @Test("A late correction of an early phase does not become the current phase")
    func correctedPhase() throws {
        var state = try openedCase()
        state.phases = [
            .init(phase: .assessment, from: try day("2026-10-01"), recordedAt: noted),
            .init(phase: .planning, from: try day("2026-10-20"), recordedAt: noted),
            .init(phase: .assessment, from: try day("2026-10-02"), recordedAt: noted, replaces: 0),
            .init(phase: .assessment, from: try day("2026-10-03"), recordedAt: noted, replaces: 2),
        ]
        #expect(state.currentPhase == .planning)
        #expect(try state.phase(on: day("2026-10-02")) == nil)
        #expect(try state.phase(on: day("2026-10-19")) == .assessment)
        #expect(try state.phase(on: day("2026-10-20")) == .planning)
    }

    @Test("Absent lists are empty and unknown fields are passed over, as version 1 only ever grows")
    func absentLists() throws {
        let json = #"{"caseId":"c","version":3,"receivedOn":"2026-10-01","openedOn":"2026-10-02","laterField":[1]}"#
        let state = try JSONDecoder().decode(CaseState.self, from: Data(json.utf8))
        #expect(state == CaseState(caseId: "c", version: 3, receivedOn: state.receivedOn, openedOn: state.openedOn))
    }

    @Test("An instant is read with any offset, written in UTC and equal after the way there and back")
    func timestamps() throws {
        let read = try JSONDecoder().decode([Timestamp].self, from: Data(#"["2026-10-01T10:00:00.123+02:00"]"#.utf8))
        let text = String(decoding: try JSONEncoder().encode(read), as: UTF8.self)
        #expect(text == #"["2026-10-01T08:00:00.123Z"]"#)
        let stamps = (Int64(0)..<1000).map { Timestamp(Instant.at(milliseconds: 1_790_000_000_000 + $0)) }
        #expect(try JSONDecoder().decode([Timestamp].self, from: JSONEncoder().encode(stamps)) == stamps)
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([Timestamp].self, from: Data(#"["2026-10-01T10:00:00"]"#.utf8))
        }
    }
}

@Suite("The state of a post")
struct StatesPostTests {
    private let noted = Timestamp(Instant.at(milliseconds: 1_790_000_000_000))

    private func day(_ text: String) throws -> LocalDate { try #require(LocalDate(text)) }

    private func post() throws -> PostState {
        PostState(
            postId: "verl-1", version: 1, baustein: 2, employer: "verl", municipalities: ["05754044"],
            fundedFte: [.init(from: try day("2026-01-01"), value: 1.5, recordedAt: noted)],
            occupied: [
                .init(from: try day("2026-01-01"), to: try day("2026-12-31"), fte: 0.5, recordedAt: noted),
                .init(from: try day("2026-06-01"), fte: 1, recordedAt: noted),
            ],
            leave: [.init(from: try day("2026-08-01"), to: try day("2026-08-31"), recordedAt: noted)],
            scope: "kreis"
        )
    }

    @Test(
        "Filled shares add up on each day, both ends included",
        arguments: [
            ("2025-12-31", 0), ("2026-05-31", 0.5), ("2026-06-01", 1.5), ("2026-12-31", 1.5), ("2027-01-01", 1),
        ]
    )
    func occupied(on text: String, fte: Double) throws {
        #expect(try post().occupiedFte(on: day(text)) == fte)
    }

    @Test(
        "A post takes new cases of its municipalities while it is filled and its holder is there",
        arguments: [
            ("05754044", "2026-07-31", true), ("05754044", "2026-08-01", false), ("05754044", "2026-09-01", true),
            ("05754044", "2025-12-31", false), ("05754032", "2026-07-31", false),
        ]
    )
    func serves(ags: String, on text: String, expected: Bool) throws {
        #expect(try post().serves(ags, on: day(text)) == expected)
    }

    @Test("Posts, themes and conferences have keys that tell them apart")
    func keys() throws {
        #expect(try post().key == "post;verl-1")
        #expect(ThemeState.key(of: "7") == "theme;7")
        #expect(ConferenceState.key(of: "7") == "conference;7")
    }
}

@Suite("The state of a request")
struct StatesRequestTests {
    @Test("A request is decided by the outcome that holds last, and not while it is parked or waits")
    func decision() throws {
        let noted = Timestamp(Instant.at(milliseconds: 0))
        let day = try #require(LocalDate("2026-10-01"))
        var state = RequestState(requestId: "r", version: 1, receivedOn: day)
        #expect(state.status == nil)
        state.states.append(.init(state: .waiting, reasons: ["post-vacant"], on: day, recordedAt: noted))
        #expect(state.status == .waiting)
        #expect(state.decision == nil)
        state.states.append(.init(state: .admitted, on: day.adding(days: 3), recordedAt: noted))
        #expect(state.decision?.on == day.adding(days: 3))
    }
}
