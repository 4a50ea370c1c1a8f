import GRDB
import Testing

@testable import Intake

@Suite("Stores of earlier versions")
struct SchemaTests {
    @Test("Admitted clients keep the handle that was told, and answers go with the request")
    func laterEvents() throws {
        var migrator = DatabaseMigrator()
        Schema.register(in: &migrator)
        let queue = try DatabaseQueue()
        try migrator.migrate(queue, upTo: "intake-1")
        try queue.write { database in
            for (id, receipt) in [("e-1", #"{"handle": "handle-1"}"#), ("e-2", "{}")] {
                try database.execute(
                    sql: """
                        INSERT INTO request
                            (requestId, caseId, source, eventId, publisher, municipality, status, receivedAt, state)
                        VALUES (?, ?, 'source', ?, 'sample', '05754008', 'admitted', 0, '{}')
                        """, arguments: ["request-\(id)", "case-\(id)", id])
                try database.execute(
                    sql: """
                        INSERT INTO answer
                            (source, eventId, contentHmac, reused, receiptTopic, receiptKey, subject, receiptId, receipt)
                        VALUES ('source', ?, x'00', 0, 'topic', 'key', 'subject', 'receipt', ?)
                        """, arguments: [id, receipt])
            }
        }
        try migrator.migrate(queue)
        try queue.read { database in
            let names = try ClientNameTable.requests(
                of: [ClientName(publisher: "sample", text: "handle-1")], database)
            #expect(names == ["request-e-1"])
            #expect(try Int.fetchOne(database, sql: "SELECT count(*) FROM clientName") == 1)
            let answered = try String.fetchAll(database, sql: "SELECT requestId FROM answer ORDER BY eventId")
            #expect(answered == ["request-e-1", "request-e-2"])
        }
    }

    @Test("Who was parked to be asked is kept no longer than from then on, and what stands out is still shown")
    func standing() throws {
        var migrator = DatabaseMigrator()
        Schema.register(in: &migrator)
        let queue = try DatabaseQueue()
        try migrator.migrate(queue, upTo: "intake-publisher-tally")
        let warnings = #"[{"code":"unknown-field","pointer":"/x","message":"Unbekannt"}]"#
        try queue.write { database in
            for reason in ["participation-to-be-asked", "awaiting-decision"] {
                let state = #"{"states": [{"on": "2026-11-02", "reasons": ["\#(reason)"]}]}"#
                try database.execute(
                    sql: """
                        INSERT INTO request
                            (requestId, caseId, source, eventId, publisher, municipality, status, receivedAt, state,
                             content, wrappedKey)
                        VALUES (?1, ?1, 'source', ?1, 'sample', '05754008', 'parked', 0, ?2, x'00', x'00')
                        """, arguments: [reason, state])
                try database.execute(
                    sql: """
                        INSERT INTO answer
                            (source, eventId, contentHmac, reused, receiptTopic, receiptKey, subject, receiptId, receipt)
                        VALUES ('source', ?, x'00', 0, 'topic', 'key', 'subject', 'receipt', ?)
                        """, arguments: [reason, #"{"warnings": \#(warnings)}"#])
            }
        }
        try migrator.migrate(queue)
        try queue.read { database in
            let since = try String?.fetchAll(database, sql: "SELECT unaskedSince FROM request ORDER BY requestId")
            #expect(since == [nil, "2026-11-02"])
            #expect(try Set(String.fetchAll(database, sql: "SELECT warnings FROM request")) == [warnings])
        }
    }
}
