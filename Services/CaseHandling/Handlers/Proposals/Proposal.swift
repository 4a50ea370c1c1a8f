import Models

/// What somebody outside says of a case, for its case manager to decide: nothing of it changes the case by itself.
struct Proposal: Codable, Sendable, Equatable {
    /// Its id.
    let proposalId: String
    /// The day on which it, or the last that was added to it, was received.
    var receivedOn: LocalDate
    /// What it says.
    var content: Content

    /// What a proposal can say.
    enum Content: Sendable, Equatable {
        /// Other words of the publisher about the person, as a whole.
        case correction(ProposedCorrection)
        /// The change of a legal sphere, of which each authority tells the half that it decides.
        case legalSphereChange(SphereChange)
        /// To close the case, as its submission was taken back.
        case closure(ProposedClosure)
    }
}

extension Proposal.Content: Codable {
    private enum CodingKeys: CodingKey { case correction, legalSphereChange, closure }

    /// Reads the one that is there.
    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        if container.contains(.correction) {
            self = .correction(try container.decode(ProposedCorrection.self, forKey: .correction))
        } else if container.contains(.legalSphereChange) {
            self = .legalSphereChange(try container.decode(SphereChange.self, forKey: .legalSphereChange))
        } else {
            self = .closure(try container.decode(ProposedClosure.self, forKey: .closure))
        }
    }

    /// Writes it under its name.
    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .correction(let correction): try container.encode(correction, forKey: .correction)
        case .legalSphereChange(let change): try container.encode(change, forKey: .legalSphereChange)
        case .closure(let closure): try container.encode(closure, forKey: .closure)
        }
    }
}

/// What a publisher puts right about a person.
struct ProposedCorrection: Codable, Sendable, Equatable {
    /// The publisher.
    let from: String
    /// Whether the old words were wrong or are over.
    let kind: Correction.Kind
    /// The day from which the new words hold.
    let effectiveOn: LocalDate?
    /// The whole new body.
    let submission: Submission
}

/// To close a case, as its submission was taken back.
struct ProposedClosure: Codable, Sendable, Equatable {
    /// The publisher that took it back.
    let from: String
    /// Why.
    let reason: Withdrawal.Reason
}

/// The change of a legal sphere, put together from its halves.
struct SphereChange: Codable, Sendable, Equatable {
    /// The axis.
    let axis: LegalSphereAxis
    /// What both halves have in common.
    let changeReference: String
    /// What ends; `nil` until the authority that decides it has told.
    var ends: Half<LegalSphereChange.Ending>?
    /// What begins; `nil` until the authority that decides it has told.
    var begins: Half<LegalSphereChange.Beginning>?
    /// Whether both halves are there and none of them is cancelled.
    var isComplete: Bool

    /// A half, as the authority that decides it told it last.
    struct Half<Sphere: Codable & Sendable & Equatable>: Codable, Sendable, Equatable {
        /// The publisher that tells it.
        let from: String
        /// How certain it is.
        let state: LegalSphereChange.State
        /// The sphere with its days.
        let sphere: Sphere
        /// The publisher's right to send it.
        let transmission: Submission.Transmission
    }
}

extension SphereChange {
    /// A change of which nothing is told yet.
    init(of change: LegalSphereChange) {
        self.init(
            axis: change.axis, changeReference: change.changeReference, ends: nil, begins: nil, isComplete: false)
    }

    /// Whether an event tells of the same change.
    func includes(_ change: LegalSphereChange) -> Bool {
        axis == change.axis && changeReference == change.changeReference
    }

    /// Takes over what an authority tells; of each half the last word holds.
    mutating func add(_ change: LegalSphereChange, from publisher: String) {
        func half<Sphere>(_ sphere: Sphere) -> Half<Sphere> {
            Half(from: publisher, state: change.state, sphere: sphere, transmission: change.transmission)
        }
        ends = change.ends.map(half) ?? ends
        begins = change.begins.map(half) ?? begins
        let states = [ends?.state, begins?.state]
        isComplete = states.allSatisfy { $0 != nil && $0 != .cancelled }
    }
}
