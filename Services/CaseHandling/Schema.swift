import GRDB

/// CaseHandling's tables. Migrations are named and only ever added to.
enum Schema {
    static func register(in migrator: inout DatabaseMigrator) {
        migrator.registerMigration("case-handling-1") { database in
            try database.execute(sql: caseFiles + notices)
        }
        migrator.registerMigration("case-handling-proposals") { database in
            try database.execute(sql: proposals)
        }
    }

    /// Cases: the pseudonymous state in the open, as others may know it; person and request only sealed under the
    /// case's own key. The columns from `version` to `post` are of the state, for lists and scopes.
    private static let caseFiles = """
        CREATE TABLE caseFile (
            caseId TEXT PRIMARY KEY, requestId TEXT NOT NULL, version INTEGER NOT NULL, state TEXT NOT NULL,
            openedOn TEXT NOT NULL, closedOn TEXT, municipality TEXT NOT NULL, provider TEXT NOT NULL,
            post TEXT NOT NULL, content BLOB NOT NULL, wrappedKey BLOB NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX caseFileOfMunicipality ON caseFile (municipality, caseId);
        CREATE INDEX caseFileOfPost ON caseFile (post, caseId);

        """

    /// What Supervision points out about a case, as codes.
    private static let notices = """
        CREATE TABLE notice (
            decisionId TEXT PRIMARY KEY, caseId TEXT NOT NULL REFERENCES caseFile (caseId) ON DELETE CASCADE,
            at INTEGER NOT NULL, codes TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX noticeOfCase ON notice (caseId, at);
        """

    /// What others propose to a case, sealed under its key.
    private static let proposals = """
        CREATE TABLE proposal (
            proposalId TEXT PRIMARY KEY, caseId TEXT NOT NULL REFERENCES caseFile (caseId) ON DELETE CASCADE,
            receivedAt INTEGER NOT NULL, content BLOB NOT NULL, wrappedKey BLOB NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX proposalOfCase ON proposal (caseId, receivedAt);
        """
}
