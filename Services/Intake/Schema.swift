import GRDB

/// Intake's tables. Migrations are named and only ever added to.
enum Schema {
    static func register(in migrator: inout DatabaseMigrator) {
        migrator.registerMigration("intake-1") { database in
            try database.execute(sql: answers + requests + posts + caseLoad)
        }
        migrator.registerMigration("intake-later-events") { database in
            try database.execute(sql: answersOfRequests + clientNames + withdrawnRequests)
        }
        migrator.registerMigration("intake-clearing") { database in
            try database.execute(sql: worklist + clearing + deletionRecords)
        }
        migrator.registerMigration("intake-persons") { database in
            try database.execute(sql: persons + personProposals)
        }
        migrator.registerMigration("intake-publisher-tally") { database in
            try database.execute(sql: publisherTally)
        }
        migrator.registerMigration("intake-standing") { database in
            try database.execute(sql: standing)
        }
    }

    /// The guard of the public way in: what was answered to which content. No personal data.
    ///
    /// `reused` marks an id that came again with other content; every event has one row without it.
    private static let answers = """
        CREATE TABLE answer (
            source TEXT NOT NULL, eventId TEXT NOT NULL, contentHmac BLOB NOT NULL, reused INTEGER NOT NULL,
            receiptTopic TEXT NOT NULL, receiptKey TEXT NOT NULL, subject TEXT NOT NULL, receiptId TEXT NOT NULL,
            receipt TEXT NOT NULL,
            PRIMARY KEY (source, eventId, contentHmac)
        ) STRICT, WITHOUT ROWID;
        CREATE UNIQUE INDEX answerOfEvent ON answer (source, eventId) WHERE reused = 0;

        """

    /// Requests: the pseudonymous state in the open, person and request only sealed under the request's own key.
    private static let requests = """
        CREATE TABLE request (
            requestId TEXT PRIMARY KEY, caseId TEXT NOT NULL UNIQUE, source TEXT NOT NULL, eventId TEXT NOT NULL,
            publisher TEXT NOT NULL, municipality TEXT NOT NULL, status TEXT NOT NULL, receivedAt INTEGER NOT NULL,
            state TEXT NOT NULL, household TEXT, content BLOB, wrappedKey BLOB
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX requestWaiting ON request (municipality, receivedAt, requestId) WHERE status = 'waiting';

        """

    /// The posts that take cases, as Supervision last published them, and the municipalities that each serves.
    private static let posts = """
        CREATE TABLE post (postId TEXT PRIMARY KEY, state TEXT NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE postMunicipality (
            municipality TEXT NOT NULL, postId TEXT NOT NULL REFERENCES post (postId) ON DELETE CASCADE,
            PRIMARY KEY (municipality, postId)
        ) STRICT, WITHOUT ROWID;

        """

    /// Which post carries which case: filled at the admission, corrected by the case states.
    private static let caseLoad = """
        CREATE TABLE carriedCase (
            caseId TEXT PRIMARY KEY, post TEXT NOT NULL, isOpen INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX openCaseOfPost ON carriedCase (post) WHERE isOpen = 1;
        """

    /// The request that an answered event acted on: with it the answer is forgotten.
    private static let answersOfRequests = """
        ALTER TABLE answer ADD COLUMN requestId TEXT;
        UPDATE answer SET requestId = request.requestId FROM request
        WHERE request.source = answer.source AND request.eventId = answer.eventId;
        CREATE INDEX answerOfRequest ON answer (requestId) WHERE requestId IS NOT NULL;

        """

    /// The names by which publishers speak of clients: handles, and digests of their own references. Requests from
    /// before this table get the handle that their publisher was told.
    private static let clientNames = """
        CREATE TABLE clientName (
            publisher TEXT NOT NULL, name TEXT NOT NULL, requestId TEXT NOT NULL, isReference INTEGER NOT NULL,
            PRIMARY KEY (publisher, name, requestId)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX clientNameOfRequest ON clientName (requestId);
        INSERT INTO clientName
        SELECT request.publisher, receipt ->> '$.handle', request.requestId, 0
        FROM request JOIN answer USING (source, eventId)
        WHERE reused = 0 AND receipt ->> '$.handle' IS NOT NULL;

        """

    /// Withdrawals that overtook their submission, and erasures. No personal data.
    private static let withdrawnRequests = """
        CREATE TABLE withdrawnRequest (
            requestId TEXT PRIMARY KEY, reason TEXT NOT NULL, at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        """

    /// The place of a request in the worklist, as long as it is not decided, and why it goes before others; the
    /// requests of a household.
    private static let worklist = """
        ALTER TABLE request ADD COLUMN urgency TEXT;
        ALTER TABLE request ADD COLUMN workPlace TEXT;
        UPDATE request SET workPlace = printf('1  %015d %s', receivedAt, requestId)
        WHERE status IN ('parked', 'waiting');
        CREATE INDEX requestWorkPlace ON request (workPlace) WHERE workPlace IS NOT NULL;
        CREATE INDEX requestOfHousehold ON request (json_extract(household, '$.key'));

        """

    /// Which post a request went to and why, and what staff decided. No personal data.
    private static let clearing = """
        CREATE TABLE postChoice (requestId TEXT PRIMARY KEY, choice TEXT NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE clearingDecision (
            number INTEGER PRIMARY KEY, requestId TEXT NOT NULL, decision TEXT NOT NULL
        ) STRICT;
        CREATE INDEX clearingDecisionOfRequest ON clearingDecision (requestId, number);

        """

    /// What was deleted by which rule.
    private static let deletionRecords = """
        CREATE TABLE deletionRecord (
            requestId TEXT NOT NULL, rule TEXT NOT NULL, deletedOn TEXT NOT NULL, PRIMARY KEY (requestId, rule)
        ) STRICT, WITHOUT ROWID;
        """

    /// The index of persons: tokens and the keys under which they are found, and what staff decided of pairs. No names.
    static let persons = """
        CREATE TABLE person (
            number INTEGER PRIMARY KEY, personId TEXT NOT NULL UNIQUE, tokens BLOB NOT NULL
        ) STRICT;
        CREATE TABLE personBlock (
            block INTEGER NOT NULL, person INTEGER NOT NULL, PRIMARY KEY (block, person)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE personDecision (
            first TEXT NOT NULL, second TEXT NOT NULL, number INTEGER NOT NULL, decision TEXT NOT NULL,
            decidedBy TEXT NOT NULL, decidedAt INTEGER NOT NULL,
            PRIMARY KEY (first, second, number)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX personDecisionOfSecond ON personDecision (second);

        """

    /// Whom staff have yet to look at because of a request.
    private static let personProposals = """
        CREATE TABLE personProposal (
            requestId TEXT NOT NULL, other TEXT NOT NULL, kind TEXT NOT NULL, score INTEGER NOT NULL,
            evidence TEXT NOT NULL, PRIMARY KEY (requestId, other)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX personProposalOfOther ON personProposal (other);
        """

    /// Since when nobody has agreed that the client of a request takes part, and what stands out in what was told of her.
    private static let standing = """
        ALTER TABLE request ADD COLUMN unaskedSince TEXT;
        ALTER TABLE request ADD COLUMN warnings TEXT NOT NULL DEFAULT '[]';
        UPDATE request SET unaskedSince = state ->> '$.states[#-1].on'
        WHERE status = 'parked' AND state ->> '$.states[#-1].reasons[0]' = 'participation-to-be-asked';
        UPDATE request SET warnings = coalesce(receipt -> '$.warnings', '[]') FROM answer
        WHERE request.source = answer.source AND request.eventId = answer.eventId AND reused = 0
            AND content IS NOT NULL;
        """

    /// How often what was answered to whom. No personal data.
    private static let publisherTally = """
        CREATE TABLE publisherTally (
            publisher TEXT NOT NULL, month TEXT NOT NULL, kind TEXT NOT NULL, code TEXT NOT NULL,
            count INTEGER NOT NULL, PRIMARY KEY (month, publisher, kind, code)
        ) STRICT, WITHOUT ROWID;
        """
}
