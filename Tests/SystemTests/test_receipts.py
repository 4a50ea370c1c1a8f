"""Nobody learns from a receipt whom others have sent: a person known through another publisher is answered like one of
whom nobody has heard."""

import collections
import copy
import itertools
import json

import pytest

from answers import event_of
from oracle import Ids, Sent
from submissions import ABH, CHANGE, CORRECTION, JOBCENTER, SAMPLE, TYPE, WITHDRAWAL, People, message

LIMIT = 30
# One each: cases are opened, people wait for a post, there is no offer.
MUNICIPALITIES = ("05754008", "05754024", "05754040")
PUBLISHERS = {ABH: "abh", JOBCENTER: "jobcenter"}
WAYS = ("binary", "structured", "http")
CASES = list(itertools.product(MUNICIPALITIES, PUBLISHERS, WAYS))
# What differs from answer to answer whoever is meant.
OWN_HEADERS = {"date", "traceparent", "etag"}


def person(people, municipality):
    """A submission with all that a person could be recognised by."""
    body, number = people.body(municipality), people.count
    body["client"]["birth"]["basis"] = "document"
    body["client"]["contact"]["emails"] = [f"erfunden-{number:03}@post.example"]
    body["client"]["contact"]["address"] = {
        "street": f"Erfundene Gasse {number}",
        "postalCode": "33330",
        "city": "Verl",
    }
    body["household"] = {
        "reference": f"household-{number:03}",
        "members": [{"memberReference": f"child-{number:03}", "relation": "child", "birthYear": 2019}],
    }
    return body


class Meeting:
    """Two people for each case: one whom `sample` sent before, with the same words, and one who is new to everybody."""

    def __init__(self, deployment):
        self.deployment, self.kafka, people = deployment, deployment.kafka, People(seed=91)
        self.tokens = {
            source: deployment.token("--role", "publisher", "--publisher", name) for source, name in PUBLISHERS.items()
        }
        self.bodies, self.http = {}, collections.defaultdict(list)
        first = []
        for case in enumerate(CASES):
            known, new = person(people, case[1][0]), person(people, case[1][0])
            # The same in every way, but for what is drawn for each.
            for name in ("gender", "nationalities", "languages", "interpreterNeeded"):
                new["client"][name] = copy.deepcopy(known["client"][name])
            new |= {name: known[name] for name in ("legalSpheres", "needs", "accessRoute", "transmission", "consents")}
            self.bodies[case[0], "known"], self.bodies[case[0], "new"] = known, new
            first.append(message("binary", f"first-{case[0]:02}", known, SAMPLE))
        self.kafka.publish(first)
        self.deployment.settle()
        self.everybody(TYPE, lambda body, submission: body)
        self.recognised = self.recognise()
        # The same event once more.
        self.everybody(TYPE, lambda body, submission: body)
        self.everybody(CORRECTION, self.correction)
        self.everybody(CHANGE, self.change)
        self.everybody(WITHDRAWAL, lambda body, submission: {"submission": submission, "reason": "no-longer-needed"})
        self.receipts = collections.defaultdict(list)
        for record in self.kafka.read("intake.receipts.v1"):
            self.receipts[event_of(record)].append(record)

    def correction(self, body, submission):
        data = copy.deepcopy(body)
        data["client"]["contact"]["phones"].append({"number": "+4917600000000", "safe": "no"})
        return {"submission": submission, "kind": "error", "data": data}

    def change(self, body, submission):
        return {
            "client": {"clientReference": body["clientReference"]},
            "axis": "livelihood",
            "state": "decided",
            "ends": {"code": "ASYLBLG_3", "lastDay": "2026-12-31"},
            "changeReference": "the-same-change",
            "transmission": body["transmission"],
        }

    def recognise(self):
        """The cases in which Intake itself knows the person again, of those that wait for a decision or a post."""
        ids, found = Ids(self.deployment), set()
        for number, (municipality, source, _) in enumerate(CASES):
            if municipality == "05754024":
                second = ids.request(Sent(source, self.id(TYPE, number, "known"), ""))
                first = ids.request(Sent(SAMPLE, f"first-{number:02}", ""))
                shown = self.deployment.get("intake", f"/v1/requests/{second}")
                found |= {number} if first in {one["request"] for one in shown["proposals"]} else set()
        return found

    def everybody(self, type, make):
        """Sends the same of all people, and waits until it is answered."""
        messages = []
        for (number, who), body in self.bodies.items():
            _, source, way = CASES[number]
            submission = {"source": source, "id": self.id(TYPE, number, who)}
            id, content = self.id(type, number, who), make(body, submission)
            if way == "http":
                made = message("binary", id, content, source, type, body["clientReference"])
                headers = {one.replace("ce_", "ce-"): value.decode() for one, value in made.headers}
                answer = self.deployment.request("intake", "/v1/submissions", made.value, headers, self.tokens[source])
                self.http[number, who].append(answer)
            else:
                messages.append(message(way, id, content, source, type, body["clientReference"]))
        self.kafka.publish(messages)
        self.deployment.settle(LIMIT)

    @staticmethod
    def id(type, number, who):
        # As long for one as for the other.
        return f"{type.split('.')[3]}-{number:02}-{who[:3]}"

    def told(self, number, who):
        """All receipts about a person, in the order of their events, without what is drawn for each."""
        _, source, _ = CASES[number]
        found = []
        for type in (TYPE, CORRECTION, CHANGE, WITHDRAWAL):
            records = self.receipts[source, self.id(type, number, who)]
            found.append([(type, names(record), plain(json.loads(record.value))) for record in records])
        return found

    def answers(self, number, who):
        """The answers over HTTP, without what is drawn for each."""
        found = []
        for status, headers, body in self.http[number, who]:
            kept = {name.lower(): value for name, value in headers.items() if name.lower() not in OWN_HEADERS}
            found.append((status, kept, plain(json.loads(body))))
        return found


def names(record):
    return [name for name, _ in record.headers]


def plain(receipt):
    """A receipt without the names of event and case, and without its time."""
    event = {name: value for name, value in receipt["event"].items() if name != "id"}
    return receipt | {"event": event, "handle": "handle" in receipt, "decidedAt": len(receipt["decidedAt"])}


@pytest.fixture(scope="module")
def meeting(deployment):
    return Meeting(deployment)


def test_intake_itself_knows_the_person_again(meeting):
    assert len(meeting.recognised) == len(CASES) / len(MUNICIPALITIES)


@pytest.mark.parametrize("number", range(len(CASES)), ids=["-".join([a, PUBLISHERS[b], c]) for a, b, c in CASES])
def test_a_person_known_through_another_publisher_is_answered_like_a_new_one(meeting, number):
    known, new = meeting.told(number, "known"), meeting.told(number, "new")
    assert known == new
    assert [len(receipts) > 0 for receipts in known] == [True] * 4
    assert meeting.answers(number, "known") == meeting.answers(number, "new")


def test_handles_of_two_publishers_have_nothing_in_common(meeting):
    handles = {}
    for event, records in meeting.receipts.items():
        for record in records:
            if handle := json.loads(record.value).get("handle"):
                handles.setdefault(handle, set()).add(event[0])
    assert len(handles) > len(CASES) // 3
    assert all(len(sources) == 1 for sources in handles.values())
