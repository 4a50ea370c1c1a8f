import Foundation
import HTTPTypes
import Hummingbird
import Models

/// An error as callers see it (RFC 9457): a status, a stable type, a German title. Never holds what was sent.
public struct Problem: Error, HTTPResponseError, Sendable {
    /// One thing that is wrong in what was sent.
    public struct Item: Encodable, Sendable, Hashable {
        /// Where, as a JSON Pointer; `nil` where it concerns the whole.
        public let pointer: String?
        /// What, as a stable code.
        public let code: String
        /// What, in German.
        public let message: String

        /// An item of a problem.
        public init(pointer: String?, code: String, message: String) {
            (self.pointer, self.code, self.message) = (pointer, code, message)
        }

        /// The finding of a validation.
        public init(_ issue: ValidationIssue) {
            self.init(pointer: issue.pointer, code: issue.code.rawValue, message: issue.message)
        }
    }

    /// The status of the response.
    public let status: HTTPResponse.Status
    /// What is wrong, stable: written as `tag:kim.example,2026:problem:<type>`.
    public let type: String
    /// The German sentence, the same for every problem of the type.
    public let title: String
    /// What is special about this occurrence, in German.
    public let detail: String?
    /// Everything that is wrong in what was sent.
    public let errors: [Item]
    /// Further headers of the response.
    public let headers: HTTPFields

    /// A problem of this type.
    public init(
        status: HTTPResponse.Status, type: String, title: String, detail: String? = nil, errors: [Item] = [],
        headers: HTTPFields = [:]
    ) {
        (self.status, self.type, self.title) = (status, type, title)
        (self.detail, self.errors, self.headers) = (detail, errors, headers)
    }

    /// What precedes ``type`` in the response.
    public static let typePrefix = "tag:kim.example,2026:problem:"
    /// The media type of the response.
    public static let mediaType = "application/problem+json"

    private struct Document: Encodable {
        let type: String
        let title: String
        let status: Int
        let detail: String?
        let errors: [Item]?
        let traceId: String?
    }

    /// The response, with the trace that the logs name too.
    public func response(from request: Request, context: some RequestContext) throws -> Response {
        let document = Document(
            type: Problem.typePrefix + type, title: title, status: status.code, detail: detail,
            errors: errors.isEmpty ? nil : errors, traceId: (context as? AppRequestContext)?.traceID)
        var headers = headers
        headers[.contentType] = Problem.mediaType
        return Response(
            status: status, headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: try JSONResponse<Never>.encoder.encode(document))))
    }
}
