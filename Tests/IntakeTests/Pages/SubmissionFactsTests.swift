import Foundation
import Models
import Testing
import TestSupport

@testable import Intake
@testable import Runtime

@Suite("What a page shows of a submission")
struct SubmissionFactsTests {
    /// What stands at the top of the page instead.
    private static let elsewhere: Set = ["/municipality"]

    /// A submission in which every field of the contract stands; no publisher could send all of it at once.
    private static let patch = """
        {"client": {"name": {"full": "Zelda Musterfrau-Beispiel", "originalScript": "زيلدا"},
                    "interpreterNeeded": true,
                    "contact": {"emails": ["zelda@sample.example"], "addressBlocked": true, "preferred": "phone"},
                    "representation": {"kind": "guardian", "organisation": "Amt für Beispiele",
                                       "contact": {"phones": [{"number": "+4952415550111", "safe": "ask"}],
                                                   "emails": ["amt@sample.example"], "addressBlocked": false,
                                                   "address": {"street": "Amtsweg 2", "postalCode": "33332",
                                                               "city": "Musterstadt"}, "preferred": "post"}}},
         "household": {"reference": "h-1",
                       "members": [{"memberReference": "m-1", "relation": "child", "birthYear": 2015,
                                    "legalSpheres": [{"axis": "residence", "code": "AUFENTHG_27_36",
                                                      "firstDay": "2026-02-01", "lastDay": "2027-02-01"}],
                                    "needs": ["school"]}]},
         "legalSpheres": [{"axis": "residence", "code": "AUFENTHG_24", "firstDay": "2026-01-10",
                           "lastDay": "2027-03-04"}],
         "otherSupport": ["mbe"], "urgency": {"level": "urgent", "reason": "housing-loss", "by": "2026-10-09"},
         "transmission": {"provision": "§ 1 Beispielgesetz"},
         "consents": [{"purpose": "case-management", "givenBy": "client", "givenOn": "2026-09-01",
                       "validUntil": "2027-09-01", "formVersion": "2026-2", "language": "uk"}],
         "evidenceReference": "paper-7", "note": "Ruft lieber selbst an"}
        """

    private func shown(_ document: JSONValue, in language: PageLanguage) throws -> String {
        let facts = SubmissionFacts(
            words: try IntakePages.frame(codelists: .shipped()).words(in: language), territory: try .example(),
            publisher: "sample")
        return facts.groups(of: try document.decoded(as: Submission.self)).flatMap { group in
            group.facts.flatMap { fact in
                fact.lines.map { "\(group.heading) / \(fact.label): \($0.term.text) \($0.isUrgent)" }
            }
        }.joined(separator: "\n")
    }

    @Test(
        "Nothing of what came is left out: whatever another value would be, staff would see it",
        arguments: PageLanguage.allCases)
    func complete(_ language: PageLanguage) throws {
        let whole = try JSONValue.parse(Samples.data(Self.patch))
        let before = try shown(whole, in: language)
        var places: Set<String> = []
        for (place, other) in try Self.variants(of: whole, Submission.shape, at: .root) {
            places.insert(place)
            guard !Self.elsewhere.contains(place) else { continue }
            #expect(try shown(other, in: language) != before, "\(place) is not shown")
        }
        #expect(places.count > 60 && Self.elsewhere.isSubset(of: places))
    }

    // MARK: - The contract, field by field

    /// The document once with another value at each place of its contract.
    private static func variants(
        of value: JSONValue, _ shape: Shape, at place: JSONPointer
    ) throws -> [(place: String, document: JSONValue)] {
        switch shape {
        case .object(let fields, _): return try variants(of: value, fields, at: place)
        case .choice(let choice):
            let code = value[choice.tag]?.stringValue
            let variant = try #require(choice.variants.first { $0.code == code })
            let other = try #require(choice.variants.first { $0.code != code })
            return try variants(of: value, variant.fields, at: place)
                + [(place.appending(choice.tag).description, value.with(choice.tag, .string(other.code)))]
        case .array(let element, _, _):
            let first = try #require(value.arrayValue?.first, "\(place) has nothing in it")
            return try variants(of: first, element, at: place.appending(0)).map { ($0.place, .array([$0.document])) }
        default: return [(place.description, try other(value, shape))]
        }
    }

    private static func variants(
        of value: JSONValue, _ fields: [Shape.Field], at place: JSONPointer
    ) throws -> [(place: String, document: JSONValue)] {
        try fields.flatMap { field in
            let below = place.appending(field.name)
            let present = try #require(value[field.name], "\(below) is not in the sample")
            return try variants(of: present, field.shape, at: below).map {
                ($0.place, value.with(field.name, $0.document))
            }
        }
    }

    private static func other(_ value: JSONValue, _ shape: Shape) throws -> JSONValue {
        let text = value.stringValue ?? ""
        switch shape {
        case .boolean: return .bool(value != .bool(true))
        case .integer: return .number("2016")
        case .date, .partialDate: return .string("1999-12-31")
        case .code(let list):
            let codes = try #require(try Codelists.shipped()[list]).values.map(\.code)
            return .string(try #require(codes.first { $0 != text }))
        case .string(let rule): return .string(rule.form == .languageTag ? "ti" : text + "1")
        default: throw Unknown(shape: "\(shape)")
        }
    }

    /// A shape that the contract of submissions did not have when this was written.
    private struct Unknown: Error { let shape: String }
}

extension JSONValue {
    fileprivate func with(_ name: String, _ value: JSONValue) -> JSONValue {
        .object((objectValue ?? []).map { $0.name == name ? JSONMember(name: name, value: value) : $0 })
    }
}
