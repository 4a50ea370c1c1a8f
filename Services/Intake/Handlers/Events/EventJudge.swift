import Foundation
import Models

/// What events of every type are judged by, before what only their own type knows: the envelope, the form of the data,
/// the contract of the body, the publisher's entry. Pure.
struct EventJudge: Sendable {
    /// The Kreis and its publishers.
    let territory: Territory
    /// The codelists that codes are checked against.
    let codelists: Codelists

    /// Judges an event on the local day of its record; all errors at once.
    ///
    /// - Parameter others: what else is wrong with the data, as far as they can be read.
    func judge<Body: IntakeBody>(
        _ incoming: Incoming, as body: Body.Type, on day: LocalDate, others: (JSONValue) -> [ValidationIssue]
    ) -> CheckOutcome<Body> {
        let envelopeErrors = incoming.hasTime ? [] : [ValidationIssue(.timeMissing)]
        switch incoming.data {
        case .failure(let error):
            let details = ["reason": error.reason.rawValue, "offset": String(error.offset)]
            return .refused(errors: envelopeErrors + [ValidationIssue(.invalidJSON, details: details)], warnings: [])
        case .success(let json):
            let further = envelopeErrors + others(json)
            switch Body.check(json, on: day, codelists: codelists) {
            case .refused(let errors, let warnings): return .refused(errors: errors + further, warnings: warnings)
            case .accepted(_, let warnings) where !further.isEmpty:
                return .refused(errors: further, warnings: warnings)
            case let accepted: return accepted
            }
        }
    }

    /// Whether the right to send that the data state is registered for the publisher.
    func basisErrors(in json: JSONValue, from publisher: Territory.Publisher) -> [ValidationIssue] {
        guard let basis = json["transmission"]?["basis"]?.stringValue.flatMap(Territory.Publisher.LegalBasis.init),
            !publisher.legalBases.contains(basis)
        else { return [] }
        let pointer = JSONPointer.root.appending("transmission").appending("basis")
        return [ValidationIssue(.legalBasisNotPermitted, at: pointer)]
    }
}
