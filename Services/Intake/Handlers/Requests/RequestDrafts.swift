import Foundation
import Models
import Pipeline

/// Makes requests of submissions that fulfil their contract: pseudonyms, household keys, sealed content.
struct RequestDrafts: Sendable {
    /// Under whose id key pseudonyms are made, and under whose key data keys are wrapped.
    let keys: ServiceKeys

    /// A request without a status yet.
    func draft(
        of submission: Submission, as envelope: Envelope, from publisher: Territory.Publisher, keepsContent: Bool,
        _ transaction: Transaction
    ) throws -> IntakeRequest {
        let requestID = keys.identity.aggregate("request", envelope.source, envelope.id)
        let caseID = keys.identity.aggregate("case", envelope.source, envelope.id)
        let receivedOn = transaction.today
        let municipality = submission.municipality.description
        return IntakeRequest(
            caseID: caseID, source: envelope.source, eventID: envelope.id, publisher: publisher.id,
            municipality: municipality, receivedAt: transaction.now,
            household: household(of: submission, from: publisher, caseID: caseID, on: receivedOn),
            content: keepsContent
                ? try StoredContent(
                    sealing: JSONEncoder().encode(submission), under: transaction.dataKey(for: requestID),
                    in: IntakeRequest.contentPlace, of: requestID, with: keys)
                : nil,
            state: RequestState(
                requestId: requestID, version: 0, receivedOn: receivedOn, municipality: municipality,
                accessRoute: submission.accessRoute, ageGroup: submission.ageGroup(on: receivedOn)?.rawValue,
                gender: submission.client.gender,
                urgency: submission.urgency.map { RequestState.Urgency(level: $0.level, by: $0.by) }))
    }

    /// The household as keys. A publisher's references count within one household, so that a child whom both parents'
    /// submissions name is one person; without a reference the case is a household of its own.
    private func household(
        of submission: Submission, from publisher: Territory.Publisher, caseID: String, on day: LocalDate
    ) -> Household {
        let identity = keys.identity
        let household = submission.household
        let key =
            household?.reference.map { identity.aggregate("household", publisher.id, $0) }
            ?? identity.aggregate("household", caseID)
        let client = Household.Member(
            key: submission.clientReference.map { identity.aggregate("member", key, $0) }
                ?? identity.aggregate("member", caseID),
            ageGroup: submission.ageGroup(on: day)?.rawValue)
        let members = (household?.members ?? []).map { member in
            Household.Member(
                key: identity.aggregate("member", key, member.memberReference),
                ageGroup: member.birthYear.flatMap(PartialDate.init(year:))
                    .map { AgeGroup(born: $0, on: day).rawValue },
                relation: member.relation)
        }
        return Household(key: key, members: [client] + members)
    }
}
