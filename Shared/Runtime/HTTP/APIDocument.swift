import Foundation
import Hummingbird
import Models
import Yams

/// What a service says of its own API.
public struct APIDescription: Sendable {
    let yaml: [UInt8]
    let bodies: [String: Shape]

    /// A description.
    ///
    /// - Parameters:
    ///   - yaml: the service's own paths, OpenAPI 3.1. It may refer to the components that every service has
    ///     (`HTTP/openapi.yaml` here) and to every codelist by its name.
    ///   - bodies: the bodies of events that it refers to, by the names of components. They are not written again:
    ///     checks and schemas follow from one shape.
    public init(yaml: [UInt8], bodies: [String: Shape] = [:]) {
        (self.yaml, self.bodies) = (yaml, bodies)
    }
}

/// The OpenAPI document of a service, put together once at its start.
struct APIDocument: Sendable {
    /// RFC 9512.
    static let mediaType = "application/yaml"

    /// The document.
    let text: String
    private let entityTag: String

    /// Joins a service's own description, what every service has, and the bodies. Throws what is wrong with the YAML.
    init(_ own: APIDescription, codelists: Codelists) throws {
        let bodies = Shape.components(own.bodies, codelists).encoded()
        let parts = [own.yaml, PackageResources.openapi_yaml].map { String(decoding: $0, as: UTF8.self) }
        // JSON is YAML.
        let components = #"{"components": {"schemas": \#(String(decoding: bodies, as: UTF8.self))}}"#
        let document = try (parts + [components]).reduce(Node([:])) { joined, part in
            joined.merged(with: try Yams.compose(yaml: part) ?? Node([:]))
        }
        text = try Yams.serialize(node: document, width: 120, allowUnicode: true)
        entityTag = "\"\(DerivedID.digest(of: Data(text.utf8)))\""
    }

    /// The document, or that it is the one the caller has.
    func response(to request: Request) -> Response {
        let headers: HTTPFields = [.eTag: entityTag, .cacheControl: "no-cache"]
        guard request.headers[.ifNoneMatch] != entityTag else {
            return Response(status: .notModified, headers: headers)
        }
        var typed = headers
        typed[.contentType] = APIDocument.mediaType
        return Response(status: .ok, headers: typed, body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}

extension Node {
    /// A mapping with the entries of another; where both have a mapping, the two become one.
    fileprivate func merged(with other: Node) -> Node {
        guard var joined = mapping, let further = other.mapping else { return other }
        for (key, value) in further { joined[key] = joined[key].map { $0.merged(with: value) } ?? value }
        return .mapping(joined)
    }
}
