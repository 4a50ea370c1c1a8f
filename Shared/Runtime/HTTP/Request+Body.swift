import Foundation
import Hummingbird
import Models
import NIOCore

extension Request {
    /// The largest JSON document that a route takes unless it says otherwise, in bytes.
    public static let defaultBodyLimit = 256 << 10

    /// The bytes of the body.
    ///
    /// - Parameter limit: in bytes.
    /// - Throws: ``Problem`` 413 for a longer one.
    public func body(limit: Int) async throws -> Data {
        if let announced = headers[.contentLength].flatMap(Int.init), announced > limit {
            throw Problem.contentTooLarge(limit: limit)
        }
        do { return Data(try await body.collect(upTo: limit).readableBytesView) } catch is NIOTooManyBytesError {
            throw Problem.contentTooLarge(limit: limit)
        }
    }

    /// The JSON document in the body, at most ``defaultBodyLimit`` bytes.
    ///
    /// - Throws: ``Problem`` 413 for a longer one, 400 for what is no JSON or does not have the form of `type`, with
    ///   the JSON Pointer to the place.
    public func json<Body: Decodable>(_ type: Body.Type) async throws -> Body {
        try JSONBody.decode(type, from: await body(limit: Request.defaultBodyLimit))
    }
}

/// Reading what callers send, with an answer that helps them and repeats nothing.
enum JSONBody {
    static func decode<Body: Decodable>(_ type: Body.Type, from bytes: Data) throws -> Body {
        do { _ = try JSONValue.parse(bytes) } catch {
            let details = ["reason": error.reason.rawValue, "offset": String(error.offset)]
            throw problem(.invalidJSON, at: .root, details)
        }
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .custom { decoder in
            let container = try decoder.singleValueContainer()
            guard let date = Instant.parse(try container.decode(String.self)) else {
                throw DecodingError.dataCorruptedError(in: container, debugDescription: "not an instant")
            }
            return date
        }
        do { return try decoder.decode(type, from: bytes) } catch let error as DecodingError {
            throw problem(for: error)
        }
    }

    private static func problem(for error: DecodingError) -> Problem {
        switch error {
        case .keyNotFound(let key, let context):
            problem(.missingField, at: pointer(context.codingPath + [key]), ["field": key.stringValue])
        case .valueNotFound(_, let context):
            problem(
                .missingField, at: pointer(context.codingPath), ["field": context.codingPath.last?.stringValue ?? ""])
        case .typeMismatch(let type, let context):
            problem(.wrongType, at: pointer(context.codingPath), ["type": jsonName(of: type)])
        case .dataCorrupted(let context): problem(.invalidFormat, at: pointer(context.codingPath))
        @unknown default: problem(.invalidFormat, at: .root)
        }
    }

    private static func jsonName(of type: any Any.Type) -> String {
        switch type {
        case is String.Type: "string"
        case is Bool.Type: "boolean"
        case is any BinaryInteger.Type, is any BinaryFloatingPoint.Type: "number"
        case is [Any].Type: "array"
        default: "object"
        }
    }

    private static func pointer(_ path: [any CodingKey]) -> JSONPointer {
        path.reduce(.root) { pointer, key in
            key.intValue.map { pointer.appending($0) } ?? pointer.appending(key.stringValue)
        }
    }

    private static func problem(
        _ code: ReasonCode, at pointer: JSONPointer, _ details: [String: String] = [:]
    ) -> Problem {
        Problem(
            status: .badRequest, type: "invalid-body", title: "Der Inhalt der Anfrage wird nicht angenommen",
            errors: [.init(ValidationIssue(code, at: pointer, details: details))])
    }
}
