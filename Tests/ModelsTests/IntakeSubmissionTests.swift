import Foundation
import Testing

@testable import Models

/// One change of the full sample and what it must be refused, or warned, with.
private struct Breakage: Sendable, CustomTestStringConvertible {
    let place: String
    let value: JSONValue?
    let code: ReasonCode
    let pointer: String

    init(_ place: String, _ value: JSONValue?, _ code: ReasonCode, at pointer: String? = nil) {
        (self.place, self.value, self.code, self.pointer) = (place, value, code, pointer ?? place)
    }

    var testDescription: String { "\(place) -> \(code.rawValue)" }
}

private func text(_ count: Int) -> JSONValue { .string(String(repeating: "a", count: count)) }

private let client = [
    Breakage("/client", nil, .missingField), Breakage("/client", [], .wrongType),
    Breakage("/client/name", nil, .missingField), Breakage("/client/name", ["originalScript": "أميرة"], .missingField),
    Breakage("/client/name", "Amira", .wrongType), Breakage("/client/name/family", "Олена", .charactersNotPermitted),
    Breakage("/client/name/given", "أميرة", .charactersNotPermitted),
    Breakage("/client/name/full", "Mu\u{308}ller", .notNormalized), Breakage("/client/name/family", "", .tooShort),
    Breakage("/client/name/family", "  ", .tooShort), Breakage("/client/name/family", text(201), .tooLong),
    Breakage("/client/name/given", .null, .wrongType), Breakage("/client/name/originalScript", "a\nb", .invalidFormat),
    Breakage("/client/birth/date", nil, .missingField), Breakage("/client/birth/date", "1991-02-31", .invalidFormat),
    Breakage("/client/birth/date", "1991-13", .invalidFormat), Breakage("/client/birth/date", 1991, .wrongType),
    Breakage("/client/birth/date", "2026-11-25", .dateInFuture), Breakage("/client/birth/date", "2027", .dateInFuture),
    Breakage("/client/birth/date", "1895", .outOfRange), Breakage("/client/birth/basis", nil, .missingField),
    Breakage("/client/birth/basis", "guess", .unknownCode),
    Breakage("/client/birth/date", "2010-05-01", .representationRequired, at: "/client/representation"),
    Breakage("/client/gender", nil, .missingField), Breakage("/client/gender", "f", .unknownCode),
    Breakage("/client/nationalities", "SYR", .wrongType), Breakage("/client/nationalities/1", "SY", .unknownCode),
    Breakage("/client/nationalities/1", "SCG", .codeNotValidOnDate),
    Breakage("/client/nationalities/1", "SYR", .duplicateValue),
    Breakage("/client/nationalities", ["SYR", "XKX", "TUR", "IRQ", "IRN"], .tooMany),
    Breakage("/client/languages/0/tag", "de_DE", .invalidFormat),
    Breakage("/client/languages/0/use", nil, .missingField),
    Breakage("/client/interpreterNeeded", "yes", .wrongType),
    Breakage("/client/contact/phones/0/number", "05241", .tooShort),
    Breakage("/client/contact/phones/0/number", "52415550100", .invalidFormat),
    Breakage("/client/contact/phones/0/safe", true, .wrongType),
    Breakage("/client/contact/emails/0", "keine-adresse", .invalidFormat),
    Breakage("/client/contact/addressBlocked", true, .addressBlockedWithAddress, at: "/client/contact/address"),
    Breakage("/client/contact/address/postalCode", "D-3333", .tooLong),
    Breakage("/client/contact/address/city", nil, .missingField),
    Breakage("/client/contact/preferred", "fax", .unknownCode),
    Breakage("/client/representation/kind", "friend", .unknownCode),
]

private let rest = [
    Breakage("/clientReference", "Müller Amira", .invalidFormat), Breakage("/clientReference", text(129), .tooLong),
    Breakage("/household/members/0/memberReference", nil, .missingField),
    Breakage("/household/members/0/birthYear", 2027, .dateInFuture),
    Breakage("/household/members/0/birthYear", 1880, .outOfRange),
    Breakage("/household/members/0/birthYear", .number("2019.5"), .outOfRange),
    Breakage("/household/members/0/birthYear", .number("1e999"), .outOfRange),
    Breakage(
        "/household/members/1", ["memberReference": "M-1", "relation": "child"], .duplicateValue,
        at: "/household/members/1/memberReference"),
    Breakage("/household/members/0/needs/0", "money", .unknownCode),
    Breakage("/municipality", nil, .missingField), Breakage("/municipality", 5_754_008, .wrongType),
    Breakage("/municipality", "0575400", .tooShort), Breakage("/municipality", "0575400X", .invalidFormat),
    Breakage("/legalSpheres/0/axis", nil, .missingField), Breakage("/legalSpheres/0/axis", "benefit", .unknownCode),
    Breakage("/legalSpheres/2/code", "ASYLG_55", .unknownCode),
    Breakage("/legalSpheres/0/firstDay", nil, .missingField),
    Breakage("/legalSpheres/2/firstDay", "2026-02-31", .invalidFormat),
    Breakage("/legalSpheres/0/lastDay", "2024-01-09", .periodReversed),
    Breakage("/legalSpheres/0/lastDay", "2026-11-01", .overlappingResidence, at: "/legalSpheres/1"),
    Breakage("/legalSpheres/0/lastDay", nil, .overlappingResidence, at: "/legalSpheres/1"),
    Breakage("/needs", ["housing", "housing"], .duplicateValue, at: "/needs/1"),
    Breakage("/accessRoute", nil, .missingField), Breakage("/accessRoute", "walk-in", .unknownCode),
    Breakage("/otherSupport/0", "church", .unknownCode), Breakage("/urgency/reason", nil, .missingField),
    Breakage("/urgency/level", "very", .unknownCode), Breakage("/urgency/by", "morgen", .invalidFormat),
    Breakage("/transmission", nil, .transmissionMissing), Breakage("/transmission", true, .wrongType),
    Breakage("/transmission/basis", nil, .missingField), Breakage("/transmission/basis", "interest", .unknownCode),
    Breakage("/transmission/basis", "statute", .missingField, at: "/transmission/provision"),
    Breakage("/transmission/givenBy", nil, .missingField),
    Breakage("/transmission/givenOn", "2026-11-25", .dateInFuture),
    Breakage("/transmission/form", "phone", .unknownCode), Breakage("/participation", nil, .missingField),
    Breakage("/participation", "declined", .participationDeclined), Breakage("/participation", "yes", .unknownCode),
    Breakage("/consents/0/purpose", "newsletter", .unknownCode),
    Breakage("/consents/0/formVersion", nil, .missingField),
    Breakage("/consents/0/validUntil", "2026-11-19", .periodReversed),
    Breakage("/consents/0/givenOn", "2026-11-25", .dateInFuture),
    Breakage("/evidenceReference", "Akte 1", .invalidFormat), Breakage("/note", text(501), .tooLong),
    Breakage("/note", "a\u{0}b", .invalidFormat),
]

@Suite("Submission")
struct IntakeSubmissionTests {
    @Test("The full sample is accepted without a warning and keeps every field")
    func full() throws {
        guard case .accepted(let submission, let warnings) = try Sample.check(Sample.full) else {
            Issue.record("refused: \(try Sample.check(Sample.full))")
            return
        }
        #expect(warnings.isEmpty)
        #expect(try JSONValue.parse(JSONEncoder().encode(submission)).canonical() == Sample.full.canonical())
        #expect(submission.ageGroup(on: Sample.day) == .from27to44)
        #expect(!Submission.isMinor(in: Sample.full, on: Sample.day))
    }

    @Test("The least submission is accepted, and what is left out is empty")
    func least() throws {
        guard case .accepted(let submission, _) = try Sample.check(Sample.least) else {
            Issue.record("refused: \(try Sample.check(Sample.least))")
            return
        }
        #expect(submission.client.nationalities.isEmpty)
        #expect(submission.legalSpheres.isEmpty)
        #expect(submission.household == nil)
        #expect(submission.ageGroup(on: Sample.day) == nil)
        #expect(!Submission.isMinor(in: Sample.least, on: Sample.day))
    }

    @Test("Each breakage is refused with its code at its place, and nothing else is wrong", arguments: client + rest)
    fileprivate func breakages(breakage: Breakage) throws {
        let outcome = try Sample.check(Sample.full.with(breakage.place, breakage.value))
        guard case .refused(let errors, _) = outcome else {
            Issue.record("accepted")
            return
        }
        #expect(errors.map(\.code) == [breakage.code])
        #expect(errors.map(\.pointer) == [breakage.pointer])
    }

    @Test(
        "Variants that people really have are accepted",
        arguments: [
            ("/client/name", ["full": "Sumarni"]), ("/client/nationalities", ["XKX"]),
            ("/client/nationalities", ["XXA"]),
            ("/client/nationalities", ["destatis:998"]), ("/client/nationalities", []), ("/client/gender", "no-entry"),
            ("/client/birth", ["date": "1991", "basis": "estimate"]),
            ("/client/birth", ["date": "1991-04", "basis": "unknown"]),
            ("/client/contact", ["addressBlocked": true]), ("/client/contact", [:]), ("/participation", "to-be-asked"),
            ("/client/birth/date", "2026-11-24"), ("/urgency", ["level": "routine"]),
            ("/legalSpheres", [["axis": "residence", "code": "UNKNOWN", "firstDay": "2026-11-01"]]),
            (
                "/transmission",
                [
                    "basis": "self-referral", "givenBy": "client", "givenOn": "2026-11-24",
                    "form": "oral-documented",
                ]
            ),
        ] as [(String, JSONValue)])
    func variants(place: String, value: JSONValue) throws {
        let sample = Sample.full.with("/client/representation", ["kind": "parents"]).with(place, value)
        guard case .accepted = try Sample.check(sample) else {
            Issue.record("refused: \(try Sample.check(sample))")
            return
        }
    }

    @Test(
        "A minor is accepted with a guardian, and without one only from the 18th birthday",
        arguments: [
            ("2010-05-01", ["kind": "guardian", "organisation": "Jugendamt"], true), ("2010-05-01", nil, false),
            ("2010-05-01", ["kind": "none"], false), ("2008-11-24", nil, true), ("2008-11-25", nil, false),
            ("2008", nil, true), ("2009", nil, false),
        ] as [(String, JSONValue?, Bool)])
    func minors(born: String, representation: JSONValue?, accepted: Bool) throws {
        let sample = Sample.full.with("/client/birth/date", .string(born)).with(
            "/client/representation", representation)
        switch try Sample.check(sample) {
        case .accepted: #expect(accepted)
        case .refused(let errors, _):
            #expect(!accepted)
            #expect(errors.map(\.code) == [.representationRequired])
        }
    }

    @Test(
        "What is only remarkable is a warning",
        arguments: [
            (
                "/client/birth", ["date": "1991-01-01", "basis": "statement"], ReasonCode.januaryFirstYearOnly,
                "/client/birth/date"
            ),
            (
                "/legalSpheres/3", ["axis": "livelihood", "code": "OWN_INCOME", "firstDay": "2026-11-15"],
                .overlappingLivelihood, "/legalSpheres/3"
            ),
            ("/client/shoeSize", 42, .unknownField, "/client/shoeSize"), ("/a~b", 1, .unknownField, "/a~0b"),
        ] as [(String, JSONValue, ReasonCode, String)])
    func warnings(place: String, value: JSONValue, code: ReasonCode, pointer: String) throws {
        guard case .accepted(_, let warnings) = try Sample.check(Sample.full.with(place, value)) else {
            Issue.record("refused")
            return
        }
        #expect(warnings.map(\.code) == [code])
        #expect(warnings.map(\.pointer) == [pointer])
    }

    @Test("All errors come at once, of form and of meaning, and none tells what was sent")
    func allAtOnce() throws {
        let secret = "Geheimwert-Ж"
        let sample = Sample.full
            .with("/client/name/family", .string(secret)).with("/municipality", .string(secret))
            .with("/client/contact/addressBlocked", true).with("/transmission", nil).with("/participation", "declined")
            .with("/client/birth/date", "2012-01-01").with("/accessRoute", .string(secret))
            .with("/legalSpheres/0/lastDay", nil).with("/consents/0/validUntil", "2020-01-01")
            .with("/unknown", .string(secret))
        guard case .refused(let errors, let warnings) = try Sample.check(sample) else {
            Issue.record("accepted")
            return
        }
        #expect(
            Set(errors.map { "\($0.code.rawValue) \($0.pointer ?? "")" }) == [
                "characters-not-permitted /client/name/family", "too-long /municipality", "unknown-code /accessRoute",
                "transmission-missing /transmission", "participation-declined /participation",
                "representation-required /client/representation",
                "address-blocked-with-address /client/contact/address",
                "overlapping-residence /legalSpheres/1", "period-reversed /consents/0/validUntil",
            ])
        #expect(errors.count == 9)
        #expect(warnings.map(\.code) == [.unknownField])
        let told = try JSONEncoder().encode(errors + warnings)
        #expect(!String(decoding: told, as: UTF8.self).contains("Geheimwert"))
    }

    @Test("An unknown code names its list and version")
    func unknownCode() throws {
        guard case .refused(let errors, _) = try Sample.check(Sample.full.with("/accessRoute", "x")) else {
            Issue.record("accepted")
            return
        }
        let version = try #require(try Codelists.shipped()["access-routes"]?.version)
        #expect(errors.first?.message.contains("access-routes") == true)
        #expect(errors.first?.message.contains(version) == true)
    }

    @Test("Duplicate names are refused at every depth")
    func duplicates() throws {
        let text = String(decoding: Sample.least.encoded(), as: UTF8.self)
            .replacingOccurrences(of: #""gender":"unknown""#, with: #""gender":"unknown","gender":"male""#)
        let outcome = SubmissionCheck.check(Data(text.utf8), on: Sample.day, codelists: try Codelists.shipped())
        guard case .refused(let errors, _) = outcome else {
            Issue.record("accepted")
            return
        }
        #expect(errors.map(\.code) == [.duplicateField])
        #expect(errors.map(\.pointer) == ["/client/gender"])
    }

    @Test(
        "What is no JSON object is refused with one reason",
        arguments: [
            ("", ReasonCode.invalidJSON), ("{", .invalidJSON), (String(repeating: "[", count: 1000), .invalidJSON),
            ("[]", .wrongType), ("null", .wrongType), ("\"text\"", .wrongType),
        ])
    func noObject(text: String, code: ReasonCode) throws {
        let outcome = SubmissionCheck.check(Data(text.utf8), on: Sample.day, codelists: try Codelists.shipped())
        guard case .refused(let errors, _) = outcome else {
            Issue.record("accepted")
            return
        }
        #expect(errors.map(\.code) == [code])
    }
}
