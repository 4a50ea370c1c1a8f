"""The ledger finds what it is there to find: each manipulation of a good run must be noticed."""

import dataclasses
import json

import pytest

import ledger
from kafka_access import Record
from submissions import SAMPLE


def record(topic, offset, key, id, value, version=None):
    body = value if version is None else value | {"version": version}
    headers = [("ce_source", b"tag:kim.example,2026:intake"), ("ce_id", id.encode())]
    return Record(topic, 0, offset, key.encode(), headers, json.dumps(body).encode(), offset, True)


def good_run():
    sent = [ledger.Sent("k", SAMPLE, f"e{n}", ("admitted", "redirected")[n % 2]) for n in range(6)]
    records = {topic: [] for topic in ledger.TOPICS}
    for n, event in enumerate(sent):
        receipt = {"event": {"source": SAMPLE, "id": event.id}, "outcome": event.outcome}
        records["intake.receipts.v1"].append(record("intake.receipts.v1", n, "k", f"r{n}", receipt))
        records["intake.state.v1"].append(record("intake.state.v1", 2 * n, f"q{n}", f"q{n}", {}, 1))
        records["intake.state.v1"].append(record("intake.state.v1", 2 * n + 1, f"q{n}", f"q{n}b", {}, 2))
        if event.outcome == "admitted":
            records["intake.handover.v1"].append(record("intake.handover.v1", n, f"c{n}", f"h{n}", {}))
            records["cases.state.v1"].append(record("cases.state.v1", n, f"c{n}", f"s{n}", {}, 1))
    return sent, records


def lose(topic):
    return lambda records: records[topic].pop(0)


def again(topic, **changes):
    """The first record of a topic once more at its end."""

    def change(records):
        end = records[topic][-1].offset + 1
        records[topic].append(dataclasses.replace(records[topic][0], offset=end, **changes))

    return change


def swap(topic):
    def change(records):
        first, second = records[topic][:2]
        records[topic][:2] = [
            dataclasses.replace(first, offset=second.offset), dataclasses.replace(second, offset=first.offset)
        ]  # fmt: skip

    return change


OTHER_ID = {"headers": [("ce_source", b"tag:kim.example,2026:intake"), ("ce_id", b"another")]}
MANIPULATIONS = [
    *(("lost", lose(topic)) for topic in ledger.TOPICS[:2] + ledger.TOPICS[3:]),
    ("doubled", again("intake.receipts.v1", **OTHER_ID)),
    ("doubled", again("intake.handover.v1", **OTHER_ID)),
    ("doubled", again("cases.state.v1", key=b"c9", **OTHER_ID)),
    ("disordered", again("cases.state.v1", **OTHER_ID)),
    ("disordered", swap("intake.receipts.v1")),
    ("disordered", swap("intake.state.v1")),
]


def test_a_good_run_is_found_good_also_with_records_that_were_delivered_again():
    sent, records = good_run()
    assert ledger.judge(sent, records).are_good
    again("intake.receipts.v1")(records)
    findings = ledger.judge(sent, records)
    assert findings.are_good and findings.redelivered == 1


@pytest.mark.parametrize("kind, manipulate", MANIPULATIONS)
def test_a_manipulated_run_is_not_found_good(kind, manipulate):
    sent, records = good_run()
    manipulate(records)
    assert getattr(ledger.judge(sent, records), kind)


def test_an_answer_to_nothing_that_was_sent_or_another_outcome_is_found_wrong():
    sent, records = good_run()
    assert ledger.judge(sent[:-1], records).wrong
    other = [dataclasses.replace(event, outcome="waiting") for event in sent]
    assert len(ledger.judge(other, records).wrong) == len(sent)
