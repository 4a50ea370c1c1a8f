import Foundation
import Models
import Testing

/// Invented submissions and their admissions.
enum Samples {
    static let guetersloh = "05754008"
    static let rietberg = "05754032"

    /// The texts of ``submission(needs:spheres:consents:)`` from which the person could be told.
    static let personal = ["Musterfrau", "Zelda", "+4952415550100", "Musterweg", "1991-04"]

    /// A person with these needs, spheres (axis:code) and consents (purpose, given on, valid until).
    static func submission(
        needs: [String] = ["housing", "language"], spheres: [String] = ["residence:AUFENTHG_24"],
        consents: [(purpose: String, on: String, until: String?)] = [], client: String = sampleClient
    ) -> String {
        let spheres = spheres.map { $0.split(separator: ":") }.map {
            #"{"axis": "\#($0[0])", "code": "\#($0[1])", "firstDay": "2026-01-10", "lastDay": "2027-03-04"}"#
        }
        let consents = consents.map { consent in
            let until = consent.until.map { #", "validUntil": "\#($0)""# } ?? ""
            return """
                {"purpose": "\(consent.purpose)", "givenBy": "client", "givenOn": "\(consent.on)"\(until),
                 "formVersion": "2026-1", "language": "ar"}
                """
        }
        return """
            {"client": \(client), "municipality": "05754008", "accessRoute": "referral", "participation": "agreed",
             "needs": [\(needs.map { "\"\($0)\"" }.joined(separator: ","))],
             "legalSpheres": [\(spheres.joined(separator: ","))], "consents": [\(consents.joined(separator: ","))],
             "transmission": {"basis": "self-referral", "givenOn": "2026-09-01", "form": "written"}}
            """
    }

    static let sampleClient = """
        {"name": {"family": "Musterfrau", "given": "Zelda"}, "gender": "female",
         "birth": {"date": "1991-04-12", "basis": "document"}, "nationalities": ["UKR"],
         "contact": {"phones": [{"number": "+4952415550100", "safe": "yes"}],
                     "address": {"street": "Musterweg 1", "postalCode": "33330", "city": "Gütersloh"}}}
        """

    static let household = Household(
        key: "household-1", members: [.init(key: "member-1", ageGroup: "27-44"), .init(key: "member-2")])

    /// The admission that hands a document over to a service with this key.
    static func admission(
        of document: String = submission(), to recipient: PublicKey, caseID: String = "case-1",
        sealedFor subject: String? = nil, municipality: String = guetersloh, post: String = "gt-cm-1"
    ) throws -> Admission {
        Admission(
            requestId: "request-of-\(caseID)", caseId: caseID, receivedOn: try day("2026-09-18"),
            municipality: municipality, provider: "stadt-guetersloh", post: post, household: household,
            sealed: try sealed(document, as: Admission.eventType, about: subject ?? caseID, for: recipient))
    }

    private static func sealed(
        _ document: String, as type: String, about subject: String, for recipient: PublicKey
    ) throws -> SealedContent {
        try SealedContent(
            sealing: Data(document.utf8), under: DataKey(bytes: DataKey.freshBytes()), as: type, about: subject,
            to: recipient)
    }

    /// A correction that is handed over, with this document as the new body.
    static func correction(
        to recipient: PublicKey, _ document: String = submission(), kind: String = "error",
        about caseID: String = "case-1"
    ) throws -> CorrectionHandover {
        let body = """
            {"submission": {"source": "https://sample.example/kim", "id": "e-1"}, "kind": "\(kind)",
             "effectiveOn": "2026-10-01", "data": \(document)}
            """
        return CorrectionHandover(
            requestId: "request-of-\(caseID)", caseId: caseID, publisher: "sample", receivedOn: try day("2026-09-21"),
            sealed: try sealed(body, as: CorrectionHandover.eventType, about: caseID, for: recipient))
    }

    /// A half of a change that is handed over: `ends` or `begins`, with the sphere as JSON.
    static func change(
        to recipient: PublicKey, _ half: String, _ sphere: String, from publisher: String, state: String = "decided",
        reference: String = "change-1", axis: String = "livelihood", about caseID: String = "case-1"
    ) throws -> LegalSphereChangeHandover {
        let body = """
            {"client": {"handle": "handle-1"}, "axis": "\(axis)", "state": "\(state)", "\(half)": \(sphere),
             "changeReference": "\(reference)",
             "transmission": {"basis": "statute", "provision": "§ 1 Beispielgesetz"}}
            """
        return LegalSphereChangeHandover(
            requestId: "request-of-\(caseID)", caseId: caseID, publisher: publisher, receivedOn: try day("2026-09-21"),
            sealed: try sealed(body, as: LegalSphereChangeHandover.eventType, about: caseID, for: recipient))
    }

    /// A withdrawal that is handed over.
    static func withdrawal(
        _ reason: Withdrawal.Reason, about caseID: String = "case-1"
    ) throws -> WithdrawalHandover {
        WithdrawalHandover(
            requestId: "request-of-\(caseID)", caseId: caseID, publisher: "sample", receivedOn: try day("2026-09-21"),
            reason: reason)
    }
}

func day(_ text: String) throws -> LocalDate { try #require(LocalDate(text)) }
