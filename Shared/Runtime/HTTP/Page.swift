import Foundation
import Hummingbird

/// Where the next page of a list begins: opaque to callers, who hand it back as it is.
public struct Cursor: Sendable, Hashable, Encodable {
    /// The id of the last item of the page before.
    public let lastID: String

    /// The place behind an item.
    public init(after id: String) {
        lastID = id
    }

    /// Reads what a caller hands back; `nil` for what was never given out.
    public init?(text: String) {
        guard let bytes = Base64URL.decode(text), let id = String(validating: bytes, as: UTF8.self), !id.isEmpty
        else { return nil }
        lastID = id
    }

    /// The form in addresses: base64url without padding.
    public var text: String {
        Base64URL.encode(Data(lastID.utf8))
    }

    /// Writes ``text``.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}

/// Which part of a list a request asks for: `limit` (1 to 500, 100 where absent) and `cursor`.
public struct PageRequest: Sendable, Hashable {
    /// How many items at most.
    public let limit: Int
    /// The id behind which the page begins; `nil` for the first page.
    public let after: String?

    /// Reads the query. Throws ``Problem`` 400.
    public init(_ request: Request) throws {
        let query = request.uri.queryParameters
        limit =
            try query["limit"].map { text in
                guard let limit = Int(text), (1...500).contains(limit) else {
                    throw Problem.invalidParameter("limit", accepted: "1 bis 500")
                }
                return limit
            } ?? 100
        after = try query["cursor"].map { text in
            guard let cursor = Cursor(text: String(text)) else {
                throw Problem.invalidParameter("cursor", accepted: "der Wert aus `next` der Seite davor")
            }
            return cursor.lastID
        }
    }
}

/// A part of a list, with the place where it goes on.
public struct Page<Item: Encodable & Sendable>: Encodable, Sendable {
    /// The items in order.
    public let items: [Item]
    /// Where the next page begins; `nil` after the last item.
    public let next: Cursor?

    /// The page of what was fetched, which is one item more than asked for where the list goes on.
    public init(_ fetched: [Item], for request: PageRequest, id: (Item) -> String) {
        items = Array(fetched.prefix(request.limit))
        next = fetched.count > request.limit ? items.last.map { Cursor(after: id($0)) } : nil
    }
}
