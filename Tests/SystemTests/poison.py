"""Ways to poison the topics between the services; those of the public topic are in `broken`.

A way makes a message of a record that stands in the topic. Every service that reads the topic must set it aside with
this cause, or take no notice of it (`None`).
"""

import copy
import dataclasses
import json
import random
from collections.abc import Callable

from kafka_access import STRUCTURED, Message

HANDOVER, DECISIONS = "intake.handover.v1", "supervision.decisions.v1"
STATES = ("intake.state.v1", "cases.state.v1", "supervision.state.v1")
EVERYWHERE = (HANDOVER, DECISIONS, *STATES)
GARBAGE = random.Random(11).randbytes(4096)


@dataclasses.dataclass(frozen=True)
class Way:
    name: str
    cause: str | None
    make: Callable
    topics: tuple = EVERYWHERE


def headers(change):
    """Works on the headers, as a dictionary."""

    def make(sound):
        changed = dict(sound.headers)
        change(changed)
        return dataclasses.replace(sound, headers=list(changed.items()))

    return make


def value(change):
    """Works on the bytes of the body."""
    return lambda sound: dataclasses.replace(sound, value=change(sound.value))


def body(change):
    """Works on the JSON of the body."""

    def make(sound):
        content = copy.deepcopy(json.loads(sound.value))
        change(content)
        return dataclasses.replace(sound, value=json.dumps(content).encode())

    return make


def structured(change):
    """The record in structured mode, its text changed."""

    def make(sound):
        attributes = {name[3:]: one.decode() for name, one in sound.headers if name.startswith("ce_")}
        text = json.dumps(attributes | {"data": json.loads(sound.value)}).encode()
        return dataclasses.replace(sound, headers=[("content-type", STRUCTURED.encode())], value=change(text))

    return make


def bare(content):
    return lambda sound: Message(sound.key, [], content)


def flipped(text):
    """Another letter in the middle of base64."""
    middle = len(text) // 2
    return text[:middle] + ("A" if text[middle] != "A" else "B") + text[middle + 1 :]


def seal(**changes):
    """Changes parts of what is sealed; a function gets the old part."""

    def change(content):
        for name, new in changes.items():
            content["sealed"][name] = new(content["sealed"][name]) if callable(new) else new

    return body(change)


def first_field(content):
    return next(iter(content))


UNREADABLE, INVALID, UNKNOWN = "unreadable", "invalid-body", "unknown-event-type"
NOT_OPENED, KEY = "not-opened", "invalid-key"

WAYS = [
    Way("garbage without headers", UNREADABLE, bare(GARBAGE)),
    Way("null without headers", UNREADABLE, bare(None)),
    Way("empty without headers", UNREADABLE, bare(b"")),
    Way("no ce_id", UNREADABLE, headers(lambda h: h.pop("ce_id"))),
    Way("empty ce_id", UNREADABLE, headers(lambda h: h.update(ce_id=b""))),
    Way("ce_id of 10,000 bytes", UNREADABLE, headers(lambda h: h.update(ce_id=b"x" * 10_000))),
    Way("ce_id of invalid UTF-8", UNREADABLE, headers(lambda h: h.update(ce_id=b"\xc3\x28"))),
    Way("ce_id twice", UNREADABLE, headers(lambda h: h.update(CE_ID=b"another"))),
    Way("no ce_type", UNREADABLE, headers(lambda h: h.pop("ce_type"))),
    Way("no ce_source", UNREADABLE, headers(lambda h: h.pop("ce_source"))),
    Way("specversion 0.3", UNREADABLE, headers(lambda h: h.update(ce_specversion=b"0.3"))),
    Way("null specversion", UNREADABLE, headers(lambda h: h.update(ce_specversion=None))),
    Way("unknown type", UNKNOWN, headers(lambda h: h.update(ce_type=b"de.kim.nothing.v1")), (HANDOVER, DECISIONS)),
    Way("unknown type of a state", None, headers(lambda h: h.update(ce_type=b"de.kim.nothing.v1")), STATES),
    Way("structured, truncated", UNREADABLE, structured(lambda text: text[:-9])),
    Way("structured, invalid UTF-8", UNREADABLE, structured(lambda text: text.replace(b'{"', b'{"\xc3\x28', 1))),
    Way("structured, 200,000 deep", UNREADABLE,
        structured(lambda text: text.replace(b"{", b'{"x":' + b"[" * 200_000 + b"]" * 200_000 + b",", 1))),
    Way("structured, id twice", UNREADABLE, structured(lambda text: text.replace(b"{", b'{"id":"another",', 1))),
    Way("structured, without content type", UNREADABLE,
        lambda sound: dataclasses.replace(structured(lambda text: text)(sound), headers=[])),
    Way("body of garbage", INVALID, value(lambda _: GARBAGE)),
    Way("garbage under 300 kB of headers", INVALID,
        lambda sound: Message(sound.key, [*sound.headers, ("x", b"x" * 300_000)], GARBAGE)),
    Way("empty body", INVALID, value(lambda _: b"")),
    Way("truncated body", INVALID, value(lambda old: old[:-7])),
    Way("body of invalid UTF-8", INVALID, value(lambda old: old.replace(b'{"', b'{"\xc3\x28', 1))),
    Way("an array", INVALID, value(lambda old: b"[" + old + b"]")),
    Way("a number", INVALID, value(lambda _: b"1e999")),
    Way("arrays 200,000 deep", INVALID, value(lambda _: b"[" * 200_000 + b"]" * 200_000)),
    Way("no field", INVALID, value(lambda _: b"{}")),
    Way("first field missing", INVALID, body(lambda c: c.pop(first_field(c))), (HANDOVER, DECISIONS)),
    Way("first field an object", INVALID, body(lambda c: c.update({first_field(c): {"is": 1}}))),
    Way("body of another type", INVALID, value(lambda _: b'{"indicator":"B1","value":5}')),
    Way("null body", INVALID, value(lambda _: None), (HANDOVER, DECISIONS)),
    # The broker itself refuses a record without key there.
    Way("key of garbage", KEY, lambda sound: dataclasses.replace(sound, key=GARBAGE[:64]), STATES),
    Way("key of 10,000 bytes", KEY, lambda sound: dataclasses.replace(sound, key=b"x" * 10_000), STATES),
    Way("version 0", INVALID, body(lambda c: c.update(version=0)), STATES),
    Way("version -7", INVALID, body(lambda c: c.update(version=-7)), STATES),
    Way("version as text", INVALID, body(lambda c: c.update(version="2")), STATES),
    Way("version of 40 digits", INVALID, value(lambda old: old.replace(b'"version":1', b'"version":1' + b"0" * 39)),
        STATES),
    Way("no version", INVALID, body(lambda c: c.pop("version")), STATES),
    Way("unknown kind", INVALID, body(lambda c: c.update(kind="whim")), (DECISIONS,)),
    Way("a kind that nobody takes", UNKNOWN, body(lambda c: c.update(kind="objection")), (DECISIONS,)),
    Way("an instant that is none", INVALID, body(lambda c: c.update(at="2026-02-31T25:00:00Z")), (DECISIONS,)),
    Way("nothing sealed", INVALID, body(lambda c: c.pop("sealed")), (HANDOVER,)),
    Way("sealed for another case", NOT_OPENED, body(lambda c: c.update(caseId="a" * 52, requestId="b" * 52)),
        (HANDOVER,)),
    Way("ciphertext truncated", NOT_OPENED, seal(ciphertext=lambda old: old[: len(old) // 8 * 4]), (HANDOVER,)),
    Way("ciphertext with another letter", NOT_OPENED, seal(ciphertext=flipped), (HANDOVER,)),
    Way("wrapped key with another letter", NOT_OPENED, seal(wrappedKey=flipped), (HANDOVER,)),
    Way("wrapped key truncated", NOT_OPENED, seal(wrappedKey=lambda old: old[:40]), (HANDOVER,)),
    Way("ciphertext for key", NOT_OPENED,
        lambda sound: seal(wrappedKey=json.loads(sound.value)["sealed"]["ciphertext"])(sound), (HANDOVER,)),
    Way("no base64", INVALID, seal(ciphertext="%%%"), (HANDOVER,)),
    Way("for an unknown recipient", NOT_OPENED, seal(recipientKeyId="somebody-else"), (HANDOVER,)),
    Way("under another key id", NOT_OPENED, seal(keyId="another"), (HANDOVER,)),
    Way("of a format to come", NOT_OPENED, seal(formatVersion=99), (HANDOVER,)),
]  # fmt: skip


def poisoned(way, record, id):
    """The record made poisonous, as an event of its own with a key of its own where the way does not say otherwise."""
    own = [(name, id.encode() if name == "ce_id" else one) for name, one in record.headers]
    return way.make(Message(id.encode(), own, record.value))
