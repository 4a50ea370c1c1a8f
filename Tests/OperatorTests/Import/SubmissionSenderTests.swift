import Foundation
import Models
import Synchronization
import Testing

@testable import Operator

@Suite("Sending lists")
struct SubmissionSenderTests {
    /// Answers in their order, and what it was asked and told to wait.
    private final class Intake: Sendable {
        private let state: Mutex<(answers: [ServiceClient.Answer], paths: [String], pauses: [Duration])>

        init(_ answers: ServiceClient.Answer...) { state = Mutex((answers, [], [])) }

        var paths: [String] { state.withLock(\.paths) }
        var pauses: [Duration] { state.withLock(\.pauses) }

        var sender: SubmissionSender {
            SubmissionSender(
                post: { [self] _, _, path in
                    state.withLock { state in
                        state.paths.append(path)
                        return state.answers.isEmpty ? nil : state.answers.removeFirst()
                    }
                },
                pause: { [self] duration in state.withLock { $0.pauses.append(duration) } },
                refusal: { answer, _ in Failure("answered \(answer?.status ?? 0)") })
        }
    }

    private static func answer(_ status: Int, _ body: String = "", retryAfter: Int? = nil) -> ServiceClient.Answer {
        ServiceClient.Answer(status: status, body: Data(body.utf8), retryAfter: retryAfter)
    }

    private static func receipt(_ outcome: String, reasons: String = "") -> String {
        #"{"outcome": "\#(outcome)", "reasons": [\#(reasons)], "warnings": []}"#
    }

    private func rows(_ count: Int = 1, padding: Int = 1) throws -> [ImportRow] {
        let lines = (1...count).map { "name\($0);x" + String(repeating: "y", count: padding) }
        let fields = ["name: Name", "note: Note", "other: {constant: c}"]
        return try ImportMapTests.rows("Name;Note\n" + lines.joined(separator: "\n"), fields: fields)
    }

    @Test("Reasons name the column behind the place, or the place where the map has no column for it")
    func reasons() async throws {
        let reasons = ["/name/0", "/other", ""].map { #"{"code": "too-short", "pointer": "\#($0)", "message": "m"}"# }
        let intake = Intake(
            Self.answer(200, Self.receipt("rejected", reasons: reasons.joined(separator: ","))))
        let result = try await intake.sender.rehearse(try #require(try rows().first))
        #expect(result.isError && result.sent == .no)
        #expect(result.reasons.map(\.description) == ["too-short (Name)", "too-short (/other)", "too-short"])
        #expect(intake.paths == ["/v1/submissions:validate"])
    }

    @Test("Where Intake has no room, it is asked again after as long as it said")
    func patience() async throws {
        let intake = Intake(
            Self.answer(429, retryAfter: 7), Self.answer(429), Self.answer(200, Self.receipt("admitted")))
        let result = try await intake.sender.rehearse(try #require(try rows().first))
        #expect(result.outcome == "admitted")
        #expect(intake.pauses == [.seconds(7), .seconds(1)])
    }

    @Test("An event that is none concerns its row; a token that does not suffice concerns everything")
    func refusals() async throws {
        let problem = #"{"type": "tag:kim.example,2026:problem:content-too-large", "title": "t", "status": 413}"#
        let row = try #require(try rows().first)
        let result = try await Intake(Self.answer(413, problem)).sender.rehearse(row)
        #expect(result.isError && result.reasons.map(\.code) == ["content-too-large"])
        await #expect(throws: Failure("answered 403")) { try await Intake(Self.answer(403)).sender.rehearse(row) }
        await #expect(throws: Failure("answered 0")) { try await Intake().sender.rehearse(row) }
    }

    @Test("Each event of a batch has an answer of its own; a batch with fewer answers was not understood")
    func batch() async throws {
        let body = "[{\"receipt\": \(Self.receipt("waiting"))}, {\"problem\": {\"code\": \"invalid-json\"}}]"
        guard case .answered(let results) = try await Intake(Self.answer(200, body)).sender.send(rows(2)) else {
            return #expect(Bool(false), "the batch was answered")
        }
        #expect(results.map(\.outcome) == ["waiting", ImportResult.unusable])
        #expect(results.map(\.line) == [2, 3] && results.allSatisfy { $0.sent == .yes })
    }

    @Test("Where no answer says what became of a batch its rows stand there as unknown, and not as unsent")
    func open() async throws {
        let rows = try rows(2)
        for intake in [
            Intake(), Intake(Self.answer(503)), Intake(Self.answer(429), Self.answer(500)),
            Intake(Self.answer(200, "[]")),
        ] {
            guard case .open = try await intake.sender.send(rows) else {
                return #expect(Bool(false), "what became of the batch is open")
            }
        }
        await #expect(throws: Failure("answered 413")) { try await Intake(Self.answer(413)).sender.send(rows) }
        var report = ImportReport(
            results: (rows + [rows[1]]).map { ImportResult(line: $0.line, id: $0.id, outcome: "admitted") })
        report.results[2].line = 9
        report.leaveOpen(rows)
        #expect(report.results.map(\.sent) == [.unknown, .unknown, .no])
        #expect(report.csv.contains(#""2";"\#(rows[0].id)";"unknown";"admitted""#))
        #expect(report.summary == "3 rows, 3 admitted; 0 sent, 2 unknown")
    }

    @Test("Batches keep to the numbers and bytes that are taken at once, and to the order of the rows")
    func batches() throws {
        let many = SubmissionSender.batches(try rows(250))
        #expect(many.map(\.count) == [100, 100, 50])
        #expect(many.joined().map(\.line) == Array(2...251))
        let large = SubmissionSender.batches(try rows(20, padding: 1 << 20))
        #expect(large.map(\.count) == [7, 7, 6])
        #expect(SubmissionSender.batches([]).isEmpty)
    }

    @Test("The report is a list again: semicolons, quotation marks doubled, one line for a row")
    func report() {
        let reason = ImportIssue(code: "unknown-code", pointer: "/a", columns: ["Say \"x\"; y"])
        let report = ImportReport(results: [
            ImportResult(line: 2, id: "e", outcome: "rejected", reasons: [reason]),
            ImportResult(line: 4, id: "f", outcome: "admitted", sent: .yes),
        ])
        #expect(
            report.csv == "\"line\";\"event\";\"sent\";\"outcome\";\"reasons\";\"warnings\"\r\n"
                + "\"2\";\"e\";\"no\";\"rejected\";\"unknown-code (Say \"\"x\"\"; y)\";\"\"\r\n"
                + "\"4\";\"f\";\"yes\";\"admitted\";\"\";\"\"\r\n")
        #expect(report.summary == "2 rows, 1 admitted, 1 rejected; 1 sent")
    }
}
