/// An event that was sent before, as its publisher named it: the CloudEvents attributes `source` and `id`.
public struct SubmissionReference: Codable, Sendable, Hashable {
    /// The CloudEvents `source`.
    public let source: String
    /// The CloudEvents `id`.
    public let id: String

    /// The name of an event.
    public init(source: String, id: String) {
        (self.source, self.id) = (source, id)
    }

    /// Reads the name as far as it is one; `nil` where a part is missing.
    public init?(_ value: JSONValue?) {
        guard let source = value?["source"]?.stringValue, let id = value?["id"]?.stringValue else { return nil }
        self.init(source: source, id: id)
    }

    static let shape = Shape.object([
        .required("source", .line(Envelope.maximumAttributeLength), note: "The `source` of the submission."),
        .required("id", .line(Envelope.maximumAttributeLength), note: "The `id` of the submission."),
    ])
}
