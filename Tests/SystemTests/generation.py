"""The run of generated events: what is sent, in which order, and what the services show of it afterwards."""

import dataclasses
import json

from answers import receipts_by_event
from generated import Generator
from oracle import Ids
from submissions import CHANGE, CORRECTION, JOBCENTER, SAMPLE, TYPE, WITHDRAWAL, message
from waiting import wait_until

SEED = 20261128
PARKED, ADMITTED, CORRECTIONS, WITHDRAWALS, CHANGES = 370, 40, 30, 30, 30
LIMIT = 90


@dataclasses.dataclass(frozen=True, eq=False)
class Event:
    """An event of the run; `about` is the submission that it says something of."""

    source: str
    id: str
    type: str
    body: dict
    about: "Event | None" = None


class Run:
    """500 events of the four types. Most submissions come from a publisher whose clients wait for a decision."""

    def __init__(self, deployment):
        self.deployment, self.generator = deployment, Generator(SEED)
        self.parked = [self.event(TYPE, JOBCENTER) for _ in range(PARKED)]
        self.admitted = [self.event(TYPE, SAMPLE) for _ in range(ADMITTED)]
        for event in self.parked:
            # Who may send one stands in the publisher's entry, not in the contract.
            event.body.pop("note", None)
        for event in self.admitted:
            event.body.update(municipality="05754008", participation="agreed")
        self.receipts = {}
        self.send(self.parked + self.admitted)
        told, whose = iter(self.parked), iter(self.admitted)
        self.corrections = [self.about(CORRECTION, next(told)) for _ in range(CORRECTIONS)]
        self.withdrawals = [self.about(WITHDRAWAL, next(told)) for _ in range(WITHDRAWALS)]
        self.changes = [self.about(CHANGE, next(whose)) for _ in range(CHANGES)]
        self.send(self.corrections + self.withdrawals + self.changes)
        deployment.settle()
        self.events = self.parked + self.admitted + self.corrections + self.withdrawals + self.changes

    def event(self, type, source, about=None):
        body = self.generator.body(type)
        return Event(source, f"generated-{self.generator.count:05}", type, body, about)

    def about(self, type, submission):
        """An event that speaks of a submission; a change names its client in one of the two ways, or in both."""
        event = self.event(type, submission.source, submission)
        if type == CHANGE:
            names = {
                "clientReference": submission.body["clientReference"],
                "handle": self.receipts[submission]["handle"],
            }
            event.body["client"] = {name: names[name] for name in event.body["client"]}
        else:
            event.body["submission"] = {"source": submission.source, "id": submission.id}
        if type == CORRECTION:
            event.body["data"].pop("note", None)
        return event

    def send(self, events):
        """Sends events, every other one in structured mode, and waits for the receipts of all."""
        kafka, by_name = self.deployment.kafka, {(event.source, event.id): event for event in events}
        kafka.publish(
            message(("binary", "structured")[number % 2], event.id, event.body, event.source, event.type, key_of(event))
            for number, event in enumerate(events)
        )
        with kafka.follow("intake.receipts.v1") as follower:

            def answered():
                return receipts_by_event(follower.records()).keys() >= by_name.keys()

            wait_until(answered, LIMIT, "the receipts", every=0.25, detail=self.deployment.last_words)
            for name, found in receipts_by_event(follower.records()).items():
                if name in by_name:
                    self.receipts[by_name[name]] = next(iter(found.values()))

    def shown(self, event):
        """What is shown of a submission: of its request until it is admitted, then of its case."""
        ids = Ids(self.deployment)
        if event.source == SAMPLE:
            return self.deployment.get("case-handling", f"/v1/cases/{ids.case(event)}")
        return self.deployment.get("intake", f"/v1/requests/{ids.request(event)}")


def key_of(event):
    submission = event.about or event
    return submission.body["clientReference"]


def significant(value):
    """The same without empty lists and objects, which mean what their absence means."""
    if isinstance(value, dict):
        found = {name: significant(one) for name, one in value.items()}
        return {name: one for name, one in found.items() if one not in ({}, [])}
    return [significant(one) for one in value] if isinstance(value, list) else value


def rehearsed(deployment, type, body, id="rehearsed"):
    """The receipt that an event would get."""
    event = {"specversion": "1.0", "id": id, "source": SAMPLE, "type": type, "time": "2026-11-24T09:00:00+01:00"}
    status, _, answer = deployment.request(
        "intake",
        "/v1/submissions:validate",
        json.dumps(event | {"data": body}).encode(),
        {"content-type": "application/cloudevents+json"},
    )
    assert status == 200, (status, answer[:300])
    return json.loads(answer)
