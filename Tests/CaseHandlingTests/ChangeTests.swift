import Foundation
import HTTPTypes
import Models
import TestSupport
import Testing

@testable import CaseHandling

@Suite("Changing a case")
struct ChangeTests {
    @Test("An assessment and a closure each raise the version by one and are published")
    func changes() async throws {
        let rig = try await CaseRig.withCase()
        _ = try await rig.published()

        let assessed = try await rig.post("/v1/cases/case-1/assessments", #"{"on": "2026-09-21"}"#)
        #expect(assessed.status == .created)
        #expect(assessed.headers[.eTag] == "\"2\"")
        let closed = try await rig.post(
            "/v1/cases/case-1/closures", #"{"reason": "moved-away", "closedOn": "2026-09-21"}"#)
        #expect(closed.status == .created)

        let published = try await rig.published()
        #expect(try published == [assessed, closed].map { try $0.decoded(as: CaseState.self) })
        #expect(published.map(\.version) == [2, 3])
        #expect(published.map(\.changes) == [["assessment-recorded"], ["closed"]])
        #expect(published.map(\.currentPhase) == [.planning, .closed])
        #expect(try published[1].assessments.map(\.on) == [day("2026-09-21")])
        #expect(published[1].closures.map(\.reason) == ["moved-away"])
        #expect(published[1].phases.map(\.phase) == [.assessment, .planning, .closed])
        #expect(try !published[1].isOpen(on: day("2026-09-21")))
    }

    @Test("A day that is not given is today; a further assessment leaves the phase as it is")
    func today() async throws {
        let rig = try await CaseRig.withCase()
        for _ in 1...2 { #expect(try await rig.post("/v1/cases/case-1/assessments", "{}").status == .created) }
        _ = try await rig.post("/v1/cases/case-1/closures", #"{"reason": "deceased"}"#)
        let state = try #require(try await rig.published().last)
        #expect(try state.assessments.map(\.on) == [day("2026-09-21"), day("2026-09-21")])
        #expect(try state.closures.map(\.closedOn) == [day("2026-09-21")])
        #expect(state.phases.map(\.phase) == [.assessment, .planning, .closed])
    }

    struct Refusal: Sendable {
        let path: String
        let body: String
        let status: HTTPResponse.Status
        var faults: [String] = []
    }

    @Test(
        "What cannot be is refused with everything that is wrong, and changes nothing",
        arguments: [
            Refusal(
                path: "assessments", body: #"{"on": "2026-09-22"}"#, status: .unprocessableContent,
                faults: ["/on date-in-future"]),
            Refusal(
                path: "assessments", body: #"{"on": "2026-09-20"}"#, status: .unprocessableContent,
                faults: ["/on before-opening"]),
            Refusal(
                path: "assessments", body: #"{"on": "2026-02-31"}"#, status: .badRequest,
                faults: ["/on invalid-format"]),
            Refusal(path: "assessments", body: "", status: .badRequest, faults: [" invalid-json"]),
            Refusal(path: "closures", body: "{}", status: .badRequest, faults: ["/reason missing-field"]),
            Refusal(
                path: "closures", body: #"{"reason": "bored"}"#, status: .unprocessableContent,
                faults: ["/reason unknown-code"]),
            Refusal(
                path: "closures", body: #"{"reason": "bored", "closedOn": "2027-01-01"}"#,
                status: .unprocessableContent, faults: ["/reason unknown-code", "/closedOn date-in-future"]),
            Refusal(
                path: "closures", body: #"{"reason": "deceased", "closedOn": "2026-09-20"}"#,
                status: .unprocessableContent, faults: ["/closedOn before-opening"]),
        ])
    func refusals(_ refusal: Refusal) async throws {
        let rig = try await CaseRig.withCase()
        _ = try await rig.published()
        let answer = try await rig.post("/v1/cases/case-1/\(refusal.path)", refusal.body)
        #expect(answer.status == refusal.status)
        let errors = try answer.decoded(as: ProblemBody.self).errors ?? []
        #expect(errors.map { "\($0.pointer ?? "") \($0.code)" } == refusal.faults)
        #expect(try await rig.published().isEmpty)
    }

    @Test("A closed case takes neither a closure nor an assessment")
    func closed() async throws {
        let rig = try await CaseRig.withCase()
        _ = try await rig.post("/v1/cases/case-1/closures", #"{"reason": "left-germany"}"#)
        _ = try await rig.published()
        for (path, body) in [("closures", #"{"reason": "left-germany"}"#), ("assessments", "{}")] {
            let answer = try await rig.post("/v1/cases/case-1/\(path)", body)
            #expect(answer.status == .conflict)
            #expect(try answer.decoded(as: ProblemBody.self).name == "case-closed")
        }
        #expect(try await rig.published().isEmpty)
    }

    @Test("A case that is not there is not found", arguments: ["assessments", "closures"])
    func missing(path: String) async throws {
        let answer = try await CaseRig.withCase().post("/v1/cases/case-2/\(path)", #"{"reason": "deceased"}"#)
        #expect(answer.status == .notFound)
        #expect(try answer.decoded(as: ProblemBody.self).name == "case-not-found")
    }

    @Test(
        "If-Match lets a change pass only to the version it was made for",
        arguments: [
            ("\"2\"", true), ("*", true), ("\"1\", \"2\"", true), ("\"1\"", false), ("\"3\"", false),
            ("W/\"2\"", false), ("2", false), ("", false),
        ])
    func precondition(header: String, passes: Bool) async throws {
        let rig = try await CaseRig.withCase()
        _ = try await rig.post("/v1/cases/case-1/assessments", "{}")
        #expect(try await rig.get("/v1/cases/case-1").headers[.eTag] == "\"2\"")
        let answer = try await rig.post("/v1/cases/case-1/assessments", "{}", headers: [.ifMatch: header])
        #expect(answer.status == (passes ? .created : .preconditionFailed))
        #expect(try await rig.get("/v1/cases/case-1").headers[.eTag] == (passes ? "\"3\"" : "\"2\""))
    }

    @Test("The same Idempotency-Key closes once and is answered alike, whatever If-Match says by then")
    func repetition() async throws {
        let rig = try await CaseRig.withCase()
        _ = try await rig.published()
        let key = try #require(HTTPField.Name("Idempotency-Key"))
        let headers: HTTPFields = [key: "closing-1", .ifMatch: "\"1\""]
        var answers: [CaseRig.Answer] = []
        for _ in 1...2 {
            answers.append(
                try await rig.post("/v1/cases/case-1/closures", #"{"reason": "merged"}"#, headers: headers))
        }
        #expect(answers.map(\.status) == [.created, .created])
        #expect(answers[0].body == answers[1].body)
        #expect(try await rig.published().map(\.version) == [2])
    }

    @Test("When the consent is over, the next state no longer tells of special categories")
    func consentOver() async throws {
        let rig = try CaseRig()
        let opened = try await rig.admit(
            Samples.submission(
                needs: ["health", "work"], consents: [("special-categories", "2026-09-01", "2026-09-21")]))
        #expect(opened.first?.needs.map(\.area) == ["health", "work"])
        // Moves the clock on to the next day.
        try await rig.admit(caseID: "case-2", at: CaseRig.now.addingTimeInterval(86_400))
        _ = try await rig.post("/v1/cases/case-1/assessments", "{}")
        #expect(try await rig.published().map { $0.needs.map(\.area) } == [["work"]])
    }
}
