import GRDB

/// The tables of Statistics. Days are `yyyy-MM-dd`, whose order as text is their order in time.
enum Schema {
    static func migrations(_ migrator: inout DatabaseMigrator) {
        migrator.registerMigration("contributions and releases") { database in
            try database.execute(
                sql: """
                    CREATE TABLE contribution (
                        aggregate TEXT NOT NULL,
                        indicator TEXT NOT NULL,
                        firstDay TEXT NOT NULL,
                        lastDay TEXT,
                        municipality TEXT,
                        counterpart TEXT,
                        accessRoute TEXT,
                        outcome TEXT,
                        flow TEXT,
                        gender TEXT,
                        ageGroup TEXT
                    ) STRICT;
                    CREATE INDEX contributionOfAggregate ON contribution (aggregate);
                    CREATE INDEX contributionByDay ON contribution (indicator, firstDay);

                    -- The whole current set, each figure as it was last published.
                    CREATE TABLE published (
                        key TEXT PRIMARY KEY,
                        figure BLOB NOT NULL
                    ) STRICT, WITHOUT ROWID;

                    -- When the next release is due, in milliseconds since 1970: one row.
                    CREATE TABLE nextRelease (
                        only INTEGER PRIMARY KEY CHECK (only = 1),
                        dueAt INTEGER NOT NULL
                    ) STRICT;
                    """)
        }
    }
}
