import Models
import Runtime

/// Two requests side by side, with the least by which staff tell whether they are about one person.
struct ProposalModel: Sendable {
    /// A line of the comparison.
    struct Line: Sendable {
        let label: String
        let here: String
        let there: String
    }

    /// A request with its content, as far as it is kept.
    typealias Side = (request: IntakeRequest, submission: Submission?)

    let number: String
    let other: String
    let otherAddress: String
    let kind: String?
    let lines: [Line]
    let evidence: [String]
    let hasEvidence: Bool
    let action: String
    let key: String

    /// - Parameter proposal: what is proposed; `nil` for what counts as the same person already.
    init(
        _ here: Side, _ there: Side, proposal: PersonProposal?, key: String, _ territory: Territory,
        _ words: PageWords
    ) {
        let id = there.request.state.requestId
        (other, number, otherAddress) = (id, RequestPages.number(of: id), RequestPages.address(of: id))
        kind = proposal.map { words["proposal-\($0.kind.rawValue)"] }
        evidence = (proposal?.evidence ?? []).map { words["evidence-\($0.rawValue)"] }
        hasEvidence = !evidence.isEmpty
        action = RequestPages.address(of: here.request.state.requestId) + "/persons"
        self.key = key
        lines = [
            ("name", { $0.submission.map { SubmissionFacts.name($0.client.name) } }),
            ("originalScript", { $0.submission?.client.name.originalScript }),
            ("birth", { $0.submission?.client.birth.map { words.day($0.date) } }),
            ("municipality", { territory.municipalityName($0.request.municipality) }),
            ("received", { words.day($0.request.state.receivedOn) }),
            ("state", { words.status($0.request.state.status).text }),
        ].compactMap { (label, value: (Side) -> String?) in
            let (one, other) = (value(here), value(there))
            guard one != nil || other != nil else { return nil }
            return Line(label: words[label], here: one ?? words["notTold"], there: other ?? words["notTold"])
        }
    }
}

/// Another request that is decided not to be about the same person, without anything of who it is about; with the form
/// by which staff change their mind.
struct DecidedPair: Sendable {
    let number: String
    let other: String
    let otherAddress: String
    let decision: String
    let seen: String
    let isHousehold: Bool
    let action: String
    let key: String

    init(_ decided: ShownRequest.Decided, of id: String, key: String, _ words: PageWords) {
        (other, number) = (decided.request, RequestPages.number(of: decided.request))
        otherAddress = RequestPages.address(of: decided.request)
        decision = words["decided-\(decided.decision.rawValue)"]
        (seen, isHousehold) = (decided.decision.rawValue, decided.decision == .household)
        action = RequestPages.address(of: id) + "/persons"
        self.key = key
    }
}
