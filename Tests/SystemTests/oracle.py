"""What must have become of everything that was sent, computed from what was sent alone.

No undisturbed run is needed to compare with: the ids follow from Intake's id key, outcomes and figures from the shipped
territory. `faults` says what is otherwise.
"""

import base64
import collections
import dataclasses
import hashlib
import hmac
import json

from answers import event_of, origin, receipts_by_event
from deployment import SERVICES
from figures import releases, rounded
from submissions import ABH, JOBCENTER, OUTCOMES, SAMPLE

PUBLISHERS = {SAMPLE: "sample", ABH: "abh", JOBCENTER: "jobcenter"}
NO_REQUEST = ("rejected", "unreadable")
AREAS = {
    "kreis:05754": set(OUTCOMES),
    "coordination:stadt-gt": {"05754008"},
    "coordination:kreis": set(OUTCOMES) - {"05754008"},
} | {f"municipality:{municipality}": {municipality} for municipality in OUTCOMES}
STATES = ("intake.state.v1", "cases.state.v1", "supervision.state.v1")
SHOWN = 3


@dataclasses.dataclass(frozen=True)
class Sent:
    """An event that was sent, once or again; `place` is where it stands in the submissions' topic, if it went there."""

    source: str | None
    id: str | None
    outcome: str
    body: dict | None = None
    key: bytes | None = None
    place: tuple | None = None


@dataclasses.dataclass(frozen=True)
class Done:
    """A command that was answered: what it did to the case of an event."""

    source: str
    id: str
    change: str


class Ids:
    """The ids that Intake derives, made by hand."""

    def __init__(self, deployment):
        file = json.loads((deployment.keys / "intake.json").read_text())
        self._key = base64.b64decode(file["identity"]["key"])

    @staticmethod
    def _tuple(*parts):
        encoded = [part.encode() for part in parts]
        return b"".join(len(part).to_bytes(4, "big") + part for part in encoded)

    @staticmethod
    def _text(digest):
        return base64.b32encode(digest).decode().rstrip("=").lower()

    def aggregate(self, kind, *parts):
        return self._text(hmac.digest(self._key, self._tuple(kind, *parts), "sha256"))

    def event(self, source, id, type, subject):
        return self._text(hashlib.sha256(self._tuple("intake", source, id, type, subject, "0")).digest())

    def request(self, sent):
        return self.aggregate("request", sent.source, sent.id)

    def case(self, sent):
        return self.aggregate("case", sent.source, sent.id)

    def receipt(self, sent):
        subject = self.aggregate("receipt", sent.source, sent.id)
        return self.event(sent.source, sent.id, "de.kim.intake.receipt.v1", subject)

    def handover(self, sent):
        return self.event(sent.source, sent.id, "de.kim.handover.admission.v1", self.case(sent))

    def handle(self, sent):
        return self.aggregate("handle", self.case(sent), PUBLISHERS[sent.source])


class Expected:
    """The end that all these inputs have."""

    def __init__(self, ids, sent, done):
        self.ids, self.sent = ids, sent
        # What was sent again has no second effect.
        self.events = list({(one.source, one.id): one for one in sent if one.id}.values())
        self.requests = [one for one in self.events if one.outcome not in NO_REQUEST]
        self.admitted = [one for one in self.requests if one.outcome == "admitted"]
        self.changes = collections.defaultdict(list)
        for one in done:
            self.changes[one.source, one.id].append(one.change)

    def changes_of(self, sent):
        return self.changes[sent.source, sent.id]

    def is_open(self, sent):
        return "closed" not in self.changes_of(sent)

    def receipts(self):
        return {
            (one.source, one.id): [
                (self.ids.receipt(one), one.outcome, self.ids.handle(one) if one.outcome == "admitted" else None)
            ]
            for one in self.events
        }

    def handovers(self):
        return {self.ids.case(one): [self.ids.handover(one)] for one in self.admitted}

    def request_states(self):
        """Key, versions, and what the last one says; without changes of posts a request has one."""
        return {
            self.ids.request(one): (
                [1],
                one.outcome,
                one.body["municipality"],
                self.ids.case(one) if one.outcome == "admitted" else None,
            )
            for one in self.requests
        }

    def case_states(self):
        return {
            self.ids.case(one): (
                list(range(1, len(self.changes_of(one)) + 2)),
                one.body["municipality"],
                one.body["client"]["gender"],
                self.changes_of(one).count("assessment-recorded"),
                self.changes_of(one).count("closed"),
            )
            for one in self.admitted
        }

    def listed_requests(self):
        return {self.ids.request(one): (one.outcome, one.body["municipality"]) for one in self.requests}

    def listed_cases(self):
        return {
            self.ids.case(one): (len(self.changes_of(one)) + 1, one.body["municipality"], self.is_open(one))
            for one in self.admitted
        }

    def dead_letters(self):
        return {("intake", *one.place): "unreadable" for one in self.sent if one.outcome == "unreadable"}

    def figure(self, indicator, dimensions, municipalities):
        """A count of the month or quarter in which everything happened today."""

        def count(requests, **codes):
            return sum(
                one.body["municipality"] in municipalities
                and all(codes[name](one) == code for name, code in dimensions.items())
                for one in requests
            )

        def gender(one):
            return one.body["client"]["gender"]

        if indicator == "I1":
            return count(self.requests, accessRoute=lambda one: one.body["accessRoute"])
        if indicator == "I2":
            outcomes = {"admitted": "admitted", "redirected": "no-kim-offer"}
            decided = [one for one in self.requests if one.outcome in outcomes]
            return count(decided, outcome=lambda one: outcomes[one.outcome])
        opened = [one for one in self.admitted if self.is_open(one)]
        if indicator == "B1":
            return count(opened, gender=gender)
        closed = [one for one in self.admitted if not self.is_open(one)]
        return count(self.admitted, flow=lambda _: "inflow", gender=gender) + count(
            closed, flow=lambda _: "outflow", gender=gender
        )


def faults(deployment, sent, done=()):
    """Everything that is otherwise than it must be, in words; empty when nothing is lost, doubled or out of order."""
    expected, kafka = Expected(Ids(deployment), sent, done), deployment.kafka
    topics = {topic: kafka.read(topic) for topic in ("intake.receipts.v1", "intake.handover.v1", *STATES)}
    letters = {service: kafka.read(f"{service}.dead-letters.v1") for service in SERVICES}
    return [
        *_differences("receipts", expected.receipts(), _receipts(topics["intake.receipts.v1"])),
        *_differences("handovers", expected.handovers(), _ids_by_key(topics["intake.handover.v1"])),
        *_differences("request states", expected.request_states(), _request_states(topics["intake.state.v1"])),
        *_differences("case states", expected.case_states(), _case_states(topics["cases.state.v1"])),
        *_differences("requests kept", expected.listed_requests(), _listed_requests(deployment)),
        *_differences("cases kept", expected.listed_cases(), _listed_cases(deployment)),
        *_differences("load of the posts", _load(topics["cases.state.v1"]), _shown_load(deployment)),
        *_differences("dead letters", expected.dead_letters(), _causes(letters)),
        *_differences("figures", *_figures(deployment, expected)),
        *_order_of_states(topics),
        *_order_of_receipts(sent, topics["intake.receipts.v1"]),
        *_sent_again_the_same([*topics.values(), *letters.values()]),
        *_released(deployment, expected),
    ]


def _differences(what, expected, found):
    missing = [key for key in expected if key not in found]
    extra = [key for key in found if key not in expected]
    other = [(key, expected[key], found[key]) for key in expected if key in found and found[key] != expected[key]]
    return [
        f"{what}: {len(entries)} {how}, such as {entries[:SHOWN]}"
        for how, entries in (("missing", missing), ("too many", extra), ("otherwise (expected, found)", other))
        if entries
    ]


def _receipts(records):
    return {
        event: sorted((id, answer["outcome"], answer.get("handle")) for id, answer in answers.items())
        for event, answers in receipts_by_event(records).items()
    }


def _ids_by_key(records):
    ids = collections.defaultdict(set)
    for record in records:
        ids[record.key.decode()].add(record.header("ce_id"))
    return {key: sorted(found) for key, found in ids.items()}


def _first_of_each(records):
    """In the order of each partition, without what was sent again."""
    seen, first = set(), []
    for record in sorted(records, key=lambda record: (record.partition, record.offset)):
        if record.event not in seen:
            seen.add(record.event)
            first.append(record)
    return first


def _states(records):
    """The states of each key in their order."""
    states = collections.defaultdict(list)
    for record in _first_of_each(records):
        states[record.key.decode()].append(json.loads(record.value))
    return states


def _versions(states):
    return [state["version"] for state in states]


def _request_states(records):
    return {
        key: (
            _versions(states),
            states[-1]["states"][-1]["state"],
            states[-1]["municipality"],
            states[-1].get("caseId"),
        )
        for key, states in _states(records).items()
    }


def _case_states(records):
    return {
        key: (
            _versions(states),
            states[-1]["responsibilities"][-1]["municipality"],
            states[-1]["gender"],
            len(states[-1].get("assessments", [])),
            len(states[-1].get("closures", [])),
        )
        for key, states in _states(records).items()
    }


def _listed_requests(deployment):
    return {item["id"]: (item["state"], item["municipality"]) for item in deployment.items("intake", "/v1/requests")}


def _listed_cases(deployment):
    return {
        item["id"]: (item["version"], item["municipality"], item.get("closedOn") is None)
        for item in deployment.items("case-handling", "/v1/cases")
    }


def _load(records):
    load = collections.Counter()
    for states in _states(records).values():
        load[states[-1]["responsibilities"][-1]["post"]] += not states[-1].get("closures")
    return +load


def _shown_load(deployment):
    posts = deployment.get("supervision", "/v1/posts")
    return {post["post"]: post["openCases"] for post in posts if post["openCases"]}


def _causes(letters):
    return {
        (service, *origin(letter)): letter.header("__connect.errors.exception.class.name")
        for service, found in letters.items()
        for letter in found
    }


def _figures(deployment, expected):
    right, found = {}, {}
    for area, municipalities in AREAS.items():
        for figure in deployment.get("statistics", f"/v1/figures?territory={area}")["figures"]:
            dimensions = figure.get("dimensions", {})
            key = area, figure["indicator"], figure["period"]["kind"], tuple(sorted(dimensions.items()))
            found[key] = figure["value"]
            right[key] = expected.figure(figure["indicator"], dimensions, municipalities)
    return right, found


def _order_of_states(topics):
    """Versions of a key go up, but where the very same record is sent again."""
    return [
        f"{topic}: versions {_versions(states)} of {key}"
        for topic in STATES
        for key, states in _states(topics[topic]).items()
        if _versions(states) != sorted(set(_versions(states)))
    ][:SHOWN]


def _order_of_receipts(sent, receipts):
    """The receipts of a key stand in the order in which its events came."""
    came = collections.defaultdict(dict)
    for one in sorted((one for one in sent if one.place and one.id), key=lambda one: one.place):
        came[one.key].setdefault((one.source, one.id))
    answered = collections.defaultdict(list)
    for receipt in _first_of_each(receipts):
        answered[receipt.key].append(event_of(receipt))
    return [
        f"receipts of the key {key}: not in the order of its events"
        for key, events in came.items()
        if [event for event in answered[key] if event in events] != list(events)
    ][:SHOWN]


def _sent_again_the_same(topics):
    """What has the same source and id has the same content."""
    problems = []
    for records in topics:
        contents = collections.defaultdict(set)
        for record in records:
            if record.header("ce_id"):
                contents[record.event].add((record.key, record.value, record.partition))
        problems += [f"{event}: {len(found)} contents" for event, found in contents.items() if len(found) > 1]
    return problems[:SHOWN]


def _released(deployment, expected):
    """The last release is whole and says what holds, rounded."""
    made = releases(deployment.kafka.read("statistics.figures.v1"))
    if not made:
        return ["nothing was released"]
    last = made[-1]
    if (last.marker["figures"], last.marker["checksum"]) != (len(last.figures), last.checksum()):
        return ["the last release is not whole"]
    right, found = {}, {}
    for key, figure in last.figures.items():
        territory = f"{figure['territory']['level']}:{figure['territory']['code']}"
        found[key] = figure["value"]
        count = expected.figure(figure["indicator"], figure.get("dimensions", {}), AREAS[territory])
        right[key] = rounded(count)
    return _differences("the last release", right, found)
