"""A flood of spoiled events over Kafka and HTTP, sound ones among them, and what must have become of each.

Every message carries a trace of its own, which its receipt takes over: so an answer is found whatever was spoiled.
"""

import collections
import concurrent.futures
import copy
import dataclasses
import http.client
import itertools
import json
import random
import threading
import time

import schemas
from answers import origin
from deployment import ROOT, SERVICES
from foreign import sound
from generated import Generator
from kafka_access import Follower, Message
from mutations import Mutator
from submissions import ABH, CHANGE, CORRECTION, JOBCENTER, SAMPLE, TYPE, WITHDRAWAL, People
from waiting import wait_until

RECEIPT = "de.kim.intake.receipt.v1"
LETTERS = "intake.dead-letters.v1"
NAME, WORDS = "Quorvathempel", "Brunvelkattix"
PUBLISHERS = {SAMPLE: "sample", ABH: "abh", JOBCENTER: "jobcenter"}
# Of every chunk: how many are sound, go over HTTP, and go over HTTP in batches.
CHUNK, SOUND, SINGLE, BATCHED, BATCH = 1000, 100, 60, 40, 4
# What the topic takes at most, less what the record needs besides.
TOPIC_LIMIT = (512 << 10) - 8192
CHUNK_LIMIT = 120
CONNECTIONS = 4
CONTROLS = {*range(32), 127} - {9}


@dataclasses.dataclass(frozen=True)
class Spoiled:
    """A message with the ways in which it is spoiled; `place` is where it stands in the topic."""

    number: int
    trace: str
    mode: str
    source: str
    ways: tuple
    message: Message
    place: tuple | None = None

    def __str__(self):
        return f"{self.number} ({self.mode}): {', '.join(self.ways) or 'sound in itself'}"


def examples():
    """Bodies of all four types, as the contracts show them."""
    folders = {type: ROOT / "Shared/Contracts/examples" / type for type in (TYPE, CORRECTION, WITHDRAWAL, CHANGE)}
    return {
        type: [json.loads(file.read_text()) for file in sorted(folder.iterdir())] for type, folder in folders.items()
    }


def samples():
    """The data of the shipped samples that are submissions."""
    events = [json.loads(file.read_text()) for file in sorted((ROOT / "compose/samples").glob("*.json"))]
    return [event["data"] for event in events if event.get("type") == TYPE]


class Source:
    """Draws events and spoils them."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.mutator, self.people = Mutator(self.random), People(seed)
        self.bodies, self.samples, self.generator = examples(), samples(), Generator(seed)
        self.number, self.sent = 0, collections.deque(maxlen=2000)

    def body(self, type, source):
        if self.random.random() < 0.2:
            body = self.generator.body(type)
        else:
            body = self.known_body(type)
        if source != SAMPLE:
            # The others may not send one.
            body.get("data", body).pop("note", None)
        if "submission" in body and self.sent:
            source, id, _ = self.random.choice(self.sent)
            body["submission"] = {"source": source, "id": id}
        if type == CHANGE and self.sent:
            body["client"] = {"clientReference": self.random.choice(self.sent)[2]}
        return body

    def known_body(self, type):
        """A body of the contracts, of the samples, or of somebody new, under the name that is looked for in logs."""
        bodies = self.bodies[type]
        if type == TYPE:
            bodies = self.random.choice([bodies, self.samples, [self.people.body()]])
        body = copy.deepcopy(self.random.choice(bodies))
        told = body.get("data", body)
        if "name" in told.get("client", {}):
            told["client"]["name"]["family"] = NAME + self.people.name(1).lower()
            told["note"] = WORDS
        return body

    def attributes(self, type, source, id):
        return {
            "specversion": "1.0", "id": id, "source": source, "type": type, "time": "2026-11-24T09:00:00+01:00",
            "datacontenttype": "application/json",
        }  # fmt: skip

    def spoiled(self, mode=None):
        self.number += 1
        # Most are parked: a case is more than this is about.
        source = self.random.choices((JOBCENTER, SAMPLE, ABH), (6, 2, 2))[0]
        type = self.random.choices((TYPE, CORRECTION, WITHDRAWAL, CHANGE), (7, 1, 1, 1))[0]
        body = self.body(type, source)
        id, trace = f"fuzz-{self.number:06}", f"{self.random.getrandbits(127) + 1:032x}"
        repeats = self.sent and self.random.random() < 0.04
        if repeats:
            source, id, _ = self.random.choice(self.sent)
        reference = body.get("clientReference") or f"f-{self.number:06}"
        mode = mode or self.random.choice(("binary", "structured"))
        made, ways = self.mutator.message(
            mode, self.attributes(type, source, id), body, reference.encode(), changes=0 if repeats else None
        )
        if type == TYPE and not repeats:
            self.sent.append((source, id, reference))
        parent = f"00-{trace}-{self.random.getrandbits(63) + 1:016x}-00".encode()
        made = dataclasses.replace(made, headers=[*made.headers, ("traceparent", parent)])
        ways = ways or ("id repeated" if repeats else "sound in itself",)
        return Spoiled(self.number, trace, mode, source, ways, made)

    def sound(self):
        self.number += 1
        mode = self.random.choice(("binary", "structured"))
        return sound(self.people, mode, f"sound-{self.number:06}", self.random.choice((SAMPLE, ABH, JOBCENTER)))


class Web:
    """The way in over HTTP. What is told to come later comes later."""

    def __init__(self, deployment):
        self._port, self._local = deployment.ports["intake"], threading.local()
        self._tokens = {
            source: deployment.token("--role", "publisher", "--publisher", name) for source, name in PUBLISHERS.items()
        }

    def post(self, source, headers, body):
        """Status and JSON of the one answer."""
        while True:
            connection = getattr(self._local, "connection", None)
            if connection is None:
                connection = self._local.connection = http.client.HTTPConnection(
                    "127.0.0.1", self._port, timeout=CHUNK_LIMIT
                )
            connection.putrequest("POST", "/v1/submissions")
            connection.putheader("Authorization", f"Bearer {self._tokens[source]}")
            connection.putheader("Content-Length", str(len(body)))
            for name, value in headers:
                connection.putheader(name, value)
            connection.endheaders(body)
            answer = connection.getresponse()
            content, wait = answer.read(), answer.headers["Retry-After"]
            if answer.will_close:
                connection.close()
                self._local.connection = None
            if answer.status != 429:
                return answer.status, json.loads(content) if content else {}
            # The limit of a source is not what is looked at here.
            time.sleep(min(5, float(wait)))

    @staticmethod
    def headers(headers):
        """The headers of a message as HTTP has them, without what its grammar refuses before anybody is asked."""
        for name, value in headers:
            if name.startswith("ce_"):
                name = "ce-" + name[3:]
            elif name.lower().startswith("ce_"):
                name = "CE-" + name[3:]
            if value is not None and not set(value) & CONTROLS:
                yield name, value[:4000]


@dataclasses.dataclass(frozen=True)
class Told:
    """A receipt that stands in the topic."""

    event: tuple
    type: str
    value: bytes

    @property
    def answer(self):
        return json.loads(self.value)


class Campaign:
    """Sends chunk after chunk, each when the one before is through."""

    def __init__(self, deployment, seed):
        self.deployment, self.kafka = deployment, deployment.kafka
        self.source, self.web = Source(seed), Web(deployment)
        self.sound, self.over_kafka, self.over_http, self.batches = [], [], [], []
        self.memory, self.bytes = [], 0
        # Receipts by trace, dead letters by place; of those that are not for being unreadable, the causes.
        self.receipts, self.letters, self.causes = collections.defaultdict(list), collections.Counter(), set()
        self._receipts, self._letters = Follower(self.kafka, "intake.receipts.v1"), Follower(self.kafka, LETTERS)

    def run(self, count):
        with self._receipts, self._letters, concurrent.futures.ThreadPoolExecutor(CONNECTIONS) as pool:
            while self.source.number < count:
                self.chunk(pool, min(CHUNK, count - self.source.number) / CHUNK)
            self.deployment.settle(CHUNK_LIMIT)
            self.collect()

    def collect(self):
        for record in self._receipts.fresh():
            event = json.loads(record.value)["event"]
            told = Told((event["source"], event["id"]), event["type"], record.value)
            self.receipts[record.header("traceparent").split("-")[1]].append(told)
        for record in self._letters.fresh():
            self.letters[origin(record)] += 1
            cause = record.header("__connect.errors.exception.class.name")
            self.causes |= {cause} - {"unreadable"}

    def chunk(self, pool, share):
        singles = [self.source.spoiled() for _ in range(int(SINGLE * share))]
        batches = [
            [self.source.spoiled("structured") for _ in range(BATCH)] for _ in range(int(BATCHED / BATCH * share))
        ]
        over_kafka = [self.source.spoiled() for _ in range(int((CHUNK - SOUND - SINGLE - BATCHED) * share))]
        # What is too large for the topic is something for HTTP, which says so.
        singles += [one for one in over_kafka if size(one.message) > TOPIC_LIMIT]
        over_kafka = [one for one in over_kafka if size(one.message) <= TOPIC_LIMIT]
        sound = [self.source.sound() for _ in range(int(SOUND * share))]
        answers = [(one, pool.submit(self.single, one)) for one in singles]
        batched = [(batch, pool.submit(self.batch, batch)) for batch in batches]

        together = [*over_kafka, *sound]
        self.source.random.shuffle(together)
        places = dict(zip(map(id, together), self.kafka.publish(one.message for one in together)))
        self.sound += [(one.source, one.id, one.outcome) for one in sound]
        self.bytes += sum(size(one.message) for one in together)
        # The bytes are not kept, only where they stand.
        self.over_kafka += [slim(one, places[id(one)]) for one in over_kafka]
        self.over_http += [(slim(one), answer.result()) for one, answer in answers]
        self.batches += [([slim(one) for one in batch], answer.result()) for batch, answer in batched]
        wait_until(self.is_through, CHUNK_LIMIT, "a chunk to be answered", detail=self.deployment.last_words)
        self.collect()
        self.memory.append({service: self.deployment.memory(service) for service in SERVICES})

    def is_through(self):
        assert self.deployment.is_running("intake"), f"Intake has ended{self.deployment.last_words()}"
        return self.deployment.has_read_all("intake") and self.deployment.status("intake")["outboxPending"] == 0

    def single(self, one):
        try:
            return self.web.post(one.source, Web.headers(one.message.headers), one.message.value or b"")
        except OSError as error:
            raise AssertionError(f"no answer over HTTP to {one}: {error!r}") from error

    def batch(self, batch):
        """The events of a batch carry their traces themselves."""
        events = []
        for one in batch:
            value, parent = (one.message.value or b"null").rstrip(), dict(one.message.headers)["traceparent"]
            if value.endswith(b"}"):
                value = value[:-1] + b',"traceparent":"' + parent + b'"}'
            events.append(value)
        body = b"[" + b",".join(events) + b"]"
        return self.web.post(batch[0].source, [("content-type", "application/cloudevents-batch+json")], body)

    # What became of it

    def faults(self):
        """What is not as it must be, and a table of what became of the rest."""
        receipts, letters = self.receipts, self.letters
        wrong = [f"dead letters because of {cause}" for cause in self.causes]
        sound, outcomes = collections.Counter(), {}
        for told in itertools.chain(*receipts.values()):
            sound[told.event] += 1
            outcomes[told.event] = told
            if not schemas.of(RECEIPT).is_valid(told.answer):
                wrong.append(f"receipt of {told.event}: not as its schema has it")
        table = collections.Counter()
        for one in self.over_kafka:
            own = answers_to(receipts[one.trace])
            count = len(own), letters[one.place]
            if count not in ((1, 0), (0, 1)):
                wrong.append(f"Kafka {one}: {count[0]} receipts, {count[1]} dead letters")
            what = own[0].answer["outcome"] if own else "dead letter"
            table.update((way, "Kafka", what) for way in set(one.ways))
        for one, (status, answer) in self.over_http:
            wrong += self.fault_of_answer(one, status, answer, receipts[one.trace])
            table.update((way, "HTTP", answer.get("outcome", str(status))) for way in set(one.ways))
        for batch, (status, answers) in self.batches:
            if status == 200 and len(answers) != len(batch):
                # A spoiled text may have become two events, or one with its neighbour: still one answer each.
                told = sum("receipt" in answer for answer in answers)
                found = sum(len(answers_to(receipts[one.trace])) for one in batch)
                if not found <= told:
                    wrong.append(f"batch with {batch[0]}: {told} receipts told, {found} found")
                table["batch", "HTTP", "other number"] += 1
                continue
            for number, one in enumerate(batch):
                answer = answers[number] if status == 200 else {"problem": answers}
                if "receipt" in answer:
                    wrong += self.fault_of_answer(one, 200, answer["receipt"], receipts[one.trace])
                elif receipts[one.trace]:
                    wrong.append(f"batch {one}: a problem and {len(receipts[one.trace])} receipts")
                if status >= 500 or not answer:
                    wrong.append(f"batch {one}: {status} {answers}")
            table["batch", "HTTP", str(status)] += 1
        for source, id, outcome in self.sound:
            found = outcomes[source, id].answer["outcome"] if (source, id) in outcomes else None
            if sound[source, id] != 1 or found != outcome:
                wrong.append(f"sound {id}: {sound[source, id]} receipts, {found} for {outcome}")
        return wrong, table

    @staticmethod
    def fault_of_answer(one, status, answer, receipts):
        own = [told.answer for told in answers_to(receipts)]
        if status == 200:
            if [reason["code"] for reason in answer["reasons"]] == ["source-not-permitted"]:
                # Told the sender alone: the source is somebody else's.
                return [f"HTTP {one}: {len(own)} receipts on the topic of a foreign source"] if own else []
            return [] if own == [answer] else [f"HTTP {one}: {len(own)} receipts on the topic, or another"]
        is_problem = isinstance(answer, dict) and answer.get("status") == status and answer.get("title")
        if status >= 500 or not is_problem or own:
            return [f"HTTP {one}: {status}, {len(own)} receipts, {str(answer)[:200]}"]
        return []


def answers_to(receipts):
    """The receipts that answer the message itself: a withdrawal or correction may lead to one more of what it names."""
    if any(told.type in (CORRECTION, WITHDRAWAL) for told in receipts):
        return [told for told in receipts if told.type != TYPE]
    return receipts


def size(message):
    return len(message.value or b"") + sum(len(name) + len(value or b"") + 8 for name, value in message.headers)


def slim(one, place=None):
    return dataclasses.replace(one, message=None, place=place)
