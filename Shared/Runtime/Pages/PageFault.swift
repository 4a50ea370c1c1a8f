/// What is wrong with a field of a form: templates show it at the field, and the summary links to it.
public struct PageFault: Sendable, Hashable {
    /// The id of the field.
    public let field: String
    /// What is wrong, in the page's language.
    public let message: String

    /// A fault of a field.
    public init(_ field: String, _ message: String) {
        (self.field, self.message) = (field, message)
    }
}
