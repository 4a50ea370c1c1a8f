import Foundation
import HTTPTypes
import Hummingbird

/// What a form was filled in with.
public struct FormFields: Sendable {
    private let values: [String: String]

    /// The largest form that is taken, in bytes.
    static let limit = 16 << 10
    /// The field that makes a form sent twice count once; see ``command(_:_:about:from:key:context:clock:)``.
    public static let key = "key"

    /// A form that nobody has filled in yet.
    public init(_ values: [String: String] = [:]) {
        self.values = values
    }

    /// A value without blanks around it; `nil` where it is absent or empty.
    public subscript(name: String) -> String? {
        let value = values[name]?.trimmingCharacters(in: .whitespacesAndNewlines)
        return value.flatMap { $0.isEmpty ? nil : $0 }
    }
}

extension PageVisit {
    /// What the form was filled in with.
    ///
    /// - Throws: ``Problem`` 413 for a longer one than any page has, 415 for another media type, 400 for what is none.
    public func form() async throws -> FormFields {
        let mediaType = request.headers[.contentType]?.prefix { $0 != ";" }.trimmingCharacters(in: .whitespaces)
        guard mediaType?.lowercased() == "application/x-www-form-urlencoded" else { throw Problem.noForm }
        let body = try await request.body(limit: FormFields.limit)
        guard let text = String(validating: body, as: UTF8.self),
            let values = try? URLEncodedFormDecoder().decode([String: String].self, from: text)
        else { throw Problem.badForm }
        return FormFields(values)
    }
}

extension Problem {
    fileprivate static var noForm: Problem {
        Problem(
            status: .unsupportedMediaType, type: "unsupported-media-type", title: "Hier wird ein Formular erwartet")
    }

    fileprivate static var badForm: Problem {
        Problem(status: .badRequest, type: "invalid-form", title: "Das Formular kann nicht gelesen werden")
    }
}
