"""What became of sound submissions: nothing lost, nothing doubled, in order for each key."""

import collections
import dataclasses
import json

from answers import event_of

TOPICS = ("intake.receipts.v1", "intake.handover.v1", "intake.state.v1", "cases.state.v1")


@dataclasses.dataclass(frozen=True)
class Sent:
    """A sound submission in the order in which it was sent, and the outcome that it must have."""

    key: str
    source: str
    id: str
    outcome: str


@dataclasses.dataclass
class Findings:
    """`redelivered` counts records that came again with the id they had: permitted, and told apart by readers."""

    lost: list = dataclasses.field(default_factory=list)
    doubled: list = dataclasses.field(default_factory=list)
    disordered: list = dataclasses.field(default_factory=list)
    wrong: list = dataclasses.field(default_factory=list)
    redelivered: int = 0

    @property
    def are_good(self):
        return not (self.lost or self.doubled or self.disordered or self.wrong)

    def __str__(self):
        parts = ((name, getattr(self, name)) for name in ("lost", "doubled", "disordered", "wrong"))
        return "; ".join(f"{len(found)} {name} {found[:3] or ''}".rstrip() for name, found in parts)


def read(kafka):
    """The records of every topic that tells of submissions."""
    return {topic: kafka.read(topic) for topic in TOPICS}


def judge(sent, records):
    """Compares what was sent with what stands in the topics."""
    findings = Findings()
    firsts = {}
    for topic in TOPICS:
        found = {}
        for record in sorted(records[topic], key=lambda record: (record.partition, record.offset)):
            found.setdefault(record.event, record)
        firsts[topic] = list(found.values())
        findings.redelivered += len(records[topic]) - len(found)
    judge_receipts(sent, firsts["intake.receipts.v1"], findings)
    admitted = sum(event.outcome == "admitted" for event in sent)
    keys = {topic: {record.key for record in firsts[topic]} for topic in TOPICS}
    judge_count("handovers", admitted, len(firsts["intake.handover.v1"]), findings)
    judge_count("cases handed over", admitted, len(keys["intake.handover.v1"]), findings)
    judge_count("cases", admitted, len(keys["cases.state.v1"]), findings)
    judge_count("requests", len(sent), len(keys["intake.state.v1"]), findings)
    findings.wrong += sorted(keys["cases.state.v1"] - keys["intake.handover.v1"])
    for topic in ("intake.state.v1", "cases.state.v1"):
        judge_versions(topic, firsts[topic], findings)
    return findings


def judge_receipts(sent, receipts, findings):
    answers, order = collections.defaultdict(list), collections.defaultdict(list)
    for record in receipts:
        answers[event_of(record)].append(json.loads(record.value)["outcome"])
        order[record.key.decode()].append(event_of(record))
    expected = collections.defaultdict(list)
    for event in sent:
        found = answers.pop((event.source, event.id), [])
        expected[event.key].append((event.source, event.id))
        if not found:
            findings.lost.append(event.id)
        elif len(found) > 1:
            findings.doubled.append(event.id)
        elif found != [event.outcome]:
            findings.wrong.append((event.id, found))
    findings.wrong += list(answers)
    for key, events in order.items():
        answered = list(dict.fromkeys(events))
        if answered != [event for event in expected[key] if event in set(answered)]:
            findings.disordered.append(f"receipts of {key}")


def judge_count(what, expected, found, findings):
    findings.lost += [f"{what}: {found} of {expected}"] * (found < expected)
    findings.doubled += [f"{what}: {found} instead of {expected}"] * (found > expected)


def judge_versions(topic, states, findings):
    last = {}
    for record in states:
        version = json.loads(record.value)["version"]
        if version <= last.get(record.key, 0):
            findings.disordered.append(f"{topic}: version {version} behind {last[record.key]}")
        last[record.key] = version
