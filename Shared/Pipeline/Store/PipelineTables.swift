import GRDB

/// The tables of the message path, the same in every store.
enum PipelineTables {
    static func register(in migrator: inout DatabaseMigrator) {
        migrator.registerMigration("pipeline-1") { database in
            try database.execute(
                sql: """
                    CREATE TABLE position (
                        topic TEXT NOT NULL, partition INTEGER NOT NULL, next INTEGER NOT NULL,
                        lastOffset INTEGER NOT NULL, lastHash BLOB NOT NULL,
                        PRIMARY KEY (topic, partition)
                    ) STRICT, WITHOUT ROWID;
                    CREATE TABLE input (topic TEXT PRIMARY KEY, partitions INTEGER NOT NULL) STRICT, WITHOUT ROWID;
                    CREATE TABLE cluster (only INTEGER PRIMARY KEY CHECK (only = 1), id TEXT NOT NULL) STRICT;

                    CREATE TABLE process (
                        only INTEGER PRIMARY KEY CHECK (only = 1), isRunning INTEGER NOT NULL
                    ) STRICT;
                    INSERT INTO process (only, isRunning) VALUES (1, 0);
                    CREATE TABLE attempt (
                        topic TEXT NOT NULL, partition INTEGER NOT NULL, offset INTEGER NOT NULL, count INTEGER NOT NULL,
                        PRIMARY KEY (topic, partition)
                    ) STRICT, WITHOUT ROWID;

                    CREATE TABLE inbox (
                        source TEXT NOT NULL, id TEXT NOT NULL, receivedAt INTEGER NOT NULL,
                        PRIMARY KEY (source, id)
                    ) STRICT, WITHOUT ROWID;
                    CREATE INDEX inboxByAge ON inbox (receivedAt);

                    CREATE TABLE stateVersion (
                        topic TEXT NOT NULL, key TEXT NOT NULL, version INTEGER NOT NULL, erased INTEGER NOT NULL,
                        PRIMARY KEY (topic, key)
                    ) STRICT, WITHOUT ROWID;

                    CREATE TABLE outbox (
                        seq INTEGER PRIMARY KEY AUTOINCREMENT, topic TEXT NOT NULL, key TEXT NOT NULL,
                        headers BLOB NOT NULL, payload BLOB, createdAt INTEGER NOT NULL,
                        sentAt INTEGER, sentPartition INTEGER, sentOffset INTEGER,
                        isCurrent INTEGER NOT NULL DEFAULT 0
                    ) STRICT;
                    CREATE UNIQUE INDEX outboxCurrent ON outbox (topic, key) WHERE isCurrent = 1;
                    CREATE INDEX outboxPending ON outbox (seq) WHERE sentAt IS NULL;
                    CREATE INDEX outboxSent ON outbox (sentAt) WHERE sentAt IS NOT NULL;

                    CREATE TABLE sent (
                        topic TEXT NOT NULL, partition INTEGER NOT NULL, next INTEGER NOT NULL,
                        PRIMARY KEY (topic, partition)
                    ) STRICT, WITHOUT ROWID;
                    CREATE TABLE versionFloor (
                        topic TEXT NOT NULL, key TEXT NOT NULL, version INTEGER NOT NULL, PRIMARY KEY (topic, key)
                    ) STRICT, WITHOUT ROWID;
                    CREATE TABLE journal (
                        only INTEGER PRIMARY KEY CHECK (only = 1), number INTEGER NOT NULL, includes INTEGER,
                        applied INTEGER
                    ) STRICT;
                    INSERT INTO journal (only, number) VALUES (1, 0);

                    CREATE TABLE timer (
                        name TEXT NOT NULL, subject TEXT NOT NULL, dueAt INTEGER NOT NULL,
                        PRIMARY KEY (name, subject)
                    ) STRICT, WITHOUT ROWID;
                    CREATE INDEX timerByDue ON timer (dueAt);

                    CREATE TABLE deadLetter (
                        seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, topic TEXT NOT NULL,
                        partition INTEGER NOT NULL, offset INTEGER NOT NULL, heldKey BLOB, content BLOB NOT NULL,
                        cause TEXT NOT NULL, detail TEXT NOT NULL, occurredAt INTEGER NOT NULL, keepUntil INTEGER
                    ) STRICT;
                    CREATE INDEX deadLetterByKey ON deadLetter (topic, heldKey, seq) WHERE heldKey IS NOT NULL;
                    CREATE INDEX deadLetterByAge ON deadLetter (keepUntil);

                    CREATE TABLE audit (
                        seq INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, actor TEXT NOT NULL,
                        action TEXT NOT NULL, subject TEXT NOT NULL, mac BLOB NOT NULL
                    ) STRICT;

                    CREATE TABLE command (
                        id TEXT PRIMARY KEY, digest BLOB NOT NULL, answer BLOB NOT NULL, performedAt INTEGER NOT NULL
                    ) STRICT, WITHOUT ROWID;
                    CREATE INDEX commandByAge ON command (performedAt);
                    """)
        }
    }
}
