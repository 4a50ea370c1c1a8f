import GRDB
import Testing

@testable import Intake

@Suite("Stores from before there were corrections, withdrawals and changes")
struct SchemaTests {
    @Test("Their admitted clients keep the handle that was told, and their answers go with the request")
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
}
