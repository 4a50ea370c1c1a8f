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
        let key = DataKey(bytes: DataKey.freshBytes())
        let purpose = Admission.eventType
        let subject = subject ?? caseID
        return Admission(
            requestId: "request-of-\(caseID)", caseId: caseID, receivedOn: try day("2026-09-18"),
            municipality: municipality, provider: "stadt-guetersloh", post: post, household: household,
            sealed: SealedContent(
                wrappedKey: try key.wrapped(for: recipient, purpose: purpose, subject: subject),
                recipientKeyId: recipient.id, formatVersion: Int(Seal.formatVersion),
                ciphertext: try key.seal(of: subject).seal(
                    Data(document.utf8), purpose: purpose, subject: subject)))
    }
}

func day(_ text: String) throws -> LocalDate { try #require(LocalDate(text)) }
