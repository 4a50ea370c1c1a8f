import Foundation

@testable import Models

/// A submission with every field, of an invented person, and ways to change it.
enum Sample {
    static let day = LocalDate(dayNumber: 20_781)

    static let full: JSONValue = [
        "clientReference": "P-4711",
        "client": [
            "name": ["family": "Beispiel", "given": "Amira", "originalScript": "أميرة"],
            "birth": ["date": "1991-04-12", "basis": "document"],
            "gender": "female",
            "nationalities": ["SYR", "XKX"],
            "languages": [["tag": "ar", "use": "preferred"], ["tag": "de", "use": "understood"]],
            "interpreterNeeded": true,
            "contact": [
                "phones": [["number": "+495241000001", "safe": "ask"]],
                "emails": ["amira@post.example"],
                "address": ["street": "Musterweg 1", "postalCode": "33330", "city": "Gütersloh"],
                "addressBlocked": false,
                "preferred": "phone",
            ],
            "representation": ["kind": "none"],
        ],
        "household": [
            "reference": "H-1",
            "members": [
                [
                    "memberReference": "M-1", "relation": "child", "birthYear": 2019, "needs": ["early-childhood"],
                    "legalSpheres": [["axis": "supplementary", "code": "KINDERGELD", "firstDay": "2026-01-01"]],
                ]
            ],
        ],
        "municipality": "05754008",
        "legalSpheres": [
            ["axis": "residence", "code": "ASYLG_55", "firstDay": "2024-01-10", "lastDay": "2026-10-31"],
            ["axis": "residence", "code": "AUFENTHG_25_1_2", "firstDay": "2026-11-01"],
            ["axis": "livelihood", "code": "SGB_II", "firstDay": "2026-11-01"],
        ],
        "needs": ["housing", "language"],
        "accessRoute": "referral",
        "otherSupport": ["mbe"],
        "urgency": ["level": "urgent", "reason": "housing-loss", "by": "2026-12-15"],
        "transmission": [
            "basis": "consent", "givenBy": "client", "givenOn": "2026-11-20", "form": "written",
            "formVersion": "2026-01",
            "language": "ar", "interpreterUsed": true, "confidentialityRelease": "given",
        ],
        "participation": "agreed",
        "consents": [
            [
                "purpose": "case-management", "givenBy": "client", "givenOn": "2026-11-20", "validUntil": "2027-11-20",
                "formVersion": "2026-01", "language": "ar",
            ]
        ],
        "evidenceReference": "AKTE-1",
        "note": "Bitte nachmittags\nanrufen.",
    ]

    /// The least that the contract accepts.
    static let least: JSONValue = [
        "client": ["name": ["full": "Amira"], "gender": "unknown"],
        "municipality": "05754008",
        "accessRoute": "self",
        "transmission": ["basis": "statute", "provision": "§ 1 Beispielgesetz"],
        "participation": "to-be-asked",
    ]

    static func check(_ value: JSONValue) throws -> SubmissionOutcome {
        SubmissionCheck.check(value.encoded(), on: day, codelists: try Codelists.shipped())
    }
}

extension JSONValue {
    /// The same document with another value at a place; `nil` removes the member or element there, and a place that
    /// does not exist is made.
    func with(_ pointer: String, _ value: JSONValue?) -> JSONValue {
        replaced(pointer.split(separator: "/").map(String.init)[...], value)
    }

    private func replaced(_ path: ArraySlice<String>, _ value: JSONValue?) -> JSONValue {
        guard let step = path.first else { return value ?? .null }
        let rest = path.dropFirst()
        switch self {
        case .object(var members):
            let index = members.firstIndex { $0.name == step }
            if rest.isEmpty, value == nil {
                members.removeAll { $0.name == step }
            } else if let index {
                members[index] = JSONMember(name: step, value: members[index].value.replaced(rest, value))
            } else {
                members.append(JSONMember(name: step, value: JSONValue.object([]).replaced(rest, value)))
            }
            return .object(members)
        case .array(var elements):
            guard let index = Int(step), index <= elements.count else { return self }
            if rest.isEmpty, value == nil {
                elements.remove(at: index)
            } else if index == elements.count {
                elements.append(JSONValue.object([]).replaced(rest, value))
            } else {
                elements[index] = elements[index].replaced(rest, value)
            }
            return .array(elements)
        default: return JSONValue.object([]).replaced(path, value)
        }
    }
}
