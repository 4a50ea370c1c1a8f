import GRDB
import Testing

@testable import Intake

@Suite("Stores of earlier versions")
struct SchemaTests {
    private let migrator: DatabaseMigrator
    private let queue: DatabaseQueue

    init() throws {
        var migrator = DatabaseMigrator()
        Schema.register(in: &migrator)
        (self.migrator, queue) = (migrator, try DatabaseQueue())
    }

    /// A request as the first version kept it, with the answer to its submission.
    private func add(_ id: String, _ status: String, state: String = "{}", receipt: String) throws {
        try queue.write { database in
            try database.execute(
                sql: """
                    INSERT INTO request
                        (requestId, caseId, source, eventId, publisher, municipality, status, receivedAt, state,
                         content, wrappedKey)
                    VALUES (?1, ?1, 'source', ?1, 'sample', '05754008', ?2, 0, ?3, x'00', x'00')
                    """, arguments: [id, status, state])
            try database.execute(
                sql: """
                    INSERT INTO answer
                        (source, eventId, contentHmac, reused, receiptTopic, receiptKey, subject, receiptId, receipt)
                    VALUES ('source', ?, x'00', 0, 'topic', 'key', 'subject', 'receipt', ?)
                    """, arguments: [id, receipt])
        }
    }

    @Test("Admitted clients keep the handle that was told, and answers go with the request")
    func laterEvents() throws {
        try migrator.migrate(queue, upTo: "intake-1")
        try add("e-1", "admitted", receipt: #"{"handle": "handle-1"}"#)
        try add("e-2", "admitted", receipt: "{}")
        try migrator.migrate(queue)
        try queue.read { database in
            let names = try ClientNameTable.requests(
                of: [ClientName(publisher: "sample", text: "handle-1")], database)
            #expect(names == ["e-1"])
            #expect(try Int.fetchOne(database, sql: "SELECT count(*) FROM clientName") == 1)
            let answered = try String.fetchAll(database, sql: "SELECT requestId FROM answer ORDER BY eventId")
            #expect(answered == ["e-1", "e-2"])
        }
    }

    @Test("Who was parked to be asked is kept no longer than from then on, and what stands out is still shown")
    func standing() throws {
        try migrator.migrate(queue, upTo: "intake-publisher-tally")
        let warnings = #"[{"code":"unknown-field","pointer":"/x","message":"Unbekannt"}]"#
        for reason in ["participation-to-be-asked", "awaiting-decision"] {
            let state = #"{"states": [{"on": "2026-11-02", "reasons": ["\#(reason)"]}]}"#
            try add(reason, "parked", state: state, receipt: #"{"warnings": \#(warnings)}"#)
        }
        try migrator.migrate(queue)
        try queue.read { database in
            let since = try String?.fetchAll(database, sql: "SELECT unaskedSince FROM request ORDER BY requestId")
            #expect(since == [nil, "2026-11-02"])
            #expect(try Set(String.fetchAll(database, sql: "SELECT warnings FROM request")) == [warnings])
        }
    }
}
