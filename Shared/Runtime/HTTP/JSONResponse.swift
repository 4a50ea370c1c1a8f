import Foundation
import HTTPTypes
import Hummingbird
import Models

/// A value as the JSON of a response: names sorted, instants in RFC 3339.
public struct JSONResponse<Value: Encodable & Sendable>: ResponseGenerator, Sendable {
    /// What is answered.
    public let value: Value
    /// The status of the response.
    public let status: HTTPResponse.Status
    /// Further headers of the response.
    public let headers: HTTPFields

    /// A response with this value.
    public init(_ value: Value, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]) {
        (self.value, self.status, self.headers) = (value, status, headers)
    }

    /// The response.
    public func response(from request: Request, context: some RequestContext) throws -> Response {
        var headers = headers
        headers[.contentType] = "application/json"
        let bytes = try JSONResponse<Never>.encoder.encode(value)
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}

extension JSONResponse<Never> {
    /// The one form of JSON over HTTP.
    static var encoder: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .custom { date, encoder in
            var container = encoder.singleValueContainer()
            try container.encode(Instant.text(date))
        }
        return encoder
    }
}
