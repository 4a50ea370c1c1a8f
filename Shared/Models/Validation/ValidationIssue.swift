/// One thing that is wrong, or only remarkable, in a document: a stable code, the place and a sentence in German.
public struct ValidationIssue: Sendable, Hashable, Codable {
    /// The stable code; its texts are data.
    public let code: ReasonCode
    /// The place as a JSON Pointer; `nil` where it concerns the event as a whole.
    public let pointer: String?
    /// The code's German sentence with its details. Never holds what was sent: it may be personal data.
    public let message: String

    /// An issue whose sentence comes from the code's text.
    ///
    /// - Parameter details: values for the placeholders of the text, from the contract and never from the document.
    public init(_ code: ReasonCode, at pointer: JSONPointer? = nil, details: [String: String] = [:]) {
        self.code = code
        self.pointer = pointer?.description
        message = code.german(details)
    }

    private init(_ issue: ValidationIssue, at pointer: String?) {
        (code, message) = (issue.code, issue.message)
        self.pointer = pointer
    }

    /// The same issue, found in a part of a document instead of in a document of its own.
    public func within(_ part: JSONPointer) -> ValidationIssue {
        pointer.map { ValidationIssue(self, at: part.description + $0) } ?? self
    }

    /// The same issue with its place in a part of the document; with none where it is outside.
    public func inside(_ part: JSONPointer) -> ValidationIssue {
        var place: String?
        if let pointer, pointer == part.description || pointer.hasPrefix(part.description + "/") {
            place = String(pointer.dropFirst(part.description.count))
        }
        return ValidationIssue(self, at: place)
    }
}

/// What a check found, in the order of the document: errors refuse it, warnings do not.
public struct ValidationFindings: Sendable, Hashable {
    /// What refuses the document; all of it, not only the first.
    public var errors: [ValidationIssue] = []
    /// What is accepted and told.
    public var warnings: [ValidationIssue] = []

    /// Nothing found.
    public init() {}

    /// The same, found in a part of a document.
    func within(_ part: JSONPointer) -> ValidationFindings {
        var findings = ValidationFindings()
        findings.errors = errors.map { $0.within(part) }
        findings.warnings = warnings.map { $0.within(part) }
        return findings
    }
}
