/// A publisher puts right what it sent of a person: `de.kim.intake.correction.v1` (contracts 3). Plain personal data.
///
/// It carries the whole new body, never a part, so that nobody has to guess what was left as it was.
public struct Correction: IntakeBody {
    /// `de.kim.intake.correction.v1`.
    public static let eventType = "de.kim.intake.correction.v1"

    /// The submission that it corrects.
    public let submission: SubmissionReference
    /// Whether the old content was wrong or is over.
    public let kind: Kind
    /// The day from which the new content holds; always there with ``Kind/change``.
    public let effectiveOn: LocalDate?
    /// The whole new body.
    public let data: Submission

    /// Why there is a new content (codelist `correction-kinds`).
    public enum Kind: String, Codable, Sendable, Hashable, CaseIterable {
        /// The old content was never right.
        case error
        /// The old content was right until something changed.
        case change
    }
}

extension Correction {
    /// The contract of the body.
    public static let shape = Shape.choice(
        Shape.Choice(
            by: "kind", list: "correction-kinds",
            [
                .init(Kind.error.rawValue, fields(effectiveOn: .optional("effectiveOn", .date))),
                .init(
                    Kind.change.rawValue,
                    fields(
                        effectiveOn: .required(
                            "effectiveOn", .date, note: "The day from which the new content holds."))),
            ]))

    private static func fields(effectiveOn: Shape.Field) -> [Shape.Field] {
        [
            .required("submission", SubmissionReference.shape), effectiveOn,
            .required("data", Submission.shape, note: "The whole new body, as a submission would be."),
        ]
    }

    /// Where the new body stands.
    public static let dataPointer = JSONPointer.root.appending("data")

    /// What the new body says that a submission must not.
    public static func findings(in document: JSONValue, on day: LocalDate) -> ValidationFindings {
        guard let data = document["data"] else { return ValidationFindings() }
        return Submission.findings(in: data, on: day).within(dataPointer)
    }
}
