/// An authority tells that a legal sphere of a client ends or begins: `de.kim.intake.legal-sphere-change.v1`
/// (contracts 3). Plain personal data.
///
/// Each authority sends the half that it decides; the halves share their reference and axis.
public struct LegalSphereChange: IntakeBody {
    /// `de.kim.intake.legal-sphere-change.v1`.
    public static let eventType = "de.kim.intake.legal-sphere-change.v1"

    /// Whose sphere changes.
    public let client: Client
    /// The axis, which decides the codelist of the codes.
    public let axis: LegalSphereAxis
    /// How certain it is.
    public let state: State
    /// What ends.
    public let ends: Ending?
    /// What begins.
    public let begins: Beginning?
    /// What both halves of the change have in common, opaque.
    public let changeReference: String
    /// The publisher's own right to send this.
    public let transmission: Submission.Transmission

    /// A client who was admitted, by at least one of two names; with both, both must be hers.
    public struct Client: Codable, Sendable, Hashable {
        /// The publisher's name for the case, from a receipt or from a case manager.
        public let handle: String?
        /// The publisher's own reference of the person.
        public let clientReference: String?
    }

    /// How certain a change is (codelist `change-states`).
    public enum State: String, Codable, Sendable, Hashable, CaseIterable {
        /// Foreseeable, not decided yet.
        case expected
        /// Decided.
        case decided
        /// Decided anew: replaces what was said before.
        case corrected
        /// Will not take place.
        case cancelled
    }

    /// The end of a legal sphere.
    public struct Ending: Codable, Sendable, Hashable {
        /// The sphere, from the codelist of the axis.
        public let code: String
        /// Its last day.
        public let lastDay: LocalDate
    }

    /// The beginning of a legal sphere.
    public struct Beginning: Codable, Sendable, Hashable {
        /// The sphere, from the codelist of the axis.
        public let code: String
        /// Its first day.
        public let firstDay: LocalDate
        /// The day of the first payment.
        public let firstPaymentOn: LocalDate?
    }
}

extension LegalSphereChange {
    /// The contract of the body.
    public static let shape = Shape.choice(
        Shape.Choice(
            by: "axis", list: "axes", anyOf: ["ends", "begins"],
            LegalSphereAxis.allCases.map { axis in .init(axis.rawValue, fields(on: axis)) }))

    private static func fields(on axis: LegalSphereAxis) -> [Shape.Field] {
        [
            .required(
                "client",
                .object(
                    [
                        .optional("handle", .reference, note: "The publisher's name for the case."),
                        .optional("clientReference", .reference, note: "The publisher's reference of the person."),
                    ], anyOf: ["handle", "clientReference"])),
            .required("state", .code(list: "change-states")),
            .optional(
                "ends",
                .object([
                    .required("code", .code(list: axis.rawValue)), .required("lastDay", .date, note: "Inclusive."),
                ])),
            .optional(
                "begins",
                .object([
                    .required("code", .code(list: axis.rawValue)), .required("firstDay", .date),
                    .optional("firstPaymentOn", .date),
                ])),
            .required("changeReference", .reference, note: "The same in both halves of a change."),
            .required(
                "transmission", Submission.transmission, absence: .transmissionMissing,
                note: "The publisher's own right to send this."),
        ]
    }

    /// What the fields say together that they must not: a right that is given in the future; two residence spheres at
    /// one time. Two livelihood spheres at one time are marked, as in a submission.
    public static func findings(in document: JSONValue, on day: LocalDate) -> ValidationFindings {
        var findings = ValidationFindings()
        if let givenOn = SubmissionParts.date(document["transmission"]?["givenOn"]), givenOn > day {
            findings.refuse(.dateInFuture, at: .root.appending("transmission").appending("givenOn"))
        }
        guard let lastDay = SubmissionParts.date(document["ends"]?["lastDay"]),
            let firstDay = SubmissionParts.date(document["begins"]?["firstDay"]), firstDay <= lastDay
        else { return findings }
        let pointer = JSONPointer.root.appending("begins").appending("firstDay")
        switch document["axis"]?.stringValue.flatMap(LegalSphereAxis.init) {
        case .residence: findings.refuse(.overlappingResidence, at: pointer)
        case .livelihood: findings.warn(.overlappingLivelihood, at: pointer)
        case .supplementary, nil: break
        }
        return findings
    }
}
