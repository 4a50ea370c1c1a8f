// The digest looks into the pipeline's store, which only a debug build permits.
#if DEBUG
    import Crypto
    import Foundation
    import GRDB
    import Models

    @testable import Pipeline

    extension ServiceHarness {
        /// SHA-256 over everything that the service's own tables say, and its timers, by which two stores are compared.
        ///
        /// Sealed content is opened and wrapped keys are unwrapped, since the same content sealed twice never looks
        /// alike; JSON is taken without the order of its members, rows without theirs.
        public func digest() async throws -> String {
            let keys = entry.keys
            let lines = try await entry.store.read { try StoreDigest.lines(of: $0, keys) }
            return DerivedID.digest(of: Data(lines.joined(separator: "\n").utf8))
        }
    }

    private enum StoreDigest {
        /// Tables of the message path, which tell how something came and not what is.
        static let pathTables: Set = [
            "position", "input", "cluster", "process", "attempt", "inbox", "stateVersion", "outbox", "sent", "journal",
            "deadLetter", "command", "audit", "grdb_migrations",
        ]

        static func lines(of database: Database, _ keys: ServiceKeys) throws -> [String] {
            let tables = try String.fetchAll(
                database, sql: "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
            return try tables.filter { !pathTables.contains($0) }.sorted().flatMap { table in
                try Row.fetchAll(database, sql: "SELECT * FROM \(table)").map { "\(table) \(try line($0, of: table, keys))" }
                    .sorted()
            }
        }

        /// A row; the convention of all tables with sealed content is that their first column names the aggregate, and
        /// that `wrappedKey` is the key of the other sealed columns, each sealed for `table.column`.
        private static func line(_ row: Row, of table: String, _ keys: ServiceKeys) throws -> String {
            let opened = try open(row, of: table, keys)
            return try row.map { column, value in
                if let plain = opened[column] { return "\(column)=\(canonical(plain))" }
                switch value.storage {
                case .blob(let bytes): return "\(column)=\(canonical(bytes))"
                case .string(let text): return "\(column)=\(canonical(Data(text.utf8)))"
                default: return "\(column)=\(value)"
                }
            }.joined(separator: " ")
        }

        private static func open(_ row: Row, of table: String, _ keys: ServiceKeys) throws -> [String: Data] {
            guard row.hasColumn("wrappedKey"), let wrapped: Data = row["wrappedKey"], let sealed: Data = row["content"],
                let subject: String = row[0]
            else { return [:] }
            let content = StoredContent(sealed: sealed, wrappedKey: wrapped)
            let key = try keys.unwrap(stored: wrapped, subject: subject)
            // What the key seals tells it apart from any other without showing it.
            let proof = try key.wrapped(for: keys.publicKey, purpose: "digest", subject: subject)
            let bytes = try keys.open(
                ownSealed: proof, keyID: keys.publicKey.id, purpose: "digest", subject: subject)
            let plain = try content.opened(in: StoredContent.Place("\(table).content"), of: subject, with: keys)
            return ["wrappedKey": Data(DerivedID.digest(of: bytes).utf8), "content": plain]
        }

        private static func canonical(_ bytes: Data) -> String {
            guard let json = try? JSONValue.parse(bytes) else { return bytes.base64EncodedString() }
            return String(decoding: json.canonical(), as: UTF8.self)
        }
    }
#endif
