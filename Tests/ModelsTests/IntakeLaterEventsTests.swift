import Foundation
import Testing

@testable import Models

@Suite("Corrections, withdrawals and changes of legal spheres")
struct IntakeLaterEventsTests {
    private static let submission: JSONValue = ["source": "https://sample.example/kim", "id": "e-1"]
    private static let transmission: JSONValue = ["basis": "statute", "provision": "§ 1 Beispielgesetz"]

    private static let correction: JSONValue = [
        "submission": submission, "kind": "change", "effectiveOn": "2026-10-01", "data": Sample.full,
    ]
    private static let withdrawal: JSONValue = ["submission": submission, "reason": "no-longer-needed"]
    private static let change: JSONValue = [
        "client": ["handle": "h-1"], "axis": "livelihood", "state": "decided",
        "ends": ["code": "ASYLBLG_3", "lastDay": "2026-10-31"],
        "begins": ["code": "SGB_II", "firstDay": "2026-11-01", "firstPaymentOn": "2026-11-02"],
        "changeReference": "change-1", "transmission": transmission,
    ]

    private static func told<Body: IntakeBody>(_ value: JSONValue, as body: Body.Type) throws -> [String] {
        switch Body.check(value, on: Sample.day, codelists: try Codelists.shipped()) {
        case .accepted(_, let warnings): warnings.map { "(\($0.code.rawValue)) \($0.pointer ?? "")" }
        case .refused(let errors, let warnings):
            errors.map { "\($0.code.rawValue) \($0.pointer ?? "")" }
                + warnings.map { "(\($0.code.rawValue)) \($0.pointer ?? "")" }
        }
    }

    @Test("What fulfils its contract is read as its type")
    func accepted() throws {
        let codelists = try Codelists.shipped()
        guard
            case .accepted(let correction, _) = Correction.check(
                Self.correction, on: Sample.day, codelists: codelists),
            case .accepted(let withdrawal, _) = Withdrawal.check(
                Self.withdrawal, on: Sample.day, codelists: codelists),
            case .accepted(let change, _) = LegalSphereChange.check(Self.change, on: Sample.day, codelists: codelists)
        else {
            Issue.record("refused")
            return
        }
        #expect(correction.kind == .change && correction.effectiveOn == LocalDate("2026-10-01"))
        #expect(correction.data == (try Sample.full.decoded(as: Submission.self)))
        #expect(withdrawal.reason == .noLongerNeeded && withdrawal.submission.id == "e-1")
        #expect(change.ends?.lastDay == LocalDate("2026-10-31") && change.begins?.code == "SGB_II")
    }

    @Test(
        "A correction is told everything that is wrong with it, at the place where it stands",
        arguments: [
            ("effectiveOn", nil, ["missing-field /effectiveOn"]), ("kind", "other", ["unknown-code /kind"]),
            ("kind", "error", []),
            ("submission", [:], ["missing-field /submission/source", "missing-field /submission/id"]),
            ("data", nil, ["missing-field /data"]), ("shoeSize", 38, ["(unknown-field) /shoeSize"]),
        ] as [(String, JSONValue?, [String])])
    func corrections(field: String, value: JSONValue?, expected: [String]) throws {
        #expect(try Self.told(Self.correction.setting(field, to: value), as: Correction.self) == expected)
    }

    @Test(
        "A correction that does not say its kind learns of everything that is wrong whichever it is",
        arguments: [
            ([:], ["missing-field /kind", "missing-field /submission", "missing-field /data"]),
            (
                ["kind": "x", "submission": submission, "effectiveOn": "soon", "data": Sample.full, "shoeSize": 38],
                ["unknown-code /kind", "invalid-format /effectiveOn", "(unknown-field) /shoeSize"]
            ),
            (
                ["submission": submission, "data": Sample.full.setting("accessRoute", to: "x")],
                ["missing-field /kind", "unknown-code /data/accessRoute"]
            ),
        ] as [(JSONValue, [String])])
    func correctionsOfNoKind(document: JSONValue, expected: [String]) throws {
        #expect(try Set(Self.told(document, as: Correction.self)) == Set(expected))
    }

    @Test(
        "A change that does not say its axis learns of everything that is wrong on each of them",
        arguments: [
            (
                ["axis": "x", "ends": ["code": 7, "lastDay": "soon"], "begins": ["code": "SGB_II"]],
                [
                    "unknown-code /axis", "missing-field /client", "missing-field /state",
                    "invalid-format /ends/lastDay", "missing-field /begins/firstDay", "missing-field /changeReference",
                    "transmission-missing /transmission",
                ]
            ),
            (
                change.setting("axis", to: nil).setting("state", to: "x"),
                ["missing-field /axis", "unknown-code /state"]
            ),
        ] as [(JSONValue, [String])])
    func changesOfNoAxis(document: JSONValue, expected: [String]) throws {
        #expect(try Set(Self.told(document, as: LegalSphereChange.self)) == Set(expected))
    }

    @Test("The new body of a correction is judged by every rule of a submission")
    func correctedBody() throws {
        let data = Sample.full.setting("participation", to: "declined").setting("transmission", to: nil)
            .setting("shoeSize", to: 38)
        #expect(
            try Set(Self.told(Self.correction.setting("data", to: data), as: Correction.self)) == [
                "participation-declined /data/participation", "transmission-missing /data/transmission",
                "(unknown-field) /data/shoeSize",
            ])
    }

    @Test(
        "A withdrawal names a submission and a reason of the list",
        arguments: [
            ("reason", "other", ["unknown-code /reason"]), ("reason", nil, ["missing-field /reason"]),
            ("submission", nil, ["missing-field /submission"]), ("reason", 7, ["wrong-type /reason"]),
        ] as [(String, JSONValue?, [String])])
    func withdrawals(field: String, value: JSONValue?, expected: [String]) throws {
        #expect(try Self.told(Self.withdrawal.setting(field, to: value), as: Withdrawal.self) == expected)
    }

    @Test(
        "A change names its client, and at least one sphere of its axis",
        arguments: [
            ("ends", nil, []), ("begins", nil, []), ("client", [:], ["missing-field /client"]),
            ("client", ["clientReference": "p-1"], []), ("state", "unknown", ["unknown-code /state"]),
            ("transmission", nil, ["transmission-missing /transmission"]),
            ("ends", ["code": "AUFENTHG_24", "lastDay": "2026-10-31"], ["unknown-code /ends/code"]),
            ("ends", ["code": "ASYLBLG_3", "lastDay": "2026-11-01"], ["(overlapping-livelihood) /begins/firstDay"]),
            ("changeReference", "with space", ["invalid-format /changeReference"]),
            (
                "transmission",
                ["basis": "consent", "givenBy": "client", "givenOn": "2030-01-01", "form": "written"],
                ["date-in-future /transmission/givenOn"]
            ),
        ] as [(String, JSONValue?, [String])])
    func changes(field: String, value: JSONValue?, expected: [String]) throws {
        #expect(try Self.told(Self.change.setting(field, to: value), as: LegalSphereChange.self) == expected)
    }

    @Test("A change without either half is none, and of residence there is one sphere at a time")
    func halves() throws {
        let none = Self.change.setting("ends", to: nil).setting("begins", to: nil)
        #expect(try Self.told(none, as: LegalSphereChange.self) == ["missing-field "])
        let residence = Self.change.setting("axis", to: "residence")
            .setting("ends", to: ["code": "ASYLG_55", "lastDay": "2026-10-31"])
            .setting("begins", to: ["code": "AUFENTHG_25_1_2", "firstDay": "2026-10-31"])
        #expect(
            try Self.told(residence, as: LegalSphereChange.self) == ["overlapping-residence /begins/firstDay"])
    }

    @Test("Each reason of a withdrawal is in its list and is a reason code of receipts")
    func reasons() throws {
        let list = try #require(try Codelists.shipped()["withdrawal-reasons"])
        #expect(list.values.map(\.code) == Withdrawal.Reason.allCases.map(\.rawValue))
        #expect(Withdrawal.Reason.allCases.allSatisfy { $0.code.rawValue == $0.rawValue })
        let kinds = try #require(try Codelists.shipped()["correction-kinds"])
        #expect(kinds.values.map(\.code) == Correction.Kind.allCases.map(\.rawValue))
        let states = try #require(try Codelists.shipped()["change-states"])
        #expect(states.values.map(\.code) == LegalSphereChange.State.allCases.map(\.rawValue))
    }
}

extension JSONValue {
    /// The object with another value of a member, or without it.
    fileprivate func setting(_ name: String, to value: JSONValue?) -> JSONValue {
        let others = (objectValue ?? []).filter { $0.name != name }
        return .object(others + (value.map { [JSONMember(name: name, value: $0)] } ?? []))
    }
}
