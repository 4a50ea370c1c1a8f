"""Everything that the services published in this run, held against the contracts."""

import collections
import json
import re

import pytest

import schemas
from answers import receipts_by_event
from deployment import ROOT, SERVICES
from submissions import CHANGE, CORRECTION, JOBCENTER, SAMPLE, WITHDRAWAL, People, message
from waiting import wait_until

TYPES = {
    "intake.receipts.v1": {"de.kim.intake.receipt.v1"},
    "intake.handover.v1": {
        "de.kim.handover.admission.v1",
        "de.kim.handover.correction.v1",
        "de.kim.handover.legal-sphere-change.v1",
        "de.kim.handover.withdrawal.v1",
    },
    "intake.state.v1": {"de.kim.intake.request.v1"},
    "cases.state.v1": {"de.kim.cases.case.v1"},
    "supervision.state.v1": {"de.kim.supervision.post.v1"},
    "privacy.erasures.v1": {"de.kim.privacy.erasure.v1"},
    "statistics.figures.v1": {"de.kim.statistics.figure.v1", "de.kim.statistics.release.v1"},
}
# In this run nothing is erased that became a case.
WRITERS = {"cases": "case-handling", "privacy": "intake"} | {service: service for service in SERVICES}
KEY = re.compile(rb"[A-Za-z0-9._:;=-]{1,128}")
TRACE = re.compile(r"00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")


def take_in(deployment, messages):
    """Sends events and waits for the outcome of each, by its id."""
    deployment.kafka.publish(messages.values())

    def outcomes():
        receipts = receipts_by_event(deployment.kafka.read("intake.receipts.v1"))
        return {id: [answer["outcome"] for answer in found.values()] for (_, id), found in receipts.items()}

    wait_until(lambda: messages.keys() <= outcomes().keys(), 30, "the receipts", detail=deployment.last_words)
    found = outcomes()
    return {id: found[id][-1] for id in messages}


@pytest.fixture(scope="module")
def later_events(deployment, foreign_run):
    """What can be said of a submission: of one that was admitted, and of one that is parked."""
    people = People(seed=60)
    admitted = people.body("05754008") | {"clientReference": "later-1"}
    parked = people.body("05754008") | {"clientReference": "later-2"}
    assert take_in(
        deployment,
        {
            "later-1": message("binary", "later-1", admitted),
            "later-2": message("structured", "later-2", parked, JOBCENTER),
        },
    ) == {"later-1": "admitted", "later-2": "parked"}
    of_admitted = {"source": SAMPLE, "id": "later-1"}
    of_parked = {"source": JOBCENTER, "id": "later-2"}
    change = {
        "client": {"clientReference": "later-1"},
        "axis": "livelihood",
        "state": "decided",
        "ends": {"code": "ASYLBLG_3", "lastDay": "2026-12-31"},
        "changeReference": "change-1",
        "transmission": {"basis": "statute", "provision": "§ 1 Beispielgesetz"},
    }
    correction = {"submission": of_admitted, "kind": "change", "effectiveOn": "2026-12-01", "data": admitted}
    withdrawal = {"submission": of_admitted, "reason": "no-longer-needed"}
    erasure = {"submission": of_parked, "reason": "sent-in-error"}
    events = {
        "later-3": message("binary", "later-3", correction, type=CORRECTION, key="later-1"),
        "later-4": message("structured", "later-4", change, type=CHANGE, key="later-1"),
        "later-5": message("binary", "later-5", withdrawal, type=WITHDRAWAL, key="later-1"),
        "later-6": message("structured", "later-6", erasure, JOBCENTER, WITHDRAWAL, key="later-2"),
    }
    assert take_in(deployment, events) == dict.fromkeys(events, "recorded")
    deployment.settle()


@pytest.fixture(scope="module")
def published(deployment, foreign_run, generated_run, later_events):
    """All records by topic; aside from submissions with their dead letters, and from journals, which are nobody's contract."""
    topics = set(deployment.kafka.topics()) - {"intake.submissions.v1", "intake.dead-letters.v1"}
    topics = {topic for topic in topics if not topic.endswith(".journal.v1")}
    return {topic: deployment.kafka.read(topic) for topic in sorted(topics)}


def test_every_body_fulfils_the_schema_of_its_type(published):
    wrong = collections.Counter()
    for topic, records in published.items():
        for record in records:
            if record.value is None:
                continue
            for error in schemas.of(record.header("ce_type")).iter_errors(json.loads(record.value)):
                wrong[topic, error.json_path, error.message[:200]] += 1
    assert not wrong, wrong.most_common(10)


def test_every_topic_holds_the_types_that_contracts_name(published):
    found = {topic: {record.header("ce_type") for record in records} for topic, records in published.items() if records}
    assert found == TYPES


def test_every_record_has_the_headers_of_binary_mode(published):
    wrong = []
    for topic, records in published.items():
        for record in records:
            writer, type = WRITERS[topic.split(".")[0]], record.header("ce_type")
            expected = {
                "ce_specversion": "1.0",
                "ce_source": f"tag:kim.example,2026:service:{writer}",
                "ce_dataschema": f"tag:kim.example,2026:{type}" if record.value is not None else None,
                "content-type": "application/json" if record.value is not None else None,
            }
            if {name: record.header(name) for name in expected} != expected:
                wrong.append((topic, record.offset, record.headers))
            names = [name for name, _ in record.headers]
            if len(set(names)) != len(names) or not record.header("ce_id"):
                wrong.append((topic, record.offset, names))
            trace = record.header("traceparent")
            if trace is not None and not TRACE.fullmatch(trace):
                wrong.append((topic, record.offset, trace))
    assert not wrong, (len(wrong), wrong[:10])


def test_every_record_has_a_valid_key_and_the_brokers_time(published):
    for topic, records in published.items():
        for record in records:
            assert KEY.fullmatch(record.key), (topic, record.key)
            assert record.is_broker_time, topic


def test_no_message_between_our_services_ends_as_a_dead_letter(published):
    letters = [
        (
            topic,
            record.header("__connect.errors.exception.class.name"),
            record.header("__connect.errors.exception.message"),
        )
        for topic, records in published.items()
        if topic.endswith(".dead-letters.v1")
        for record in records
    ]
    assert not letters, letters[:10]


def test_states_of_an_aggregate_have_rising_versions(published):
    for topic in ("intake.state.v1", "cases.state.v1"):
        last = {}
        for record in published[topic]:
            if record.value is None:
                continue
            version = json.loads(record.value)["version"]
            assert version > last.get(record.key, 0), (topic, record.key, version)
            last[record.key] = version


def test_the_topics_are_as_the_list_says(deployment):
    deployment.kim("topics", "check", "--file", str(ROOT / "compose/topics.yaml"))
    ports = ",".join(
        str(deployment.ports[service]) for service in ("intake", "case-handling", "supervision", "statistics")
    )
    table = deployment.kim("status", "--ports", ports)
    assert all(service in table for service in SERVICES)
