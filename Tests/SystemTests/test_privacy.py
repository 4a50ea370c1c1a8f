"""Where a person's name stands, and where it does not."""

import dataclasses
import json

import pytest

from answers import event_of
from broken import WAYS, broken
from spellings import files, holds
from submissions import SAMPLE, People, message
from waiting import wait_until

# Unlike any word or name, so that whatever is found is a find.
SOUND = ("Quorvathempel", "Ysbrelkonda", "+4917688812345", "ysbrelkonda@quorvathempel.example", "Xarvomelgasse 4711")
NOTE = "Wörtlich gesagt: Brunvelkattix."
REFUSED = "Tschorwalgimpf"
PARKED = "Vlemtarkuschin"
UNREADABLE = "Zappelkruthenax"
UNREADABLE_WAYS = ("no ce_id", "truncated", "lone surrogate", "id twice", "invalid UTF-8", "no content type")


@dataclasses.dataclass
class Traces:
    """All that can be looked through: records by topic, files by name."""

    topics: dict
    stores: dict
    logs: dict
    cases: list

    def topics_with(self, word):
        return {topic for topic, content in self.topics.items() if holds(content, word)}

    def stores_with(self, word):
        return {store for store, content in self.stores.items() if holds(content, word)}

    def logs_with(self, word):
        return {log for log, content in self.logs.items() if holds(content, word)}


def content(records):
    parts = []
    for record in records:
        parts += [record.key or b"", record.value or b""]
        parts += [part for name, value in record.headers for part in (name.encode(), value or b"")]
    return b"\n".join(parts)


@pytest.fixture(scope="module")
def traces(deployment, foreign_run):
    """What is there after people with unheard-of names were sent in."""
    people, kafka = People(seed=50), deployment.kafka
    before = {item["id"] for item in deployment.items("case-handling", "/v1/cases")}

    def body(family, municipality="05754008"):
        body = people.body(municipality)
        body["client"]["name"]["family"] = family
        return body

    sound = body(SOUND[0])
    sound["client"]["name"] |= {"given": SOUND[1]}
    sound["client"]["contact"] = {
        "phones": [{"number": SOUND[2], "safe": "no"}],
        "emails": [SOUND[3]],
        "address": {"street": SOUND[4], "postalCode": "33330", "city": "Gütersloh"},
        "addressBlocked": False,
    }
    sound["note"] = NOTE
    refused = [body(REFUSED) | {"participation": "declined"}, body(REFUSED) | {"accessRoute": REFUSED}]
    del (without_basis := body(REFUSED))["transmission"]
    elsewhere = body(REFUSED, "05754040")
    parked = body(PARKED) | {"participation": "to-be-asked"}
    bodies = {
        f"privacy-{number}": made for number, made in enumerate([sound, *refused, without_basis, elsewhere, parked])
    }
    # Under one reference the second would be a duplicate, of which nothing is kept.
    kafka.publish(
        message(mode, f"{id}-{mode}", made | {"clientReference": f"{id}-{mode}"})
        for id, made in bodies.items()
        for mode in ("binary", "structured")
    )
    ways = [way for way in WAYS if way.name in UNREADABLE_WAYS]
    assert len(ways) == len(UNREADABLE_WAYS)
    kafka.publish(broken(way, "privacy-broken", body(UNREADABLE)).message for way in ways)

    with kafka.follow("intake.receipts.v1") as receipts:
        expected = {(SAMPLE, f"{id}-{mode}") for id in bodies for mode in ("binary", "structured")}
        wait_until(
            lambda: expected <= {event_of(record) for record in receipts.records()},
            20,
            "all receipts",
            detail=deployment.last_words,
        )
    deployment.settle()
    return Traces(
        topics={topic: content(kafka.read(topic)) for topic in kafka.topics()},
        stores=files(deployment.stores),
        logs=files(deployment.logs),
        cases=[item["id"] for item in deployment.items("case-handling", "/v1/cases") if item["id"] not in before],
    )


def test_the_search_finds_what_is_there(traces):
    assert set(traces.stores) == set(traces.logs) - {"broker"}
    assert traces.stores_with("CREATE TABLE position") == set(traces.stores)
    assert traces.topics_with("de.kim.intake.request.v1") == {"intake.state.v1"}
    for word in (*SOUND, NOTE, REFUSED, PARKED):
        assert traces.topics_with(word) == {"intake.submissions.v1"}, word


def test_unreadable_messages_stand_in_submissions_and_their_dead_letters_only(traces):
    assert traces.topics_with(UNREADABLE) == {"intake.submissions.v1", "intake.dead-letters.v1"}
    assert traces.stores_with(UNREADABLE) == {"intake"}


@pytest.mark.parametrize("word", [*SOUND, NOTE, REFUSED, PARKED])
def test_no_store_holds_what_was_told_of_a_person(traces, word):
    assert traces.stores_with(word) == set()


@pytest.mark.parametrize("word", [*SOUND, NOTE, REFUSED, PARKED, UNREADABLE])
def test_no_log_holds_what_was_told_of_a_person(traces, word):
    assert all(traces.logs.values()), "a log is empty"
    assert traces.logs_with(word) == set()


def test_no_metric_receipt_or_list_shows_a_person(deployment, traces):
    shown = b"".join(deployment.request(service, "/metrics")[2] for service in deployment.ports)
    for number in range(6):
        for mode in ("binary", "structured"):
            status, _, body = deployment.request("intake", f"/v1/receipts?source={SAMPLE}&id=privacy-{number}-{mode}")
            assert status == 200
            shown += body
    shown += json.dumps(deployment.items("intake", "/v1/requests")).encode()
    assert not [word for word in (*SOUND, NOTE, REFUSED, PARKED, UNREADABLE) if holds(shown, word)]


def test_the_case_manager_finds_the_person_in_the_case(deployment, traces):
    shown = [
        json.dumps(deployment.get("case-handling", f"/v1/cases/{case}"), ensure_ascii=False) for case in traces.cases
    ]
    with_name = [case for case in shown if SOUND[0] in case]
    assert with_name == shown
    assert all(word in case for case in with_name for word in (*SOUND, NOTE))
    assert len(shown) == 2
