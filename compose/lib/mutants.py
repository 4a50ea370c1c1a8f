"""Takes each guard of the README's invariants out, one at a time, and demands that a test fails.

    python compose/lib/mutants.py [NAME...]

Works on the tree itself, on files without uncommitted changes only, and puts every file back. Standard library only.
"""

import pathlib
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
PIPELINE = "Shared/Pipeline/"
IDENTITY = "Shared/Runtime/Identity/"

# name, file, what stands there, what is put in its place, the tests that must notice
MUTANTS = [
    ("position-compare-and-set", PIPELINE + "Path/Positions.swift",
     "guard database.changesCount == 1 else", "guard database.changesCount <= 1 else", "MessagePathTests"),
    ("position-identity", PIPELINE + "Path/PositionCheck.swift",
     "guard RecordHash.of(record) == position.lastHash else", "guard true else", "PositionTests"),
    ("inbox", PIPELINE + "Handling/Inbox.swift",
     "arguments: [envelope.source, envelope.id, Instant.milliseconds(instant)])\n        return database.changesCount > 0",
     "arguments: [envelope.source, envelope.id, Instant.milliseconds(instant)])\n        return true",
     "MessagePathTests"),
    ("higher-version", PIPELINE + "Handling/Inbox.swift",
     "WHERE excluded.version > version AND erased = 0", "WHERE erased = 0", "StateTopicTests"),
    ("erased-stays-erased", PIPELINE + "Handling/Inbox.swift", " AND erased = 0", "", "StateTopicTests"),
    ("savepoint", PIPELINE + "Path/Batch.swift",
     "try scope.database.inSavepoint {\n"
     "                let transaction = scope.transaction(because: cause, at: record.timestamp)\n"
     "                try handler.run(envelope, RecordKey.text(record.key), transaction)\n"
     "                return .commit\n            }",
     "try handler.run(\n"
     "                envelope, RecordKey.text(record.key), scope.transaction(because: cause, at: record.timestamp))",
     "MessagePathTests"),
    ("store-faults", PIPELINE + "Path/FailurePolicy.swift",
     "case _ where StoreFault.isStoreFault(error): .retryBatch\n        ", "", "StoreFaultTests"),
    ("marked-after-report", PIPELINE + "Outbox/Relay.swift",
     "let results = await producer.send(rows.map(record))",
     "entry.marks.add(rows.map { .init(seq: $0.seq, partition: 0, offset: 0, sentAt: entry.clock()) })\n"
     "            let results = await producer.send(rows.map(record))", "RelayTests"),
    ("full-after-open", PIPELINE + "Store/Store.swift",
     "        try setFullSynchronous(path: path)\n", "", "StoreTests"),
    ("journal-in-memory", PIPELINE + "Store/Store.swift",
     "PRAGMA temp_store = MEMORY", "PRAGMA temp_store = DEFAULT", "StoreFaultTests"),
    ("one-process", PIPELINE + "Store/StoreLock.swift",
     "flock(descriptor, LOCK_EX | LOCK_NB) == 0", "flock(descriptor, LOCK_EX | LOCK_NB) <= 0", "StoreTests"),
    ("readers-never-checkpoint", PIPELINE + "Store/Store.swift",
     "if database.configuration.readonly {", "if false {", "StoreTests"),
    ("source-in-derived-ids", "Shared/Models/Identity/DerivedID.swift",
     "[emitter.rawValue, source, id, type, subject, String(n)]", "[emitter.rawValue, id, type, subject, String(n)]",
     "SealTests"),
    ("timers-wait", PIPELINE + "Path/CatchUpSchedule.swift",
     "positions[$0.key, default: 0] >= $0.value", "true", "TimerTests"),
    ("messages-destroyed", "Shared/Kafka/Consumer.swift",
     "defer { rd_kafka_message_destroy(message) }", "defer {}", "KafkaTests"),
    ("seal-bound-to-subject", "Shared/Models/Seal/Seal.swift",
     "DerivedID.tuple([String(formatVersion), keyID, purpose, subject])",
     "DerivedID.tuple([String(formatVersion), keyID, purpose])", "SealTests"),
    ("stored-content-sealed", "Shared/Models/Seal/StoredContent.swift",
     "sealed = try key.seal(of: subject).seal(plain, purpose: place.purpose, subject: subject)", "sealed = plain",
     "IntakeTests|CaseHandlingTests"),
    ("role-of-a-route", "Shared/Runtime/HTTP/APIRouter.swift",
     "guard !identity.roles.isDisjoint(with: roles) else {", "guard true else {", "AccessTests"),
    ("key-decides-the-algorithm", IDENTITY + "TokenVerifier.swift",
     'guard header["alg"]?.stringValue == key.algorithm else { throw .algorithm }', "", "TokenTests"),
    ("audience", IDENTITY + "TokenVerifier.swift",
     "guard audiences.contains(audience), audiences", "guard audiences", "TokenTests"),
    ("end-of-a-token", IDENTITY + "TokenVerifier.swift",
     "guard now < expiresAt else { throw .expired }", "", "TokenTests"),
    ("sign-in-nonce", IDENTITY + "Session/IdentityProvider.swift",
     "guard token.nonce == nonce else { throw TokenFault.claims }", "", "SessionTests"),
    ("origin-of-a-change", IDENTITY + "Session/SessionGate.swift",
     "guard isOwnOrSafe(request) else { throw .origin }", "", "SessionTests"),
    ("scope-of-cases", "Services/CaseHandling/Handlers/Cases/CaseFile.swift",
     r"WHERE caseId = \(caseID) AND \(scope.condition)", r"WHERE caseId = \(caseID)", "CaseHandlingTests"),
]


def run(*command, limit):
    """The exit status and the output; a command that does not end counts as failed."""
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=limit)
        return done.returncode, done.stdout + done.stderr
    except subprocess.TimeoutExpired as timeout:
        subprocess.run(["pkill", "-f", "kimPackageTests.xctest"], check=False)
        return 1, str(timeout)


def judge(name, path, old, new, tests):
    file = ROOT / path
    original = file.read_text()
    if original.count(old) != 1:
        return f"stands {original.count(old)} times in {path}, not once"
    if run("git", "diff", "--quiet", "--", path, limit=30)[0]:
        return f"{path} has uncommitted changes"
    try:
        file.write_text(original.replace(old, new))
        status, output = run("swift", "build", "--build-tests", limit=900)
        if status:
            return "does not compile:\n" + "\n".join(line for line in output.splitlines() if "error" in line)[:1000]
        status, _ = run("swift", "test", "--skip-build", "--filter", tests, limit=240)
        return None if status else "no test failed"
    finally:
        file.write_text(original)


def main():
    chosen = [mutant for mutant in MUTANTS if not sys.argv[1:] or mutant[0] in sys.argv[1:]]
    print("| guard removed | tests | result | seconds |\n|---|---|---|---|")
    survived = 0
    for mutant in chosen:
        started = time.monotonic()
        problem = judge(*mutant)
        survived += problem is not None
        print(
            f"| {mutant[0]} | {mutant[4]} | {problem or 'noticed'} | {time.monotonic() - started:.0f} |", flush=True
        )
    status, output = run("swift", "build", "--build-tests", limit=900)
    print(f"\n{len(chosen) - survived} of {len(chosen)} noticed; the tree is as it was, build status {status}")
    return 1 if survived or status else 0


sys.exit(main())
