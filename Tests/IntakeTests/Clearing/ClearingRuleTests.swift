import Foundation
import Models
import Testing
import TestSupport

@testable import Intake

@Suite("The rules of clearing")
struct ClearingRuleTests {
    private static func checklist(
        actors: Int = 2, areas: Int = 2, tried: Bool = true, suffice: Bool = false, agreement: Bool = true
    ) -> ClearingChecklist {
        ClearingChecklist(
            actors: actors, areas: areas, regularPathwayTried: tried, ownResourcesSuffice: suffice,
            agreement: agreement)
    }

    @Test(
        "A checklist names the criteria that are not met",
        arguments: [
            (checklist(), []), (checklist(actors: 1), [.actors]), (checklist(areas: 1), [.areas]),
            (checklist(tried: false), [.regularPathwayTried]), (checklist(suffice: true), [.ownResourcesSuffice]),
            (checklist(agreement: false), [.agreement]), (checklist(actors: 0, areas: 0), [.actors, .areas]),
        ] as [(ClearingChecklist, [ClearingChecklist.Criterion])])
    func criteria(checklist: ClearingChecklist, unmet: [ClearingChecklist.Criterion]) {
        #expect(checklist.unmet == unmet)
    }

    private struct Case: Sendable, CustomTestStringConvertible {
        let decision: ClearingDecision
        let offersKIM: Bool
        let faults: [String]
        var testDescription: String { "\(decision.outcome) \(decision.reason ?? "-") \(decision.targetKind ?? "-")" }

        init(
            _ outcome: RequestState.Status, _ reason: ReasonCode? = nil, target: String? = nil,
            checklist: ClearingChecklist? = nil, offersKIM: Bool = true,
            wrong faults: [(field: String, code: ReasonCode)] = []
        ) {
            self.offersKIM = offersKIM
            decision = ClearingDecision(
                outcome: outcome, reason: reason?.rawValue, targetKind: target, checklist: checklist)
            self.faults = faults.map { "\($0.field) \($0.code.rawValue)" }
        }
    }

    private static let cases = [
        Case(.admitted, checklist: checklist()),
        // Staff decide, not the number of criteria.
        Case(.admitted, checklist: checklist(actors: 0, areas: 0, tried: false, suffice: true)),
        Case(.admitted, wrong: [("checklist", .missingField)]),
        Case(.admitted, checklist: checklist(agreement: false), wrong: [("checklist", .participationToBeAsked)]),
        Case(.admitted, checklist: checklist(actors: 0, areas: 99)),
        Case(
            .admitted, checklist: checklist(actors: -3, areas: 100),
            wrong: [("checklist/actors", .outOfRange), ("checklist/areas", .outOfRange)]),
        Case(.parked, .awaitingDecision, checklist: checklist(actors: 100), wrong: [("checklist/actors", .outOfRange)]),
        Case(.admitted, .adviceSufficient, checklist: checklist(), wrong: [("reason", .unknownCode)]),
        Case(.advised, .adviceSufficient),
        Case(.advised, wrong: [("reason", .missingField)]),
        Case(.advised, .notReached, wrong: [("reason", .unknownCode)]),
        Case(.parked, .participationToBeAsked),
        Case(.redirected, .regularService, target: "mbe"),
        Case(.redirected, .noKIMOffer, target: "coordination-office", offersKIM: false),
        Case(.redirected, .noKIMOffer, target: "mbe", offersKIM: false, wrong: [("targetKind", .noKIMOffer)]),
        Case(.redirected, .noKIMOffer, target: "coordination-office", wrong: [("reason", .codeNotValidOnDate)]),
        Case(.redirected, .noKIMOffer, offersKIM: false, wrong: [("targetKind", .missingField)]),
        Case(.redirected, .regularService, target: "coordination-office", offersKIM: false),
        Case(.redirected, .regularService, wrong: [("targetKind", .missingField)]),
        Case(.redirected, .regularService, target: "nowhere", wrong: [("targetKind", .unknownCode)]),
        Case(.redirected, .postVacant, target: "mbe", wrong: [("reason", .unknownCode)]),
        Case(.rejected, .notTargetGroup),
        Case(.rejected, .notTargetGroup, target: "mbe", wrong: [("targetKind", .unknownField)]),
        Case(.rejected, target: "mbe", wrong: [("reason", .missingField), ("targetKind", .unknownField)]),
        Case(.withdrawn, .consentWithdrawn, wrong: [("outcome", .unknownCode)]),
        Case(.waiting, .postVacant, wrong: [("outcome", .unknownCode)]),
    ]

    @Test("A decision has what its outcome asks for, and nothing else", arguments: cases)
    private func decisions(_ one: Case) throws {
        let faults = ClearingRules.faults(
            in: one.decision, on: try Samples.day("2026-09-21"), offersKIM: one.offersKIM,
            codelists: try Codelists.shipped())
        #expect(faults.map { "\($0.field) \($0.code.rawValue)" } == one.faults)
        #expect(faults.allSatisfy { !$0.code.german($0.details).contains("{") })
    }

    @Test("Every reason of a decision is a clearing reason that publishers can look up")
    func reasons() throws {
        let list = try #require(try Codelists.shipped()["clearing-reasons"])
        for reason in ClearingRules.reasons.values.joined() { #expect(list[reason.rawValue] != nil) }
    }

    @Test(
        "Urgent is what the publisher says, and livelihood or residence that ends soon or has ended, with nothing behind it",
        arguments: [
            ("{}", nil),
            (#"{"urgency": {"level": "routine"}}"#, nil),
            (
                #"{"urgency": {"level": "urgent", "reason": "housing-loss", "by": "2026-10-01"}}"#,
                RequestUrgency(reason: "housing-loss", by: LocalDate("2026-10-01"))
            ),
            (
                #"{"urgency": {"level": "urgent", "reason": "health-cover"}}"#,
                RequestUrgency(reason: "health-cover", by: nil)
            ),
            (spheres(("livelihood", "ASYLBLG_3", "2026-10-21")), gap("2026-10-21")),
            (spheres(("livelihood", "ASYLBLG_3", "2026-09-21")), gap("2026-09-21")),
            (spheres(("livelihood", "ASYLBLG_3", "2026-10-22")), nil),
            (spheres(("livelihood", "ASYLBLG_3", "2026-09-20")), gap("2026-09-20")),
            (spheres(("residence", "AUFENTHG_24", "2026-03-04")), deadline("2026-03-04")),
            (spheres(("livelihood", "ASYLBLG_3", "2026-09-20"), ("livelihood", "SGB_II", nil)), nil),
            (spheres(("livelihood", "ASYLBLG_3", nil)), nil),
            (spheres(("livelihood", "ASYLBLG_3", "2026-10-01"), ("livelihood", "SGB_II", nil)), nil),
            (spheres(("supplementary", "KINDERGELD", "2026-10-01")), nil),
            (
                spheres(("livelihood", "ASYLBLG_3", "2026-10-05"), ("residence", "AUFENTHG_60A", "2026-10-01")),
                deadline("2026-10-01")
            ),
        ] as [(String, RequestUrgency?)])
    func urgency(patch: String, expected: RequestUrgency?) throws {
        let submission = try JSONDecoder().decode(Submission.self, from: Samples.data(patch))
        let day = try Samples.day("2026-09-21")
        #expect(RequestUrgency.of(submission, on: day, within: 30) == expected)
    }

    @Test(
        "The rule itself tells on which day the urgency is another one, however long it is asked ahead",
        arguments: [
            ("{}", []),
            (spheres(("livelihood", "ASYLBLG_3", "2026-11-05")), ["2026-10-06"]),
            (spheres(("livelihood", "ASYLBLG_3", "2026-10-21")), []),
            (spheres(("livelihood", "ASYLBLG_3", "2026-11-05"), ("livelihood", "SGB_II", nil)), []),
            (
                spheres(("livelihood", "ASYLBLG_3", "2026-11-10"), ("residence", "AUFENTHG_60A", "2026-11-05")),
                ["2026-10-06"]
            ),
            (#"{"urgency": {"level": "urgent", "reason": "health-cover"}, "legalSpheres": []}"#, []),
        ] as [(String, [String])])
    func changes(patch: String, days: [String]) throws {
        let submission = try JSONDecoder().decode(Submission.self, from: Samples.data(patch))
        let rule = try Territory.example().rules.urgentDays
        var day = try Samples.day("2026-09-21")
        let last = day.adding(days: 365)
        func urgency() -> RequestUrgency? { RequestUrgency.of(submission, on: day, within: rule.value(on: day)) }
        var (found, told) = ([String](), [String]())
        while day < last {
            let (before, next) = (urgency(), RequestUrgency.nextChange(of: submission, after: day, within: rule))
            day = day.adding(days: 1)
            if urgency() != before { found.append(day.description) }
            if next == day { told.append(day.description) }
        }
        #expect(found == days && told == days)
    }

    private static func deadline(_ day: String) -> RequestUrgency {
        RequestUrgency(reason: "residence-deadline", by: LocalDate(day))
    }

    private static func gap(_ day: String) -> RequestUrgency {
        RequestUrgency(reason: "coverage-gap", by: LocalDate(day))
    }

    private static func spheres(_ spheres: (axis: String, code: String, lastDay: String?)...) -> String {
        let entries = spheres.map { sphere in
            let end = sphere.lastDay.map { #", "lastDay": "\#($0)""# } ?? ""
            return #"{"axis": "\#(sphere.axis)", "code": "\#(sphere.code)", "firstDay": "2026-01-10"\#(end)}"#
        }
        return #"{"legalSpheres": [\#(entries.joined(separator: ", "))]}"#
    }
}
