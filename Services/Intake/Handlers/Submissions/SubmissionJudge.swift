import Foundation
import Models

/// What a submission is answered with, before anything is kept of it.
enum Judgement: Sendable {
    /// It does not fulfil its contract; nothing of the person is kept.
    case refused([ValidationIssue], warnings: [ValidationIssue])
    /// It fulfils its contract and becomes a request.
    case request(Submission, Course, warnings: [ValidationIssue])

    /// The way of a request.
    enum Course: Sendable, Equatable {
        /// To a post of the municipality, if one is occupied.
        case toPost
        /// Waits for a person.
        case parked(ReasonCode)
        /// Belongs to another offer.
        case redirected(ReasonCode)

        /// Whether there is a purpose left for what the publisher told of the person.
        var keepsContent: Bool {
            switch self {
            case .toPost, .parked: true
            case .redirected: false
            }
        }
    }
}

/// Judges submissions by their contract, the publisher's entry and the territory. Pure.
struct SubmissionJudge: Sendable {
    /// The Kreis and its publishers.
    let territory: Territory
    /// The codelists that codes are checked against.
    let codelists: Codelists

    /// Judges an event of a publisher on the local day of its record.
    func judge(_ incoming: Incoming, of publisher: Territory.Publisher, on day: LocalDate) -> Judgement {
        guard incoming.envelope.type == Submission.eventType else {
            return .refused([ValidationIssue(.unknownEventType)], warnings: [])
        }
        guard publisher.eventTypes.contains(.submission) else {
            return .refused([ValidationIssue(.eventTypeNotPermitted)], warnings: [])
        }
        let envelopeErrors = errors(of: incoming.envelope)
        switch incoming.data {
        case .failure(let error):
            let details = ["reason": error.reason.rawValue, "offset": String(error.offset)]
            return .refused(envelopeErrors + [ValidationIssue(.invalidJSON, details: details)], warnings: [])
        case .success(let json):
            let others = envelopeErrors + errors(of: json, from: publisher)
            switch SubmissionCheck.check(json, on: day, codelists: codelists) {
            case .refused(let errors, let warnings):
                return .refused(withEmergencyContact(errors + others), warnings: warnings)
            case .accepted(_, let warnings) where !others.isEmpty:
                return .refused(others, warnings: warnings)
            case .accepted(let submission, let warnings):
                return .request(
                    submission, course(of: submission, from: publisher, on: day),
                    warnings: warnings + emergency(in: submission, on: day))
            }
        }
    }

    private func errors(of envelope: Envelope) -> [ValidationIssue] {
        envelope.time.flatMap(Instant.parse) == nil ? [ValidationIssue(.timeMissing)] : []
    }

    /// What only the publisher's entry and the territory can refuse, as far as the data can be read.
    private func errors(of json: JSONValue, from publisher: Territory.Publisher) -> [ValidationIssue] {
        var errors: [ValidationIssue] = []
        let root = JSONPointer.root
        if let note = json["note"], note != .null, !publisher.noteAllowed {
            errors.append(ValidationIssue(.noteNotPermitted, at: root.appending("note")))
        }
        if let basis = json["transmission"]?["basis"]?.stringValue.flatMap(Territory.Publisher.LegalBasis.init),
            !publisher.legalBases.contains(basis)
        {
            let pointer = root.appending("transmission").appending("basis")
            errors.append(ValidationIssue(.legalBasisNotPermitted, at: pointer))
        }
        if let ags = json["municipality"]?.stringValue.flatMap(AGS.init),
            territory.municipality(ags.description) == nil
        {
            errors.append(ValidationIssue(.unknownMunicipality, at: root.appending("municipality")))
        }
        return errors
    }

    private func course(
        of submission: Submission, from publisher: Territory.Publisher, on day: LocalDate
    ) -> Judgement.Course {
        let municipality = territory.municipality(submission.municipality.description)
        guard municipality?.offersKIM(on: day) == true else { return .redirected(.noKIMOffer) }
        guard submission.participation == .agreed else { return .parked(.participationToBeAsked) }
        return publisher.admission == .manual ? .parked(.awaitingDecision) : .toPost
    }

    // MARK: - Emergencies

    /// Contracts 4: whoever sends a minor without representation, or one who is about to lose her housing, learns whom
    /// to turn to instead of waiting for us.
    private var emergencyContact: ValidationIssue {
        ValidationIssue(.notAnEmergencyService, details: ["contact": territory.emergencyContact.de])
    }

    private func withEmergencyContact(_ errors: [ValidationIssue]) -> [ValidationIssue] {
        errors.contains { $0.code == .representationRequired } ? errors + [emergencyContact] : errors
    }

    private func emergency(in submission: Submission, on day: LocalDate) -> [ValidationIssue] {
        let losesHousing = submission.urgency?.reason == SubmissionJudge.housingLoss
        return losesHousing && submission.isMinor(on: day) == true ? [emergencyContact] : []
    }

    /// The code of the codelist `urgency-reasons` that contracts 4 give a meaning of its own.
    private static let housingLoss = "housing-loss"
}
