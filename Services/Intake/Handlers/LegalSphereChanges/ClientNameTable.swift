import GRDB
import Models

/// A name by which one publisher may speak of a client.
struct ClientName: Sendable, Hashable {
    /// The publisher whose name it is.
    let publisher: String
    /// A handle, or the digest of the publisher's own reference.
    let text: String
}

extension ClientName {
    /// The publisher's own reference, as a keyed digest: the store needs it for nothing but a comparison.
    init(reference: String, of publisher: String, under identity: IdentityKey) {
        self.init(publisher: publisher, text: identity.aggregate("client", publisher, reference))
    }

    /// The handle of a case for a publisher (contracts 4).
    init(handleOf caseID: String, for publisher: String, under identity: IdentityKey) {
        self.init(publisher: publisher, text: identity.aggregate("handle", caseID, publisher))
    }
}

/// Which requests the publishers' names stand for. Every publisher has a handle for every admitted case, since a case
/// manager may tell it to each of them; whoever knows one was told it, as nobody can compute it.
enum ClientNameTable {
    /// Adds a name of a request.
    static func add(_ name: ClientName, of requestID: String, in database: Database) throws {
        let statement = try database.cachedStatement(
            sql: """
                INSERT INTO clientName (publisher, name, requestId, isReference) VALUES (?, ?, ?, 0)
                ON CONFLICT DO NOTHING
                """)
        try statement.execute(arguments: [name.publisher, name.text, requestID])
    }

    /// Sets the one reference that the publisher of a request has for its client; `nil`: it has none.
    static func replace(
        reference: ClientName?, of requestID: String, from publisher: String, in database: Database
    ) throws {
        try database.execute(
            sql: "DELETE FROM clientName WHERE requestId = ? AND isReference = 1", arguments: [requestID])
        guard let reference else { return }
        try database.execute(
            sql: "INSERT INTO clientName (publisher, name, requestId, isReference) VALUES (?, ?, ?, 1)",
            arguments: [publisher, reference.text, requestID])
    }

    /// The requests for which all of these names stand.
    static func requests(of names: [ClientName], _ database: Database) throws -> Set<String> {
        let statement = try database.cachedStatement(
            sql: "SELECT requestId FROM clientName WHERE publisher = ? AND name = ?")
        let found = try names.map { name in
            Set(try String.fetchAll(statement, arguments: [name.publisher, name.text]))
        }
        return found.dropFirst().reduce(found.first ?? []) { $0.intersection($1) }
    }

    /// Forgets the names of a request.
    static func remove(of requestID: String, in database: Database) throws {
        try database.execute(sql: "DELETE FROM clientName WHERE requestId = ?", arguments: [requestID])
    }
}
