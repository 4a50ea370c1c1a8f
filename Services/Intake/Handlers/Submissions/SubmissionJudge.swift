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
        /// Was taken back before it came.
        case withdrawn(ReasonCode)

        /// Whether there is a purpose left for what the publisher told of the person.
        var keepsContent: Bool {
            switch self {
            case .toPost, .parked: true
            case .redirected, .withdrawn: false
            }
        }
    }
}

/// Judges submissions by their contract, the publisher's entry and the territory. Pure.
struct SubmissionJudge: Sendable {
    /// What events of every type are judged by.
    let events: EventJudge

    /// Judges an event of a publisher on the local day of its record.
    func judge(_ incoming: Incoming, of publisher: Territory.Publisher, on day: LocalDate) -> Judgement {
        let outcome = events.judge(incoming, as: Submission.self, on: day) { errors(of: $0, from: publisher) }
        switch outcome {
        case .refused(let errors, let warnings):
            return .refused(emergency(in: try? incoming.data.get(), errors, on: day) + errors, warnings: warnings)
        case .accepted(let submission, let warnings):
            return .request(
                submission, course(of: submission, from: publisher, on: day),
                warnings: emergency(in: try? incoming.data.get(), on: day) + warnings)
        }
    }

    /// What only the publisher's entry and the territory can refuse, as far as the data can be read.
    func errors(of json: JSONValue, from publisher: Territory.Publisher) -> [ValidationIssue] {
        var errors = events.basisErrors(in: json, from: publisher)
        let root = JSONPointer.root
        if let note = json["note"], note != .null, !publisher.noteAllowed {
            errors.append(ValidationIssue(.noteNotPermitted, at: root.appending("note")))
        }
        if let ags = json["municipality"]?.stringValue.flatMap(AGS.init),
            events.territory.municipality(ags.description) == nil
        {
            errors.append(ValidationIssue(.unknownMunicipality, at: root.appending("municipality")))
        }
        return errors
    }

    /// The way of a submission that fulfils its contract.
    func course(
        of submission: Submission, from publisher: Territory.Publisher, on day: LocalDate
    ) -> Judgement.Course {
        let municipality = events.territory.municipality(submission.municipality.description)
        guard municipality?.offersKIM(on: day) == true else { return .redirected(.noKIMOffer) }
        guard submission.participation == .agreed else { return .parked(.participationToBeAsked) }
        return publisher.admission == .manual ? .parked(.awaitingDecision) : .toPost
    }

    // MARK: - Emergencies

    /// Contracts 4: whoever sends a minor without representation, or one who is about to lose her housing, learns whom
    /// to turn to instead of waiting for us.
    private var emergencyContact: ValidationIssue {
        ValidationIssue(.notAnEmergencyService, details: ["contact": events.territory.emergencyContact.de])
    }

    /// Whom to turn to, before everything else that there is to say of a submission; as far as it can be read.
    ///
    /// - Parameter errors: what is wrong with it.
    func emergency(
        in document: JSONValue?, _ errors: [ValidationIssue] = [], on day: LocalDate
    ) -> [ValidationIssue] {
        guard let document else { return [] }
        let losesHousing = document["urgency"]?["reason"]?.stringValue == SubmissionJudge.housingLoss
        let isAlone = errors.contains { $0.code == .representationRequired }
        return isAlone || losesHousing && Submission.isMinor(in: document, on: day) ? [emergencyContact] : []
    }

    /// The code of the codelist `urgency-reasons` that contracts 4 give a meaning of its own.
    private static let housingLoss = "housing-loss"
}
