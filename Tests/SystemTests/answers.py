"""Receipts and dead letters, as a publisher reads them."""

import collections
import json


def event_of(receipt):
    """Source and id of the event that a receipt answers."""
    event = json.loads(receipt.value)["event"]
    return event["source"], event["id"]


def receipts_by_event(records):
    """For each event its receipts by their ids: delivery is at least once, so that one may stand there twice."""
    receipts = collections.defaultdict(dict)
    for record in records:
        receipts[event_of(record)][record.header("ce_id")] = json.loads(record.value)
    return receipts


def current(states):
    """The last state of each key; what was erased is gone."""
    last = {record.key: record.value for record in states}
    return {key: json.loads(value) for key, value in last.items() if value is not None}


def codes(issues):
    return {issue["code"] for issue in issues}


def origin(letter):
    """The place of the message that a dead letter holds; its topic without prefix, as places have it."""
    topic, partition, offset = (letter.header(f"__connect.errors.{name}") for name in ("topic", "partition", "offset"))
    return topic.removeprefix("kim."), int(partition), int(offset)
