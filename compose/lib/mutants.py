"""Takes each guard of the README's invariants out, one at a time, and demands that a test fails.

    python compose/lib/mutants.py [NAME...]
    python compose/lib/mutants.py --build CONTROL FOLDER    only builds the executables of a control, into a folder

Works on the tree itself and puts every file back, with its time; a copy lies in .build/mutant in the meantime. Standard
library only.
"""

import contextlib
import os
import pathlib
import re
import shutil
import signal
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
    ("cluster-identity", PIPELINE + "Path/BrokerIdentity.swift", "stored != cluster {", "stored != cluster, false {",
     "PositionTests"),
    ("partition-count", PIPELINE + "Path/BrokerIdentity.swift", "stored != count {", "stored != count, false {",
     "PositionTests"),
    ("inbox", PIPELINE + "Handling/Inbox.swift",
     "envelope.id, Instant.milliseconds(instant)])\n        return database.changesCount > 0",
     "envelope.id, Instant.milliseconds(instant)])\n        return true",
     "MessagePathTests"),
    ("higher-version", PIPELINE + "Handling/Inbox.swift",
     "WHERE excluded.version > version AND erased = 0", "WHERE erased = 0",
     "StateTopicTests|InterleavingTests"),
    ("erased-stays-erased", PIPELINE + "Handling/Inbox.swift", " AND erased = 0", "", "StateTopicTests"),
    ("savepoint", PIPELINE + "Path/Batch.swift",
     "        try scope.database.inSavepoint {\n"
     "            let transaction = scope.transaction(because: cause, at: record.timestamp)\n"
     "            scope.crash.at(.handlerBefore)\n"
     "            try handler.run(envelope, RecordKey.text(record.key), transaction)\n"
     "            scope.crash.at(.handlerAfter)\n"
     "            return .commit\n        }\n",
     "        try handler.run(\n"
     "            envelope, RecordKey.text(record.key), scope.transaction(because: cause, at: record.timestamp))\n",
     "MessagePathTests"),
    ("later-messages-held", PIPELINE + "Path/Batch.swift", "if topic.kind == .directed, let key = record.key,",
     "if topic.kind == .directed, false, let key = record.key,", "DeadLetterTests"),
    ("crash-guard", PIPELINE + "Path/CrashGuard.swift", "return count ?? 0 > crashes", "return false",
     "CrashGuardTests"),
    ("suspects-alone", PIPELINE + "Path/CrashGuard.swift", "guard stoppedUncleanly else", "guard false else",
     "CrashGuardTests"),
    ("store-faults", PIPELINE + "Path/FailurePolicy.swift",
     "case _ where StoreFault.isStoreFault(error): .retryBatch\n        ", "", "StoreFaultTests"),
    ("marked-after-report", PIPELINE + "Outbox/Relay.swift",
     "let results = await producer.send(rows.map(record))",
     "entry.marks.add(rows.map {\n"
     "                .init(seq: $0.seq, topic: $0.topic, partition: 0, offset: 0, sentAt: entry.clock())\n"
     "            })\n"
     "            let results = await producer.send(rows.map(record))", "RelayTests"),
    ("nothing-overtakes-what-is-refused", "Shared/Kafka/KafkaSettings+Properties.swift",
     '"enable.gapless.guarantee": "true"', '"enable.gapless.guarantee": "false"', "ProducerTests"),
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
    ("derived-ids", PIPELINE + "Handling/Transaction.swift",
     "id: cause.id, type: type", "id: cause.id + UUID().uuidString, type: type", "MessagePathTests|CommandTests"),
    ("timers-wait", PIPELINE + "Path/CatchUpSchedule.swift",
     "positions[$0.key, default: 0] >= $0.value", "true", "TimerTests"),
    ("messages-destroyed", "Shared/Kafka/Consumer.swift",
     "defer { rd_kafka_message_destroy(message) }", "defer {}", "KafkaTests"),
    ("no-partition-named", "Shared/Kafka/Messages.swift",
     "Self.argument(RD_KAFKA_VTYPE_TOPIC) { $0.cstr = topic },",
     "Self.argument(RD_KAFKA_VTYPE_TOPIC) { $0.cstr = topic },\n"
     "                        Self.argument(RD_KAFKA_VTYPE_PARTITION) { $0.i32 = 0 },", "RoundTripTests"),
    ("seal-bound-to-subject", "Shared/Models/Seal/Seal.swift",
     "DerivedID.tuple([String(formatVersion), keyID, purpose, subject])",
     "DerivedID.tuple([String(formatVersion), keyID, purpose])", "SealTests"),
    ("stored-content-sealed", "Shared/Models/Seal/StoredContent.swift",
     "sealed = try key.seal(of: subject).seal(plain, purpose: place.purpose, subject: subject)", "sealed = plain",
     "IntakeTests|CaseHandlingTests"),
    ("role-of-a-route", IDENTITY + "Door.swift",
     "guard !identity.roles.isDisjoint(with: roles) else {", "guard true else {", "AccessTests"),
    ("shut-until-restored", IDENTITY + "Door.swift",
     "guard isForOperation || records?.isReady != false else", "guard true else", "DoorTests"),
    ("audit-names-nobody", PIPELINE + "Store/AuditTrail.swift",
     "DerivedID.hasForm($0) ? $0 : unknown", "DerivedID.hasForm($0) ? $0 : $0", "IntakeTests.AuditTests"),
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
    ("commands-journalled", PIPELINE + "Handling/CommandHandler.swift",
     "        try Journal.write(command, scope)\n", "", "JournalTests"),
    ("lots-drawn-once", PIPELINE + "Handling/Transaction.swift",
     "        if let known = scope.recalled[draw] { return known }\n", "", "JournalTests"),
    ("commands-wait-for-the-journal", PIPELINE + "TransactionalEntry.swift",
     "guard gate.isOpen else { throw NotReady() }\n        crash.at(.commandBefore)", "crash.at(.commandBefore)",
     "JournalTests"),
    ("version-floors", PIPELINE + "Handling/Transaction.swift",
     "try max(version, VersionFloors.floor(of: topic, key, in: database)) + 1", "version + 1", "JournalTests"),
    ("timers-among-events", PIPELINE + "Path/Batch.swift",
     "if let due = try Timers.earliest(in: scope.database), due < record.timestamp { break }", "", "TimerTests"),
    ("overdue-among-events", PIPELINE + "Path/MessagePath.swift",
     "                    try await fireOverdue(consumer)\n", "", "TimerTests"),
    ("current-states-stay", PIPELINE + "Path/Retention.swift", " AND isCurrent = 0", "", "ResendTests"),
    ("scope-of-cases", "Services/CaseHandling/Handlers/Cases/CaseFile.swift",
     r"WHERE caseId = \(caseID) AND \(scope.condition)", r"WHERE caseId = \(caseID)", "CaseHandlingTests"),
    ("duplicate-person", "Services/Intake/Handlers/Submissions/SubmissionDesk.swift",
     "if let first = try persons", "if false, let first = try persons", "IntakeTests.DuplicateTests"),
    ("publishers-apart", "Services/Intake/Handlers/Persons/PersonTokens+Making.swift",
     "keyed(.reference, person.publisher, $0)", "keyed(.reference, $0)", "IntakeTests.DuplicateTests"),
    ("told-apart", "Services/Intake/Handlers/Persons/PersonDecisions.swift",
     "guard try apart(all, all, in: database).isEmpty", "guard try apart(all, all, in: database).count >= 0",
     "IntakeTests.PersonDecisionSequenceTests"),
    ("split-of-groups", "Services/Intake/Handlers/Persons/PersonDecisions.swift",
     "linked != other && rest.contains(linked)", "linked != other && rest.isEmpty",
     "IntakeTests.PersonDecisionSequenceTests"),
    ("unasked-from-then-on", "Services/Intake/Handlers/Requests/RequestDesk.swift",
     "var request = changed\n        request.countUnasked(from: transaction.today)",
     "var request = changed\n        request.countUnasked(from: request.state.receivedOn)", "IntakeTests.UnaskedTests"),
    ("erased-duplicates", "Services/Intake/Handlers/Requests/RequestDesk+Erasure.swift",
     "            try remember(id, as: .erased, for: WithdrawnRequestTable.erasedRetention, transaction)\n", "            _ = id\n",
     "IntakeTests.DuplicateTests"),
]


# What a campaign must find out, in executables of their own.
CONTROLS = {
    "position-in-transaction": (
        PIPELINE + "Path/MessagePath.swift",
        "        let before = positions\n"
        "        let batch = try await insist { [inputs, logger] scope in\n"
        "            try Batch.handle(records, from: before,",
        "        var moved = positions\n"
        "        for record in records {\n"
        "            let (place, known) = (record.topicPartition, moved[record.topicPartition])\n"
        "            let next = Position(behind: record)\n"
        "            try await insist { try Positions.advance(place, from: known, to: next, in: $0.database) }\n"
        "            moved[place] = next\n"
        "        }\n"
        "        let before = moved\n"
        "        let batch = try await insist { [inputs, logger] scope in\n"
        "            try Batch.handle(records, from: before,",
    ),
}
EXECUTABLES = ("kim", "kim-intake", "kim-case-handling", "kim-supervision", "kim-statistics")
FLAKE = "was modified during the build"
# A test that failed, in the output of Swift Testing.
FAILED = re.compile(r"^. Test (?!case |run )(\S.*?) failed after", re.MULTILINE)


class Refused(Exception):
    """A mutant that cannot be made."""


def run(*command, limit):
    """The exit status, `None` for a command that did not end and was ended with its children, and the output."""
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
    )
    try:
        output, _ = process.communicate(timeout=limit)
    except BaseException as ended:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        if isinstance(ended, subprocess.TimeoutExpired):
            return None, str(ended)
        raise
    return process.returncode, output


def build(*arguments):
    status, output = run("swift", "build", *arguments, limit=900)
    if status and FLAKE in output:
        status, output = run("swift", "build", *arguments, limit=900)
    if status != 0:
        errors = [line for line in output.splitlines() if "error" in line] or output.splitlines()[-3:]
        raise Refused("does not build:\n" + "\n".join(errors)[:1000])


@contextlib.contextmanager
def without(path, old, new):
    """The tree without a guard, as long as it lasts."""
    file = ROOT / path
    original = file.read_text()
    if original.count(old) != 1:
        raise Refused(f"stands {original.count(old)} times in {path}, not once")
    copy = ROOT / ".build/mutant" / file.name
    copy.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy2(file, copy)
    try:
        file.write_text(original.replace(old, new))
        yield
    finally:
        shutil.copy2(copy, file)


def judge(path, old, new, tests):
    """Whether the mutant is noticed, and by which test, or what stands against it."""
    try:
        with without(path, old, new):
            build("--build-tests")
            status, output = run("swift", "test", "--skip-build", "--filter", tests, limit=300)
    except Refused as refused:
        return False, str(refused)
    if not status:
        return False, "no test failed" if status == 0 else "the tests did not end"
    failed = FAILED.findall(output)
    return True, ", ".join(failed[:1]) + (f" and {len(failed) - 1} more" if failed[1:] else "") or "the process died"


def build_without(name, folder):
    """The executables of a control in a folder of their own; the tree and its build are as they were."""
    known = {mutant: change for mutant, *change, _ in MUTANTS} | CONTROLS
    with without(*known[name]):
        build()
        folder.mkdir(parents=True, exist_ok=True)
        for executable in EXECUTABLES:
            shutil.copy2(ROOT / ".build/debug" / executable, folder)
    build()


def main(arguments):
    if arguments[:1] == ["--build"]:
        return build_without(arguments[1], pathlib.Path(arguments[2]))
    chosen = [mutant for mutant in MUTANTS if not arguments or mutant[0] in arguments]
    print("| guard removed | noticed | by | seconds |\n|---|---|---|---|")
    survived = 0
    for name, *mutant in chosen:
        started = time.monotonic()
        noticed, how = judge(*mutant)
        survived += not noticed
        seconds = time.monotonic() - started
        print(f"| {name} | {'yes' if noticed else 'NO'} | {how} | {seconds:.0f} |", flush=True)
    build("--build-tests")
    print(f"\n{len(chosen) - survived} of {len(chosen)} noticed; the tree and its build are as they were")
    return 1 if survived else 0


# Ended from outside, it puts the file back all the same.
signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
sys.exit(main(sys.argv[1:]))
