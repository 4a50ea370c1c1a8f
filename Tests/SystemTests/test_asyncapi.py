"""The AsyncAPI documents say neither more nor less than what the services send and receive in a run."""

import json

import pytest

import asyncapi
import poison
from asyncapi import Use
from deployment import SERVICES, Deployment
from generated import Generator
from kafka_access import STRUCTURED, Message
from submissions import CHANGE, CORRECTION, JOBCENTER, SAMPLE, WITHDRAWAL, People, message
from waiting import wait_until

DECLARED = {use for service in SERVICES for use in asyncapi.uses(service)}
DEAD_LETTER, JOURNAL = "dead-letter", "journal-record"
# What no run on one day can show, each with where it is shown instead.
NOT_SENT = {
    # A deadline runs for days: NoticeTests of Supervision let them pass.
    Use("supervision", "send", "supervision.decisions.v1", "de.kim.supervision.decision.v1"),
}
# Read only where the store is older than the journal: test_replay loses every store.
JOURNALS_READ = {Use(service, "receive", f"{service}.journal.v1", JOURNAL) for service in SERVICES}


class Run:
    """A deployment in which everything happens that can on one day."""

    def __init__(self, deployment):
        self.deployment, self.kafka = deployment, deployment.kafka
        people = People(seed=81)
        bodies = {f"api-{n}": people.body("05754008") | {"clientReference": f"api-{n}"} for n in range(4)}
        self.send(message(("binary", "structured")[n % 2], id, body) for n, (id, body) in enumerate(bodies.items()))
        self.send([message("binary", "parked", people.body("05754008"), JOBCENTER)])
        self.send(self.said_of(bodies))
        self.cases = [item["id"] for item in deployment.items("case-handling", "/v1/cases")]
        # As Supervision would write it.
        notice = {"decisionId": "d-1", "kind": "notice", "refers": self.cases[0], "at": "2026-10-08T22:00:00.000Z"}
        attributes = {"specversion": "1.0", "id": "d-1", "source": "tag:kim.example,2026:service:supervision",
                      "type": "de.kim.supervision.decision.v1"}  # fmt: skip
        headers = [(f"ce_{name}", text.encode()) for name, text in attributes.items()]
        told = Message(self.cases[0].encode(), headers, json.dumps(notice | {"codes": ["overdue"]}).encode())
        self.kafka.publish([told], poison.DECISIONS)
        for topic in poison.EVERYWHERE:
            self.kafka.publish([Message(b"garbage", [], poison.GARBAGE)], topic)
        self.kafka.publish([Message(b"garbage", [], poison.GARBAGE)])
        deployment.settle()
        self.discard_everything()
        with self.kafka.follow("statistics.figures.v1") as figures:
            wait_until(figures.records, 20, "a release", detail=deployment.last_words)
        deployment.settle()
        self.records = {topic: self.kafka.read(topic) for topic in self.kafka.topics()}

    def send(self, messages):
        self.kafka.publish(messages)
        self.deployment.settle()

    def said_of(self, bodies):
        """Each of the three later types, of a case each; two withdrawals erase."""
        (change, corrected, closed, erased), generator = bodies, Generator(seed=82)

        def of(id, source=SAMPLE):
            return {"submission": {"source": source, "id": id}}

        for mode in ("binary", "structured"):
            told = generator.body(CHANGE) | {"client": {"clientReference": change}}
            yield message(mode, f"change-{mode}", told, type=CHANGE, key=change)
        new = of(corrected) | {"kind": "error", "data": bodies[corrected]}
        yield message("binary", "correction", new, type=CORRECTION, key=corrected)
        for mode, id, reason in (("binary", closed, "no-longer-needed"), ("structured", erased, "sent-in-error")):
            yield message(mode, f"withdrawal-{id}", of(id) | {"reason": reason}, type=WITHDRAWAL, key=id)
        taken_back = of("parked", JOBCENTER) | {"reason": "wrong-person"}
        yield message("binary", "withdrawal", taken_back, JOBCENTER, WITHDRAWAL)

    def discard_everything(self):
        """What operations decide is a command in every service."""
        order = ("intake", "case-handling", "supervision", "statistics")
        ports = ",".join(str(self.deployment.ports[service]) for service in order)
        listed = self.deployment.kim("dead-letters", "list", "--ports", ports).splitlines()[1:]
        for line in listed:
            self.deployment.kim("dead-letters", "discard", line.split()[0], "--ports", ports, status=None)

    # What it showed

    def sent(self):
        """Which service sent what where, with one record each; publishers are none of ours."""
        found = {}
        for topic, records in self.records.items():
            for record in records:
                service, name = origin(topic, record)
                if service:
                    found.setdefault(Use(service, "send", topic, name), record)
        return found

    def consumed(self, service):
        partitions = self.deployment.get(service, "/v1/positions")["partitions"]
        return {(one["topic"].removeprefix("kim."), one["partition"]): one["next"] for one in partitions}


def origin(topic, record):
    """Which service wrote a record, and the name of its message; nobody where it came from outside."""
    if topic.endswith(".dead-letters.v1"):
        return record.header("__connect.errors.connector.name").removeprefix("kim-"), DEAD_LETTER
    service = (record.header("ce_source") or "").rpartition("service:")[2] if record.header("ce_source") else None
    # The one that stands for what Supervision would tell.
    if service not in SERVICES or (topic, record.header("ce_id")) == (poison.DECISIONS, "d-1"):
        return None, None
    return service, JOURNAL if topic.endswith(".journal.v1") else record.header("ce_type")


def name_of(record):
    """The name of the message that a record is."""
    is_structured = (record.header("content-type") or "").startswith(STRUCTURED)
    return "structured-event" if is_structured else record.header("ce_type")


@pytest.fixture(scope="module")
def run():
    with Deployment() as deployment:
        yield Run(deployment.start_all())


def test_services_send_exactly_what_their_documents_declare(run):
    declared = {use for use in DECLARED if use.action == "send"}
    assert set(run.sent()) == declared - NOT_SENT
    assert NOT_SENT <= declared


def test_headers_and_keys_are_as_declared(run):
    wrong = {use: found for use, record in run.sent().items() if (found := asyncapi.headers_fault(use.message, record))}
    assert not wrong


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_consumes_exactly_the_topics_that_its_document_declares(run, service):
    declared = {use.topic for use in DECLARED - JOURNALS_READ if (use.service, use.action) == (service, "receive")}
    assert {topic for topic, _ in run.consumed(service)} == declared


def test_every_message_that_a_service_receives_came_and_was_taken(run):
    missing = []
    letters = {service: {record.value for record in run.records[f"{service}.dead-letters.v1"]} for service in SERVICES}
    for use in DECLARED - JOURNALS_READ:
        if use.action != "receive":
            continue
        positions = run.consumed(use.service)
        taken = [
            record
            for record in run.records[use.topic]
            if name_of(record) == use.message
            and record.offset < positions[use.topic, record.partition]
            and record.value not in letters[use.service]
        ]
        if not taken:
            missing.append(use)
    assert not missing
    assert JOURNALS_READ <= DECLARED
