"""The run of foreign clients: what they send, and what must become of it."""

import collections
import dataclasses

import broken
from kafka_access import STRUCTURED, Message
from submissions import ABH, JOBCENTER, OUTCOMES, SAMPLE, People, binary_headers, message, structured_json

SEED = 20261124
STRUCTURED_HEADERS = [("content-type", STRUCTURED.encode())]
PUBLISHED, KCAT = 2000, 100
KCAT_BROKEN = ("truncated", "municipality key of 7 digits", "nested 40 deep", "a nested field twice", "lone surrogate")


@dataclasses.dataclass(frozen=True)
class Run:
    """`sent` with the place of each in the submissions' topic."""

    sent: list
    places: list

    def expected(self, *outcomes):
        return [(sent, place) for sent, place in zip(self.sent, self.places) if sent.outcome in outcomes]

    def requests(self):
        """How many fulfilled their contract."""
        return sum(sent.outcome not in ("rejected", "unreadable") for sent in self.sent)

    def outcomes(self):
        return collections.Counter(sent.outcome for sent in self.sent)


def outcome(source, municipality):
    """What becomes of a sound submission."""
    expected = OUTCOMES[municipality]
    return "parked" if source == JOBCENTER and expected != "redirected" else expected


def sound(people, mode, id, source, made=message):
    body = people.body(note=source == SAMPLE and people.count % 7 == 0)
    return broken.Sent(
        name=f"sound, {mode}",
        message=made(mode, id, body, source),
        source=source,
        id=id,
        outcome=outcome(source, body["municipality"]),
    )


def by_clients(people):
    """2,000 for confluent-kafka, every twentieth broken."""
    sent = []
    for number in range(PUBLISHED):
        id = f"foreign-{number:05}"
        if number % 20 == 7:
            way = broken.WAYS[number // 20 % len(broken.WAYS)]
            sent.append(broken.broken(way, id, people.body("05754008")))
        else:
            mode = broken.MODES[number % 2]
            sent.append(sound(people, mode, id, (SAMPLE, ABH, SAMPLE, JOBCENTER)[number % 4]))
    return sent


def publish_with_kcat(kafka, people, folder):
    """100 with kcat, 5 of them broken: 80 structured ones from files at once, 20 binary ones each for itself."""
    ways = {way.name: way for way in broken.WAYS}
    sent, files = [], []
    for number in range(80):
        id, body, source = f"kcat-{number:03}", people.body(), (SAMPLE, ABH)[number % 2]
        if number % 16 == 5:
            one = broken.broken(ways[KCAT_BROKEN[number // 16]], id, body)
        else:
            one = broken.Sent(
                name="sound, kcat",
                message=Message(None, STRUCTURED_HEADERS, structured_json(id, body, source)),
                source=source,
                id=id,
                outcome=outcome(source, body["municipality"]),
            )
        sent.append(one)
        files.append(folder / f"{id}.json")
        files[-1].write_bytes(one.message.value)
    kafka.kcat_produce(files, [(name, value.decode()) for name, value in STRUCTURED_HEADERS])
    for number in range(80, KCAT):
        id = f"kcat-{number:03}"
        one = sound(people, "binary", id, SAMPLE)
        file = folder / f"{id}.json"
        file.write_bytes(one.message.value)
        kafka.kcat_produce([file], binary_headers(id), key=one.message.key.decode())
        sent.append(one)
    return sent


def run(kafka, folder):
    """Sends everything."""
    people = People(SEED)
    sent = by_clients(people)
    places = kafka.publish(one.message for one in sent)
    by_kcat = publish_with_kcat(kafka, people, folder)
    by_value = {record.value: record.place for record in kafka.read("intake.submissions.v1")}
    return Run(sent + by_kcat, places + [by_value[one.message.value] for one in by_kcat])
