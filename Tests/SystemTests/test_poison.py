"""Poisonous messages on every topic that is read: each is set aside as it came, holds nobody up, and does nothing.

KIM_PROVE=1 tries to handle all of them again, and prints a table.
"""

import collections
import json
import os

import pytest

import broken
import poison
from answers import event_of, origin
from deployment import SERVICES, Deployment
from kafka_access import Message
from submissions import SAMPLE, People, message
from waiting import wait_until

LONG = os.environ.get("KIM_PROVE") == "1"
LIMIT = 60
ADDED = ("__connect.errors.", "kim.original.key")
# Where nothing stands yet, as its writer would write it.
NOTICE = {"decisionId": "d-1", "kind": "notice", "refers": "", "at": "2026-10-08T22:00:00.000Z", "codes": ["overdue"]}


class Scene:
    """A deployment with one admitted submission, whose records are the ones that get poisoned.

    admission: of a case that is not known here, sealed for the keys of this deployment.
    """

    def __init__(self, deployment, admission):
        self.deployment, self.kafka, self.people = deployment, deployment.kafka, People(seed=31)
        self.kafka.publish([self.sound("sound-0")])
        deployment.settle()
        self.cases = [item["id"] for item in deployment.items("case-handling", "/v1/cases")]
        self.records = {topic: self.kafka.read(topic)[0] for topic in poison.EVERYWHERE if topic != poison.DECISIONS}
        self.records |= {poison.DECISIONS: self.notice("d-0", self.cases[0]), poison.HANDOVER: admission}

    def sound(self, id):
        return message("binary", id, self.people.body("05754008"), SAMPLE)

    def notice(self, id, case, **changes):
        attributes = {
            "specversion": "1.0",
            "id": id,
            "source": "tag:kim.example,2026:supervision",
            "type": "de.kim.supervision.decision.v1",
            "subject": case,
        }
        headers = [(f"ce_{name}", text.encode()) for name, text in attributes.items()]
        content = NOTICE | {"decisionId": id, "refers": case} | changes
        return Message(case.encode(), headers, json.dumps(content).encode())

    def readers(self, topic):
        return [
            service
            for service in SERVICES
            if any(
                one["topic"] == self.kafka.prefix + topic
                for one in self.deployment.get(service, "/v1/positions")["partitions"]
            )
        ]

    def letters(self):
        """Dead letters by service and by the place of the message that they hold."""
        found = {service: collections.defaultdict(list) for service in SERVICES}
        for service in SERVICES:
            for letter in self.kafka.read(f"{service}.dead-letters.v1"):
                found[service][origin(letter)].append(letter)
        return found

    def dead_letters(self, *arguments, status=0):
        order = ("intake", "case-handling", "supervision", "statistics")
        ports = ",".join(str(self.deployment.ports[service]) for service in order)
        return self.deployment.kim("dead-letters", *arguments, "--ports", ports, status=status)

    # Figures are published now and then; the journal tells every decision.
    TOLD_AGAIN = {"figures", "journal"}

    def letter_ids(self, *words):
        """Ids of the letters in whose line of the list these words stand, in the order of the list."""
        lines = self.dead_letters("list").splitlines()[1:]
        return [line.split()[0] for line in lines if all(word in line for word in words)]

    def state(self):
        """All that poison must not change: what is kept and shown, and what came of it."""
        ends = {topic: self.kafka.end(topic) for topic in self.kafka.topics() if not self.TOLD_AGAIN & set(topic.split("."))}
        shown = self.deployment.get("statistics", "/v1/figures?territory=kreis:05754")["figures"]
        return ends, self.deployment.items("case-handling", "/v1/cases"), shown


@pytest.fixture(scope="module")
def scene():
    with Deployment() as elsewhere:
        elsewhere.start_all().kafka.publish([message("binary", "elsewhere", People(seed=32).body("05754008"), SAMPLE)])
        elsewhere.settle()
        (admission,) = elsewhere.kafka.read(poison.HANDOVER)
        with Deployment(keys=elsewhere.keys) as deployment:
            yield Scene(deployment.start_all(), admission)


def problem(letters, sent, cause):
    """What is wrong with the dead letters of a message."""
    if len(letters) != (cause is not None):
        return f"{len(letters)} dead letters"
    for letter in letters:
        if letter.value != sent.value:
            return "other bytes"
        if [one for one in letter.headers if not one[0].startswith(ADDED)] != list(sent.headers):
            return "other headers"
        key = dict(letter.headers).get("kim.original.key", letter.key)
        if key != sent.key:
            return "another key"
        if letter.header("__connect.errors.exception.class.name") != cause:
            return letter.header("__connect.errors.exception.class.name")
    return None


def delay(kafka, sound):
    """The longest time in milliseconds between a sound submission and its case."""
    arrived = {record.header("ce_id"): record.time for record in kafka.read("intake.submissions.v1")}
    answered = {event_of(record)[1]: record.time for record in kafka.read("intake.receipts.v1")}
    handed = {record.key: record.time for record in kafka.read("intake.handover.v1")}
    states = kafka.read("cases.state.v1")
    opened = {record.key: record.time for record in states if record.key in handed and len(record.key) == 52}
    return max(
        *(answered[id] - arrived[id] for id in sound),
        *(opened[key] - handed[key] for key in opened),
    )


def test_every_kind_of_poison_is_set_aside_as_it_came_and_holds_nobody_up(scene, measured):
    kafka, sound = scene.kafka, [f"beside-{n}" for n in range(len(broken.WAYS) + len(poison.EVERYWHERE) * 5)]
    beside = iter(sound)
    ways = [broken.broken(way, f"public-{n}", scene.people.body("05754008")) for n, way in enumerate(broken.WAYS)]
    places = kafka.publish(one for way in ways for one in (way.message, scene.sound(next(beside))))
    public = list(zip(ways, places[::2]))
    sent = []
    for topic in poison.EVERYWHERE:
        ways = [way for way in poison.WAYS if topic in way.topics]
        ones = [poison.poisoned(way, scene.records[topic], f"poison-{n}") for n, way in enumerate(ways)]
        sent += [(topic, *rest) for rest in zip(ways, ones, kafka.publish(ones, topic))]
        kafka.publish(scene.sound(next(beside)) for _ in range(5))
    scene.deployment.settle()

    letters = scene.letters()
    wrong, rows = [], collections.Counter()
    for one, place in public:
        cause = "unreadable" if one.outcome == "unreadable" else None
        rows["intake.submissions.v1", one.outcome] += 1
        wrong += [(one.name, found) for found in [problem(letters["intake"][place], one.message, cause)] if found]
    for topic, way, one, place in sent:
        rows[topic, way.cause or "no notice taken"] += 1
        for service in scene.readers(topic):
            found = problem(letters[service][place], one, way.cause)
            wrong += [(way.name, topic, service, found)] if found else []
    receipts = {event_of(record) for record in kafka.read("intake.receipts.v1")}
    wrong += [(one.name, "no receipt") for one, _ in public if one.id and (one.source, one.id) not in receipts]
    assert not wrong, "\n".join(map(str, wrong))

    # Unharmed, it is taken.
    admission = scene.records[poison.HANDOVER]
    kafka.publish([Message(admission.key, admission.headers, admission.value)], poison.HANDOVER)
    scene.deployment.settle()
    accepted = sum(way.outcome == "accepted" for way in broken.WAYS) + len(sound) + 2
    assert scene.deployment.exact("B1") == len(scene.deployment.items("case-handling", "/v1/cases")) == accepted
    longest = delay(kafka, sound)
    kinds = len(broken.WAYS) + len(poison.WAYS)
    measured(f"{kinds} kinds of poison, {len(public) + len(sent)} messages: others were delayed {longest} ms at most")
    if LONG:
        print("\n| topic | what became of it | messages |\n|---|---|---|")
        for (topic, outcome), count in sorted(rows.items()):
            print(f"| {topic} | {outcome} | {count} |")
        print(f"\n{kinds} kinds; the {len(sound)} sound messages between were delayed {longest} ms at most")


@pytest.mark.timeout(1200 if LONG else 120)
def test_to_retry_what_cannot_be_handled_changes_nothing_however_often(scene):
    before = scene.state()
    ids = scene.letter_ids()
    for id in ids if LONG else ids[::20]:
        for _ in range(2):
            scene.dead_letters("retry", id, status=None)
    # What is only a copy of something taken meanwhile is dropped; nothing else may leave the list.
    assert set(scene.letter_ids()) <= set(ids)
    scene.deployment.settle()
    assert scene.state() == before


def test_what_comes_behind_a_poisoned_message_with_its_key_waits_and_goes_on_in_order(scene):
    kafka, deployment = scene.kafka, scene.deployment
    case, other = [item["id"] for item in deployment.items("case-handling", "/v1/cases")][:2]

    def notices(id):
        return [notice["decisionId"] for notice in deployment.get("case-handling", f"/v1/cases/{id}")["notices"]]

    def held():
        return scene.letter_ids("case-handling", case, "supervision.decisions")

    behind = [scene.notice(f"behind-{n}", case) for n in range(5)]
    whims = [scene.notice(f"whim-{n}", case, kind="whim") for n in range(2)]
    kafka.publish([whims[0], *behind[:2], whims[1], *behind[2:]], poison.DECISIONS)
    kafka.publish([scene.notice("aside", other)], poison.DECISIONS)
    wait_until(lambda: "aside" in notices(other), LIMIT, "the notice about another case")
    wait_until(lambda: len(held()) == 7, LIMIT, "the messages behind")
    assert not notices(case)

    waiting = held()
    for id in waiting[1:]:
        scene.dead_letters("discard", id, status=1)
    scene.dead_letters("retry", waiting[0], status=1)
    assert held() == waiting and not notices(case)

    assert "handled: 2" in scene.dead_letters("discard", waiting[0])
    assert (notices(case), held()) == (["behind-0", "behind-1"], waiting[3:])
    assert "handled: 3" in scene.dead_letters("discard", waiting[3])
    assert (notices(case), held()) == ([f"behind-{n}" for n in range(5)], [])
    for id in waiting:
        scene.dead_letters("discard", id, status=1)
    kafka.publish([*behind, scene.notice("behind-5", case)], poison.DECISIONS)
    wait_until(lambda: len(notices(case)) == 6, LIMIT, "the notice that came later")
    assert notices(case) == [f"behind-{n}" for n in range(6)]
