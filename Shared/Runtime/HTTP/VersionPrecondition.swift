import Foundation
import HTTPTypes
import Hummingbird

/// The versions for which a change is meant: `If-Match` of RFC 9110.
public enum VersionPrecondition: Codable, Sendable, Equatable {
    /// No header, or `*`: whichever version there is.
    case any
    /// One of these entity tags.
    case oneOf([String])

    /// Reads the header.
    public init(_ request: Request) {
        let header = request.headers[.ifMatch]?.trimmingCharacters(in: .whitespaces)
        guard let header, header != "*" else {
            self = .any
            return
        }
        self = .oneOf(header.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) })
    }

    /// Whether the change may be made to a version. A weak tag never matches, as RFC 9110 asks.
    public func permits(_ version: Int) -> Bool {
        switch self {
        case .any: true
        case .oneOf(let tags): tags.contains(VersionPrecondition.tag(of: version))
        }
    }

    /// The entity tag of a version, as `ETag` tells it.
    public static func tag(of version: Int) -> String { "\"\(version)\"" }
}
