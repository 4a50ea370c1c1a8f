/// A person whom another system sends to KIM: `de.kim.intake.submission.v1` (contracts 3). Plain personal data.
///
/// Codes stay text where the codelist alone gives them meaning; they are types where the code depends on them.
public struct Submission: EventBody, Equatable {
    /// `de.kim.intake.submission.v1`.
    public static let eventType = "de.kim.intake.submission.v1"

    /// The publisher's opaque reference of the person.
    public let clientReference: String?
    /// The person.
    public let client: Client
    /// Who lives with the person, without names.
    public let household: Household?
    /// The municipality of residence.
    public let municipality: AGS
    /// The legal spheres with their days.
    @OrEmpty public var legalSpheres: [LegalSphere]
    /// Life areas (codelist `life-areas`) in which there is need.
    @OrEmpty public var needs: [String]
    /// How the person came (codelist `access-routes`).
    public let accessRoute: String
    /// Who already supports the person (codelist `other-support`).
    @OrEmpty public var otherSupport: [String]
    /// How urgent it is; left out means routine.
    public let urgency: Urgency?
    /// The publisher's own right to send this.
    public let transmission: Transmission
    /// Whether the person takes part.
    public let participation: Participation
    /// Consents that were given to the publisher.
    @OrEmpty public var consents: [Consent]
    /// An opaque reference of the evidence at the publisher.
    public let evidenceReference: String?
    /// Free text of at most 500 characters; only from publishers whose entry allows it.
    public let note: String?
}

extension Submission {
    /// A period in a legal sphere; both days are inclusive.
    public struct LegalSphere: Codable, Sendable, Hashable {
        /// The axis, which decides the codelist of the code.
        public let axis: LegalSphereAxis
        /// The code, from the codelist of the axis' name.
        public let code: String
        /// The first day.
        public let firstDay: LocalDate
        /// The last day; `nil`: open.
        public let lastDay: LocalDate?

        /// A period in a legal sphere.
        public init(axis: LegalSphereAxis, code: String, firstDay: LocalDate, lastDay: LocalDate? = nil) {
            (self.axis, self.code, self.firstDay, self.lastDay) = (axis, code, firstDay, lastDay)
        }

        /// Whether two periods share a day.
        public func overlaps(_ other: LegalSphere) -> Bool {
            (lastDay.map { $0 >= other.firstDay } ?? true) && (other.lastDay.map { $0 >= firstDay } ?? true)
        }
    }

    /// How urgent it is and why.
    public struct Urgency: Codable, Sendable, Hashable {
        /// Routine or urgent.
        public let level: UrgencyLevel
        /// Why (codelist `urgency-reasons`); always there when urgent.
        public let reason: String?
        /// The day by which something must happen.
        public let by: LocalDate?
    }
}

/// The axes of legal spheres (codelist `axes`).
public enum LegalSphereAxis: String, Codable, Sendable, Hashable, CaseIterable {
    /// The right of residence: one sphere at a time.
    case residence
    /// What the person lives on: usually one, overlap is marked.
    case livelihood
    /// Further benefits: a set.
    case supplementary
}

/// How urgent a submission is (codelist `urgency-levels`).
public enum UrgencyLevel: String, Codable, Sendable, Hashable, CaseIterable {
    /// In the usual order.
    case routine
    /// Before the others.
    case urgent
}

/// Whether the person takes part in KIM (codelist `participation`).
public enum Participation: String, Codable, Sendable, Hashable, CaseIterable {
    /// Agreed.
    case agreed
    /// To be asked: parked for the configured days.
    case toBeAsked = "to-be-asked"
    /// Declined: the personal data are dropped at once.
    case declined
}
