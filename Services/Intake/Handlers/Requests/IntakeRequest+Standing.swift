import Foundation
import Models

extension IntakeRequest {
    /// What the receipt says of the request as it stands.
    var outcome: Receipt.Outcome {
        switch state.status {
        case .parked: .parked
        case .waiting, nil: .waiting
        case .admitted: .admitted
        case .advised: .advised
        case .redirected: .redirected
        case .rejected: .rejected
        case .withdrawn: .withdrawn
        }
    }

    /// What the publisher told; `nil` where it is not kept.
    func submission(with keys: ServiceKeys) throws -> Submission? {
        try content.map { content in
            let plain = try content.opened(in: IntakeRequest.contentPlace, of: state.requestId, with: keys)
            return try JSONDecoder().decode(Submission.self, from: plain)
        }
    }

    /// Places in a body that is not kept tell nothing.
    var keptWarnings: [ValidationIssue] { content == nil ? [] : warnings }

    /// Why it stands as it does.
    var reasons: [ValidationIssue] {
        (state.states.inForce.last?.reasons ?? []).compactMap(ReasonCode.init).map { ValidationIssue($0) }
    }

    /// The publisher's name for the case, which no other publisher can compare with its own; none before admission.
    func handle(under identity: IdentityKey) -> String? {
        state.caseId.map { ClientName(handleOf: $0, for: publisher, under: identity).text }
    }
}
