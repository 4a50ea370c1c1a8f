import Foundation
import Models

/// Invented submissions, varied by merge patches (RFC 7386).
enum Samples {
    static let guetersloh = "05754008"
    static let steinhagen = "05754040"

    /// The texts of the sample from which a person could be told.
    static let personal = ["Musterfrau", "Zelda", "+4952415550100", "Musterweg"]

    static let submission = """
        {"clientReference": "ref-1",
         "client": {"name": {"family": "Musterfrau", "given": "Zelda"},
                    "birth": {"date": "1991-04-12", "basis": "document"}, "gender": "female",
                    "nationalities": ["SYR"], "languages": [{"tag": "ar", "use": "preferred"}],
                    "contact": {"phones": [{"number": "+4952415550100", "safe": "yes"}],
                                "address": {"street": "Musterweg 1", "postalCode": "33330", "city": "Gütersloh"}}},
         "municipality": "05754008", "needs": ["housing", "language"], "accessRoute": "referral",
         "legalSpheres": [{"axis": "residence", "code": "AUFENTHG_24", "firstDay": "2026-01-10"}],
         "transmission": {"basis": "consent", "givenBy": "client", "givenOn": "2026-09-01", "form": "written",
                          "formVersion": "2026-1", "language": "ar", "interpreterUsed": true,
                          "confidentialityRelease": "not-needed"},
         "participation": "agreed"}
        """

    /// The sample with these changes.
    static func data(_ patch: String = "{}") throws -> Data {
        let sample = try JSONValue.parse(Data(submission.utf8))
        return merged(sample, with: try JSONValue.parse(Data(patch.utf8))).encoded()
    }

    private static func merged(_ target: JSONValue, with patch: JSONValue) -> JSONValue {
        guard case .object(let changes) = patch else { return patch }
        var members = target.objectValue ?? []
        for change in changes {
            let index = members.firstIndex { $0.name == change.name }
            let value = merged(index.map { members[$0].value } ?? .null, with: change.value)
            if change.value == .null {
                if let index { members.remove(at: index) }
            } else if let index {
                members[index] = JSONMember(name: change.name, value: value)
            } else {
                members.append(JSONMember(name: change.name, value: value))
            }
        }
        return .object(members)
    }

    /// A submission as an event of a publisher.
    static func event(
        _ patch: String = "{}", id: String = "e-1", source: String = Sources.sample,
        type: String = Submission.eventType, time: String? = "2026-09-21T10:00:00+02:00"
    ) throws -> Envelope {
        Envelope(id: id, source: source, type: type, time: time, data: try data(patch))
    }

    /// A post of case management; other numbers than whole ones are parts of a post.
    static func post(
        _ id: String, serves municipalities: [String] = [guetersloh], fte: Double = 1, baustein: Int = 2,
        version: Int = 1, from: String = "2021-10-01", to: String? = nil,
        leave: (from: String, to: String)? = nil
    ) throws -> PostState {
        let recordedAt = Timestamp(Date(timeIntervalSince1970: 1_700_000_000))
        return PostState(
            postId: id, version: version, baustein: baustein, employer: "stadt-guetersloh",
            municipalities: municipalities,
            occupied: try [.init(from: day(from), to: to.map(day), fte: fte, recordedAt: recordedAt)],
            leave: try leave.map { [.init(from: try day($0.from), to: try day($0.to), recordedAt: recordedAt)] } ?? [],
            scope: "stadt-gt")
    }

    static func day(_ text: String) throws -> LocalDate {
        guard let day = LocalDate(text) else { throw NoSuchDay(text: text) }
        return day
    }

    struct NoSuchDay: Error { let text: String }
}

/// The publishers of the example territory.
enum Sources {
    static let sample = "https://sample.example/kim"
    static let abh = "https://abh.example/fachverfahren"
    static let jobcenter = "https://jobcenter.example/kim"
}
