import GRDB

/// Supervision's tables. Migrations are named and only ever added to.
enum Schema {
    static func register(in migrator: inout DatabaseMigrator) {
        migrator.registerMigration("supervision-1") { database in
            try database.execute(sql: posts + cases + notices)
        }
    }

    /// The posts: Supervision's own state is the truth.
    private static let posts = """
        CREATE TABLE post (postId TEXT PRIMARY KEY, scope TEXT NOT NULL, state TEXT NOT NULL) STRICT, WITHOUT ROWID;

        """

    /// What the cases' last states say about load and place.
    private static let cases = """
        CREATE TABLE supervisedCase (
            caseId TEXT PRIMARY KEY, post TEXT NOT NULL, municipality TEXT NOT NULL, isOpen INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX openCaseOfPost ON supervisedCase (post) WHERE isOpen = 1;

        """

    /// The notices given, one of a kind per case; `number` is their order.
    private static let notices = """
        CREATE TABLE notice (
            number INTEGER PRIMARY KEY, decisionId TEXT NOT NULL UNIQUE, caseId TEXT NOT NULL, deadline TEXT NOT NULL,
            overdueAt INTEGER NOT NULL, settledAt INTEGER, UNIQUE (caseId, deadline)
        ) STRICT;
        CREATE INDEX openNotice ON notice (number) WHERE settledAt IS NULL;
        """
}
