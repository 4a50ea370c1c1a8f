"""What other systems send and case managers do, without a pause, until it is ended."""

import dataclasses
import http.client
import itertools
import json
import threading
import time

from foreign import outcome
from kafka_access import STRUCTURED, Message, Publishing
from oracle import Done, Ids, Sent
from submissions import ABH, JOBCENTER, SAMPLE, People, message, structured_json

SOURCES = (SAMPLE, ABH, SAMPLE, ABH, SAMPLE, ABH, SAMPLE, JOBCENTER)
# Of so many messages on the topic, one each is no event at all, an earlier one again, and one that is refused.
CYCLE, UNREADABLE, AGAIN, REFUSED = 25, 7, 13, 19
KEYS = 12
RETRY = 0.05


class Traffic:
    """Submissions on the topic and over HTTP, and commands on the cases they lead to, each until it is answered.

    per_second: how many on the topic; a quarter as many over HTTP, and about as many commands.
    patience: for how many seconds the same is asked again before it counts as a failure.
    When it is over, `sent` and `done` tell all of it.
    """

    def __init__(self, deployment, per_second, seed, patience=120):
        self._deployment, self._pace, self._patience = deployment, per_second, patience
        self._ended, self._answered = threading.Event(), threading.Event()
        self._topic_people, self._http_people = People(seed), People(seed + 1)
        self._on_topic, self._over_http, self.done = [], [], []
        self.failures = []
        self._publishing = Publishing(deployment.kafka, self._messages(), per_second)
        self._threads = [
            threading.Thread(target=self._guarded, args=[work], daemon=True) for work in (self._submit, self._work)
        ]

    @property
    def sent(self):
        places = self._publishing.places
        return [dataclasses.replace(one, place=places[n]) for n, one in enumerate(self._on_topic)] + self._over_http

    # On the topic

    def _messages(self):
        made = []
        for number in itertools.count():
            if number % CYCLE == AGAIN and made:
                one, sent = made[(number * 7) % len(made)]
            else:
                one, sent = self._message(number)
                made.append((one, sent))
            self._on_topic.append(one)
            yield sent

    def _message(self, number):
        id, source, key = f"topic-{number:06}", SOURCES[number % len(SOURCES)], f"key-{number % KEYS}".encode()
        if number % CYCLE == UNREADABLE:
            return Sent(None, None, "unreadable", key=key), Message(key, [], f"no event {number}".encode())
        body = self._topic_people.body()
        expected = outcome(source, body["municipality"])
        if number % CYCLE == REFUSED:
            body, expected = body | {"participation": "declined"}, "rejected"
        made = message(("binary", "structured")[number % 2], id, body, source)
        return Sent(source, id, expected, body, key), dataclasses.replace(made, key=key)

    # Over HTTP

    def _submit(self):
        for number in itertools.count():
            if self._ended.wait(4 / self._pace):
                return
            body = self._http_people.body()
            # The token that the tests ask with sends for this publisher.
            one = Sent(SAMPLE, f"http-{number:06}", outcome(SAMPLE, body["municipality"]), body)
            event = structured_json(one.id, body, SAMPLE)
            told = self._until_answered("intake", "/v1/submissions", event, {"content-type": STRUCTURED}, 200)
            if told["outcome"] != one.outcome:
                self.failures.append(f"{one.id}: answered {told['outcome']} instead of {one.outcome}")
            self._over_http.append(one)

    def _work(self):
        """An assessment of a case that was admitted over HTTP, or its closure; now and then both."""
        ids, number = Ids(self._deployment), 0
        while not self._ended.wait(4 / self._pace):
            if number >= len(self._over_http):
                continue
            one, number = self._over_http[number], number + 1
            if one.outcome != "admitted":
                continue
            if number % 3:
                self._change(ids, one, "assessments", {}, "assessment-recorded")
            if number % 2:
                self._change(ids, one, "closures", {"reason": "self-reliant"}, "closed")

    def _change(self, ids, one, what, body, name):
        headers = {"content-type": "application/json", "Idempotency-Key": f"{what}-{one.id}"}
        path = f"/v1/cases/{ids.case(one)}/{what}"
        state = self._until_answered("case-handling", path, json.dumps(body).encode(), headers, 201)
        self.done.append(Done(one.source, one.id, name))
        version = 1 + sum((done.source, done.id) == (one.source, one.id) for done in self.done)
        if state["version"] != version:
            self.failures.append(f"{what} of {one.id}: version {state['version']} instead of {version}")

    def _until_answered(self, service, path, body, headers, status):
        """Asks the same again and again while the service is away or does not know the case yet."""
        end, last = time.monotonic() + self._patience, None
        while time.monotonic() < end:
            try:
                found, _, answer = self._deployment.request(service, path, body, headers)
                if found == status:
                    return json.loads(answer)
                last = found, answer[:300]
                if found not in (404, 503):
                    break
            except (OSError, http.client.HTTPException) as error:
                last = repr(error)
            self._answered.wait(RETRY)
        raise AssertionError(f"{service} {path}: {last}")

    def _guarded(self, work):
        try:
            work()
        except Exception as error:  # noqa: BLE001
            self.failures.append(repr(error))

    # Life

    def __enter__(self):
        self._publishing.__enter__()
        for thread in self._threads:
            thread.start()
        return self

    def end(self):
        """Sends nothing new; waits until everything that was asked is answered."""
        self._ended.set()
        self._publishing.end()
        for thread in self._threads:
            thread.join()

    def __exit__(self, kind, *_):
        if kind is None:
            self.end()
        self._ended.set()
        self._publishing.__exit__(kind)
        assert kind or not self.failures, self.failures[:3]
