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

    /// A submission as an event of a publisher; every id but the first is about another person, unless the patch says
    /// who it is.
    static func event(
        _ patch: String = "{}", id: String = "e-1", source: String = Sources.sample,
        type: String = Submission.eventType, time: String? = "2026-09-21T10:00:00+02:00"
    ) throws -> Envelope {
        let person = id == "e-1" ? "ref-1" : "ref-of-\(id.replacing(/[^A-Za-z0-9-]/, with: "-"))"
        let own = try data(#"{"clientReference": "\#(person)"}"#)
        let body = merged(try JSONValue.parse(own), with: try JSONValue.parse(Data(patch.utf8)))
        return Envelope(id: id, source: source, type: type, time: time, data: body.encoded())
    }

    /// A correction of a submission, with the sample as the new body.
    static func correction(
        _ patch: String = "{}", of submission: String = "e-1", kind: String = "error", effectiveOn: String? = nil,
        id: String = "c-1", source: String = Sources.sample, about owner: String? = nil
    ) throws -> Envelope {
        let day = effectiveOn.map { #", "effectiveOn": "\#($0)""# } ?? ""
        let data = String(decoding: try data(patch), as: UTF8.self)
        return later(
            """
            {"submission": {"source": "\(owner ?? source)", "id": "\(submission)"}, "kind": "\(kind)"\(day),
             "data": \(data)}
            """, type: Correction.eventType, id: id, source: source)
    }

    /// A withdrawal of a submission.
    static func withdrawal(
        _ reason: Withdrawal.Reason, of submission: String = "e-1", id: String = "w-1",
        source: String = Sources.sample, about owner: String? = nil
    ) -> Envelope {
        later(
            """
            {"submission": {"source": "\(owner ?? source)", "id": "\(submission)"}, "reason": "\(reason.rawValue)"}
            """, type: Withdrawal.eventType, id: id, source: source)
    }

    /// The change of a legal sphere of a client.
    static func change(
        _ client: String, ends: String? = #"{"code": "ASYLBLG_3", "lastDay": "2026-09-30"}"#, begins: String? = nil,
        axis: String = "livelihood", more: String = "", id: String = "l-1", source: String = Sources.sample
    ) -> Envelope {
        let ends = ends.map { #""ends": \#($0), "# } ?? ""
        let begins = begins.map { #""begins": \#($0), "# } ?? ""
        return later(
            """
            {"client": \(client), "axis": "\(axis)", "state": "decided", \(ends)\(begins)\(more)
             "changeReference": "change-1",
             "transmission": {"basis": "statute", "provision": "§ 1 Beispielgesetz"}}
            """, type: LegalSphereChange.eventType, id: id, source: source)
    }

    private static func later(_ data: String, type: String, id: String, source: String) -> Envelope {
        Envelope(id: id, source: source, type: type, time: "2026-09-21T11:00:00+02:00", data: Data(data.utf8))
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

    /// A case as CaseHandling publishes it, opened on 1 September 2026.
    static func caseState(_ id: String, at post: String, closedOn: String? = nil) throws -> CaseState {
        let recordedAt = Timestamp(IntakeRig.now)
        let openedOn = try day("2026-09-01")
        return CaseState(
            caseId: id, version: 1, receivedOn: openedOn, openedOn: openedOn,
            responsibilities: [
                .init(
                    municipality: guetersloh, provider: "stadt-guetersloh", post: post, from: openedOn,
                    recordedAt: recordedAt)
            ],
            closures: try closedOn.map {
                [.init(closedOn: try day($0), reason: "goals-reached", recordedAt: recordedAt)]
            } ?? [])
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
