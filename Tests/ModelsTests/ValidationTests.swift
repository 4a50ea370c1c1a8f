import Foundation
import Testing

@testable import Models

@Suite("Validation")
struct ValidationTests {
    @Test(
        "Names in Latin letters of DIN 91379 pass",
        arguments: [
            "Müller", "O'Connor", "O’Neill", "García-López", "Nguyễn Thị", "Łukasz", "Şahin", "İbrahim", "Ağaoğlu",
            "Þór",
            "ʿAbd al-Raḥmān", "M\u{302}bida", "K\u{35F}hān", "R\u{325}\u{304}", "Dvořák, jun.", "Ẓāhir", "S\u{304}ẞ",
        ])
    func latinNames(name: String) {
        #expect(LatinName.problem(in: name) == nil)
    }

    @Test(
        "Other scripts, digits, controls and marks on letters that the norm does not know are refused",
        arguments: [
            ("Олена", ReasonCode.charactersNotPermitted), ("محمد", .charactersNotPermitted),
            ("Mu\u{308}ller", .notNormalized), ("B\u{302}ob", .charactersNotPermitted),
            ("Anna2", .charactersNotPermitted),
            ("A\u{0}B", .charactersNotPermitted), ("A\u{200B}B", .charactersNotPermitted),
            ("😀", .charactersNotPermitted),
            ("Νίκος", .charactersNotPermitted), ("\u{301}", .charactersNotPermitted),
        ] as [(String, ReasonCode)])
    func otherNames(name: String, problem: ReasonCode) {
        #expect(LatinName.problem(in: name) == problem)
    }

    @Test(
        "The forms of text accept and refuse, and their patterns say the same",
        arguments: [
            (
                TextForm.reference, ["a", "K-1.2_3:4;5=6", String(repeating: "x", count: 128)],
                ["", "a b", "ä", "a/b", String(repeating: "x", count: 129)]
            ),
            (
                .phone, ["+4952414711", "+1234567", "052414711", "(05241) 555-0100", "+49 (0)5241/5550100"],
                ["52414711", "+0521", "+123456", "+12345678901234567", "+49 5241", "+", "01", "05241 x", "+49+5241555"]
            ),
            (
                .email, ["a@b.example", "vorname.nachname+x@stadt-gt.example", "ü@münchen.example"],
                ["a", "a@b", "@b.example", "a@@b.example", "a b@c.example", "a@b..example", "a@b.example."]
            ),
            (
                .languageTag,
                ["de", "ckb", "uk-UA", "sr-Latn-RS", "zh-cmn-Hans-CN", "de-1996", "es-419", "kmr-x-privat"],
                ["", "d", "deutsch", "de_DE", "de-", "-de", "de-a", "12", "de-DE-DE", "de--DE"]
            ),
            (.ags, ["05754008"], ["5754008", "057540080", "0575400a", "٠٥٧٥٤٠٠٨"]),
            (.postalCode, ["33330"], ["3333", "333300", "3333a"]),
            (.line, ["a", "ä 😀"], ["a\nb", "\u{7F}", "\u{0}"]),
            (.text, ["a\nb\tc"], ["\u{0}", "\u{1B}[0m"]),
        ] as [(TextForm, [String], [String])])
    func forms(form: TextForm, good: [String], bad: [String]) throws {
        let pattern = try NSRegularExpression(pattern: form.pattern)
        func matches(_ text: String) -> Bool {
            pattern.firstMatch(in: text, range: NSRange(text.startIndex..., in: text)) != nil
        }
        for text in good {
            #expect(form.problem(in: text) == nil, "\(text)")
            #expect(matches(text), "\(text)")
        }
        for text in bad {
            #expect(form.problem(in: text) == .invalidFormat, "\(text)")
            #expect(!matches(text), "\(text)")
        }
    }

    @Test(
        "A telephone number is kept in E.164, in whichever German way it was written",
        arguments: [
            "05241 555-0100", "05241/5550100", "(05241) 555 01 00", "0049 5241 5550100", "+49 5241 555.0100",
            "+49 (0)5241 5550100", "+49 05241 5550100", "+4952415550100",
        ])
    func phoneNumbers(written: String) {
        #expect(PhoneNumber(written)?.text == "+4952415550100")
    }

    @Test("A number abroad stays one, and what has too many digits is none")
    func foreignNumbers() {
        #expect(PhoneNumber("0038044 123 45 67")?.text == "+380441234567")
        #expect(PhoneNumber("+1234567890123456") == nil)
        #expect(PhoneNumber("0 0") == nil)
    }

    @Test("Lengths count Unicode scalars, and white space alone is nothing")
    func lengths() throws {
        let codelists = try Codelists.shipped()
        func codes(_ text: String) -> [ReasonCode] {
            Shape.line(3).issues(in: .string(text), on: Sample.day, codelists: codelists).errors.map(\.code)
        }
        #expect(codes("äöü").isEmpty)
        #expect(codes("e\u{301}e\u{301}") == [.tooLong])
        #expect(codes("") == [.tooShort])
        #expect(codes(" \u{A0}") == [.tooShort])
    }

    @Test(
        "Dates and instants accept what the calendar has",
        arguments: [
            (
                Shape.date, ["2024-02-29", "0001-01-01"],
                ["2023-02-29", "2024-2-9", "2024-02-30", "24-02-29", "2024-02-29T"]
            ),
            (
                .partialDate, ["1991", "1991-04", "1991-04-12"],
                ["91", "1991-13", "1991-00", "1991-02-31", "1991-4", "1991-04-12 ", "0000", "199a"]
            ),
            (
                .instant,
                [
                    "2026-11-24T16:14:47Z", "2026-11-24T16:14:47.123+01:00", "2026-11-24t16:14:47.1z",
                    "2026-12-31T23:59:60Z",
                ],
                [
                    "2026-11-24T16:14:47", "2026-11-24", "2026-11-24T24:00:00Z", "2026-11-24 16:14:47Z",
                    "2026-11-24T16:14:47Zx",
                    "2026-11-24T16:14:47.Z", "2026-02-30T00:00:00Z", "2026-11-24T16:14:47+0100",
                ]
            ),
        ] as [(Shape, [String], [String])])
    func dates(shape: Shape, good: [String], bad: [String]) throws {
        let codelists = try Codelists.shipped()
        for text in good {
            #expect(shape.issues(in: .string(text), on: Sample.day, codelists: codelists).errors.isEmpty, "\(text)")
        }
        for text in bad {
            let errors = shape.issues(in: .string(text), on: Sample.day, codelists: codelists).errors
            #expect(errors.map(\.code) == [.invalidFormat], "\(text)")
        }
    }

    @Test(
        "Instants are written to the millisecond and read back",
        arguments: [
            ("2026-11-24T16:14:47.123Z", "2026-11-24T16:14:47.123Z"),
            (
                "2026-11-24T16:14:47.999+01:00",
                "2026-11-24T15:14:47.999Z"
            ), ("1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z"),
            ("2026-12-31T23:59:60Z", "2027-01-01T00:00:00.000Z"),
            ("2026-11-24T00:30:00-01:30", "2026-11-24T02:00:00.000Z"),
        ])
    func instants(text: String, written: String) throws {
        let instant = try #require(Instant.parse(text))
        #expect(Instant.text(instant) == written)
    }

    @Test("Unknown fields are told once and everything else goes on")
    func unknownFields() throws {
        let shape = Shape.object([.required("a", .boolean)])
        let value: JSONValue = ["x/y": 1, "a": true, "x/y": 2, "b": "personal"]
        let findings = shape.issues(in: value, on: Sample.day, codelists: try Codelists.shipped())
        #expect(findings.errors == [ValidationIssue(.duplicateField, at: .root.appending("x/y"))])
        #expect(findings.warnings.map(\.pointer) == ["/x~1y", "/b"])
    }

    @Test("A name that no field has, endless or with control characters, is told by the object that has it")
    func wildNames() throws {
        let shape = Shape.object([.required("a", .object([]))])
        let value: JSONValue = ["a": ["b\u{2}c": 1, .init(repeating: "d", count: 129): 2, "e": 3]]
        let findings = shape.issues(in: value, on: Sample.day, codelists: try Codelists.shipped())
        #expect(findings.warnings.map(\.pointer) == ["/a", "/a", "/a/e"])
    }

    @Test("The schema of the submission is complete, ordered and the same each time")
    func schema() throws {
        let codelists = try Codelists.shipped()
        let schema = Submission.shape.jsonSchema(id: "tag:a", title: "A", codelists: codelists)
        #expect(schema["$schema"] == "https://json-schema.org/draft/2020-12/schema")
        #expect(
            schema["required"]
                == ["client", "municipality", "accessRoute", "transmission", "participation"])
        #expect(schema["properties"]?["client"]?["properties"]?["name"]?["anyOf"]?.arrayValue?.count == 3)
        #expect(schema["properties"]?["legalSpheres"]?["items"]?["oneOf"]?.arrayValue?.count == 3)
        let definitions = try #require(schema["$defs"]?.objectValue?.map(\.name))
        #expect(definitions == definitions.sorted())
        #expect(schema["$defs"]?["nationalities"]?["anyOf"]?.arrayValue?.last == ["pattern": "^destatis:[0-9]{3}$"])
        let references = schema.pretty().split(separator: "#/$defs/").dropFirst().map { $0.prefix { $0 != "\"" } }
        #expect(Set(references.map(String.init)) == Set(definitions))
        #expect(schema.pretty() == Submission.shape.jsonSchema(id: "tag:a", title: "A", codelists: codelists).pretty())
    }
}
