import Foundation
import Testing

@testable import Models

@Suite("Codelists")
struct CodelistsTests {
    @Test("Every list is there with a German name for each code")
    func complete() throws {
        let codelists = try Codelists.shipped()
        #expect(codelists.names.count == 32)
        for name in codelists.names {
            let list = try #require(codelists[name])
            #expect(LocalDate(list.version) != nil, "\(name)")
            #expect(list.values.allSatisfy { !$0.german.isEmpty && !$0.code.isEmpty }, "\(name)")
        }
        #expect(codelists["residence"]?.values.count == 16)
        #expect(codelists["livelihood"]?.values.count == 11)
        #expect(codelists["supplementary"]?.values.count == 11)
        #expect(codelists["closure"]?.values.count == 13)
        let special = codelists["life-areas"]?.values.filter(\.specialCategory).map(\.code)
        #expect(special == ["health", "care-and-disability", "protection-from-violence"])
    }

    @Test("Types and lists of codes are the same")
    func types() throws {
        let codelists = try Codelists.shipped()
        func codes(_ name: String) -> [String] { codelists[name]?.values.map(\.code) ?? [] }
        #expect(codes("age-groups") == AgeGroup.allCases.map(\.rawValue))
        #expect(codes("axes") == LegalSphereAxis.allCases.map(\.rawValue))
        #expect(codes("participation") == Participation.allCases.map(\.rawValue))
        #expect(codes("transmission-bases") == TransmissionBasis.allCases.map(\.rawValue))
        #expect(codes("birth-bases") == BirthBasis.allCases.map(\.rawValue))
        #expect(codes("representation-kinds") == RepresentationKind.allCases.map(\.rawValue))
        #expect(codes("urgency-levels") == UrgencyLevel.allCases.map(\.rawValue))
        #expect(codes("outcomes") == Receipt.Outcome.allCases.map(\.rawValue))
        #expect(codes("clearing-reasons").allSatisfy { ReasonCode(rawValue: $0) != nil })
    }

    @Test(
        "Codes are valid from their first to their last day",
        arguments: [
            ("SCG", "2003-02-03", Codelist.Standing.notOnThisDay), ("SCG", "2003-02-04", .valid),
            ("SCG", "2006-06-02", .valid), ("SCG", "2006-06-03", .notOnThisDay), ("XKX", "2026-11-24", .valid),
            ("destatis:998", "2026-11-24", .valid), ("destatis:99", "2026-11-24", .unknown),
            ("destatis:99a", "2026-11-24", .unknown), ("QQQ", "2026-11-24", .unknown), ("deu", "2026-11-24", .unknown),
        ] as [(String, String, Codelist.Standing)])
    func validity(code: String, day: String, standing: Codelist.Standing) throws {
        let list = try #require(try Codelists.shipped()["nationalities"])
        #expect(list.standing(of: code, on: try #require(LocalDate(day))) == standing)
    }

    @Test(
        "The origin group follows the first nationality that is neither German nor unknown",
        arguments: [
            (["SYR"], "middle-east-north-africa"), (["DEU"], "german"), (["DEU", "TUR"], "turkey"),
            (["UKR", "POL"], "ukraine"), ([], "stateless-unknown"), (["XXX", "AFG"], "afghanistan-iran-pakistan"),
            (["XKX"], "western-balkans"), (["destatis:998"], "stateless-unknown"), (["XXA"], "stateless-unknown"),
            (["DEU", "XXX"], "german"),
        ])
    func originGroups(nationalities: [String], group: String) throws {
        #expect(try Codelists.shipped().originGroup(of: nationalities) == group)
    }

    @Test(
        "Ages at the borders of the groups",
        arguments: [
            (-1, "0-5"), (0, "0-5"), (5, "0-5"), (6, "6-15"), (15, "6-15"), (16, "16-17"), (17, "16-17"), (18, "18-26"),
            (26, "18-26"), (27, "27-44"), (44, "27-44"), (45, "45-64"), (64, "45-64"), (65, "65+"), (110, "65+"),
        ])
    func ageGroups(age: Int, group: String) {
        #expect(AgeGroup(age: age).rawValue == group)
    }

    @Test(
        "A year of life is complete on the birthday; partial dates count from their middle",
        arguments: [
            ("2008-11-24", "2026-11-23", 17), ("2008-11-24", "2026-11-24", 18), ("2008-02-29", "2026-02-28", 17),
            ("2008-02-29", "2026-03-01", 18), ("2008-02-29", "2028-02-29", 20), ("2008", "2026-06-30", 17),
            ("2008", "2026-07-01", 18), ("2008-04", "2026-04-14", 17), ("2008-04", "2026-04-15", 18),
        ])
    func ages(born: String, day: String, age: Int) throws {
        #expect(try #require(PartialDate(born)).age(on: try #require(LocalDate(day))) == age)
        #expect(PartialDate(born)?.description == born)
    }

    @Test("The 1st of January without a document counts as the year")
    func firstOfJanuary() throws {
        let date = try #require(PartialDate("2008-01-01"))
        #expect(Submission.Birth(date: date, basis: .document).countedDate == date)
        #expect(Submission.Birth(date: date, basis: .statement).countedDate == PartialDate("2008"))
    }

    @Test("A municipality key has 8 digits and names its Kreis")
    func ags() {
        #expect(AGS("05754008")?.kreis == "05754")
        #expect(AGS("5754008") == nil)
    }

    @Test(
        "Broken list files are refused",
        arguments: [
            ("a: {version: '1', values: []}", ""),
            ("a: {version: '1', values: [{code: x, german: X}, {code: x, german: Y}]}", ""),
            ("a: [", ""), ("a: {version: '1', values: [{code: x, german: X}]}", "DEU;Deutschland;german;;"),
            ("a: {version: '1', values: [{code: x, german: X}]}", "DEU;Deutschland"),
            ("a: {version: '1', values: [{code: x, german: X, validTo: 2026-02-30}]}", ""),
        ])
    func brokenFiles(lists: String, countries: String) {
        #expect(throws: CodelistError.self) { try Codelists(lists: Data(lists.utf8), countries: countries) }
    }

    @Test("Every reason has a German and an English sentence, and its placeholders are filled")
    func reasons() {
        for code in ReasonCode.allCases {
            #expect(code.german() != code.rawValue, "\(code.rawValue)")
            #expect(code.english() != code.rawValue, "\(code.rawValue)")
        }
        #expect(Set(ReasonTexts.table.keys) == Set(ReasonCode.allCases.map(\.rawValue)))
        #expect(ReasonCode.tooLong.german(["maximum": "5"]) == "Höchstens 5 Zeichen.")
        #expect(ReasonCode.tooLong.english(["maximum": "5"]) == "At most 5 characters.")
    }
}
