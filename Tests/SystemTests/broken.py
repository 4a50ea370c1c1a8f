"""Every way in which submissions are broken, with what must become of each.

A way makes a message of a sound submission. What becomes of it is one of
- `unreadable`: one dead letter, with this detail, and no receipt;
- `rejected`: one receipt, with this reason among its reasons;
- `accepted`: one receipt of the outcome that the sound submission has, with this warning.
"""

import copy
import dataclasses
import datetime
import json
import unicodedata
from collections.abc import Callable

from submissions import ABH, OUTCOMES, SAMPLE, message

MODES = ("binary", "structured")


@dataclasses.dataclass(frozen=True)
class Way:
    name: str
    outcome: str
    code: str
    make: Callable


@dataclasses.dataclass(frozen=True)
class Sent:
    """A message that was sent, and what must become of it. `id` is absent where nobody can be answered."""

    name: str
    message: object
    source: str
    id: str | None
    outcome: str
    code: str | None = None


def changed(sound, *, key=..., value=..., headers=None):
    """The message with other parts; `headers` makes the list of headers anew."""
    return dataclasses.replace(
        sound,
        key=sound.key if key is ... else key,
        value=sound.value if value is ... else value,
        headers=sound.headers if headers is None else headers(sound.headers),
    )


def without(name):
    return lambda headers: [header for header in headers if header[0] != name]


def with_value(name, value):
    return lambda headers: [(found, value if found == name else old) for found, old in headers]


def raw(mode, way):
    """Works on the message."""
    return lambda id, body, source: way(message(mode, id, body, source))


def text(mode, before, after):
    """Replaces a piece of the value."""

    def replace(sound):
        assert before in sound.value, (before, sound.value[:200])
        return changed(sound, value=sound.value.replace(before, after, 1))

    return raw(mode, replace)


def attribute(name, value):
    """Sets (None: removes) an attribute in structured mode."""

    def change(sound):
        event = json.loads(sound.value)
        event.pop(name, None)
        if value is not None:
            event[name] = value
        return changed(sound, value=json.dumps(event, ensure_ascii=False).encode())

    return raw("structured", change)


def field(path, value, mode="structured"):
    """Sets (None: removes) a field of the data."""

    def make(id, body, source):
        body = copy.deepcopy(body)
        *parents, last = path.split("/")
        target = body
        for name in parents:
            target = target[int(name)] if isinstance(target, list) else target.setdefault(name, {})
        if value is None:
            target.pop(last)
        else:
            target[last] = value(body) if callable(value) else value
        return message(mode, id, body, source)

    return make


def nested(depth):
    return b"[" * depth + b"]" * depth


def tomorrow(_):
    return (datetime.date.today() + datetime.timedelta(days=2)).isoformat()


def ten_years_ago(_):
    return f"{datetime.date.today().year - 10}-03-04"


ADDRESS = {"street": "Erfundene Gasse 7", "postalCode": "33330", "city": "Gütersloh"}
TWO_TITLES = [
    {"axis": "residence", "code": "AUFENTHG_24", "firstDay": "2025-02-03"},
    {"axis": "residence", "code": "AUFENTHG_25_1_2", "firstDay": "2025-03-01"},
]
PADDING = "x" * 400_000
FIRST_NAME = b'"given": "'
STRUCTURED_START = b'{"'

WAYS = [
    # Nobody can be answered.
    Way("no ce_id", "unreadable", "missing-attribute", raw("binary", lambda m: changed(m, headers=without("ce_id")))),
    Way("empty ce_id", "unreadable", "missing-attribute",
        raw("binary", lambda m: changed(m, headers=with_value("ce_id", b"")))),
    Way("no headers", "unreadable", "not-cloud-events", raw("binary", lambda m: changed(m, headers=lambda _: []))),
    Way("ce_id twice", "unreadable", "duplicate-attribute",
        raw("binary", lambda m: changed(m, headers=lambda headers: headers + [("CE_ID", b"another")]))),
    Way("ce_specversion 0.3", "unreadable", "unsupported-version",
        raw("binary", lambda m: changed(m, headers=with_value("ce_specversion", b"0.3")))),
    Way("ce_source is not UTF-8", "unreadable", "invalid-attribute",
        raw("binary", lambda m: changed(m, headers=with_value("ce_source", b"https://\xff")))),
    Way("ce_id of 600 bytes", "unreadable", "attribute-too-long",
        raw("binary", lambda m: changed(m, headers=with_value("ce_id", b"i" * 600)))),
    Way("no id", "unreadable", "missing-attribute", attribute("id", None)),
    Way("id is a number", "unreadable", "invalid-attribute", attribute("id", 7)),
    Way("no type", "unreadable", "missing-attribute", attribute("type", None)),
    Way("specversion 0.3", "unreadable", "unsupported-version", attribute("specversion", "0.3")),
    Way("no specversion", "unreadable", "not-cloud-events", attribute("specversion", None)),
    Way("no content type", "unreadable", "not-cloud-events",
        raw("structured", lambda m: changed(m, headers=lambda _: []))),
    Way("null value", "unreadable", "empty", raw("structured", lambda m: changed(m, value=None))),
    Way("empty value", "unreadable", "empty", raw("structured", lambda m: changed(m, value=b""))),
    Way("an array", "unreadable", "invalid-json",
        raw("structured", lambda m: changed(m, value=b"[" + m.value + b"]"))),
    Way("truncated", "unreadable", "invalid-json", raw("structured", lambda m: changed(m, value=m.value[:-20]))),
    Way("something behind the end", "unreadable", "invalid-json",
        raw("structured", lambda m: changed(m, value=m.value + b"}"))),
    Way("byte order mark", "unreadable", "invalid-json",
        raw("structured", lambda m: changed(m, value=b"\xef\xbb\xbf" + m.value))),
    Way("lone surrogate", "unreadable", "invalid-json", text("structured", FIRST_NAME, FIRST_NAME + rb"\ud83d")),
    Way("invalid UTF-8", "unreadable", "invalid-utf8", text("structured", FIRST_NAME, FIRST_NAME + b"\xc3\x28")),
    Way("nested 40 deep", "unreadable", "too-deep",
        text("structured", STRUCTURED_START, b'{"x":' + nested(40) + b',"')),
    Way("nested 200,000 deep", "unreadable", "too-deep",
        text("structured", STRUCTURED_START, b'{"x":' + nested(200_000) + b',"')),
    Way("id twice", "unreadable", "duplicate-attribute",
        text("structured", STRUCTURED_START, b'{"id":"another","')),
    # Readable, so answered.
    Way("data are invalid UTF-8", "rejected", "invalid-json", text("binary", FIRST_NAME, FIRST_NAME + b"\xc3\x28")),
    Way("data are truncated", "rejected", "invalid-json", raw("binary", lambda m: changed(m, value=m.value[:-20]))),
    Way("data are empty", "rejected", "invalid-json", raw("binary", lambda m: changed(m, value=b""))),
    Way("data are null", "rejected", "invalid-json", raw("binary", lambda m: changed(m, value=None))),
    Way("data have a lone surrogate", "rejected", "invalid-json",
        text("binary", FIRST_NAME, FIRST_NAME + rb"\udc00")),
    Way("data are nested 40 deep", "rejected", "invalid-json",
        text("binary", STRUCTURED_START, b'{"x":' + nested(40) + b',"')),
    Way("data are an array", "rejected", "wrong-type", raw("binary", lambda m: changed(m, value=b"[]"))),
    Way("a field of the data twice", "rejected", "duplicate-field",
        text("binary", STRUCTURED_START, b'{"municipality":"05754008","')),
    Way("a nested field twice", "rejected", "duplicate-field",
        text("structured", FIRST_NAME, b'"given": "Dur", "given": "')),
    Way("municipality key of 7 digits", "rejected", "too-short", field("municipality", "5754008")),
    Way("municipality of another Kreis", "rejected", "unknown-municipality", field("municipality", "05911000")),
    Way("born on 31 February", "rejected", "invalid-format", field("client/birth/date", "1991-02-31", "binary")),
    Way("note of 400 kB", "rejected", "too-long", field("note", PADDING, "binary")),
    Way("a text for a boolean", "rejected", "wrong-type", field("client/interpreterNeeded", "yes")),
    Way("an object for a text", "rejected", "wrong-type", field("client/name/family", {"is": "Dur"}, "binary")),
    Way("no name at all", "rejected", "missing-field", field("client/name", {}, "binary")),
    Way("no transmission basis", "rejected", "transmission-missing", field("transmission", None)),
    Way("declined", "rejected", "participation-declined", field("participation", "declined", "binary")),
    Way("unknown type", "rejected", "unknown-event-type",
        raw("binary", lambda m: changed(m, headers=with_value("ce_type", b"de.kim.intake.nothing.v1")))),
    Way("foreign source", "rejected", "source-not-permitted",
        lambda id, body, source: message("binary", id, body, "https://elsewhere.example/kim")),
    Way("note of a source that may not", "rejected", "note-not-permitted",
        lambda id, body, source: message("structured", id, body | {"note": "Bitte nur vormittags."}, ABH)),
    Way("no time", "rejected", "time-missing", attribute("time", None)),
    Way("time without offset", "rejected", "time-missing", attribute("time", "2026-11-16T09:07:13")),
    Way("unknown legal sphere", "rejected", "unknown-code", field("legalSpheres/0/code", "AUFENTHG_999")),
    Way("two residence titles at once", "rejected", "overlapping-residence", field("legalSpheres", TWO_TITLES)),
    Way("five nationalities", "rejected", "too-many",
        field("client/nationalities", ["SYR", "UKR", "AFG", "ERI", "ROU"])),
    Way("given in the future", "rejected", "date-in-future", field("transmission/givenOn", tomorrow, "binary")),
    Way("a minor without representation", "rejected", "representation-required",
        field("client/birth/date", ten_years_ago)),
    Way("address in spite of its being blocked", "rejected", "address-blocked-with-address",
        field("client/contact", {"address": ADDRESS, "addressBlocked": True}, "binary")),
    Way("a Cyrillic family name", "rejected", "characters-not-permitted", field("client/name/family", "Дурсет")),
    Way("a decomposed name", "rejected", "not-normalized",
        field("client/name/given", unicodedata.normalize("NFD", "Dürset"), "binary")),
    # Odd, but no reason to refuse anybody.
    Way("unknown field of 400 kB", "accepted", "unknown-field", field("x", PADDING, "binary")),
    Way("born on 1 January", "accepted", "january-first-year-only",
        field("client/birth", {"date": "1987-01-01", "basis": "statement"})),
    Way("media type with a parameter", "accepted", None,
        raw("structured", lambda m: changed(m, headers=lambda _: [
            ("Content-Type", b"application/cloudevents+json; charset=UTF-8")]))),
    Way("key that is none", "accepted", None, raw("binary", lambda m: changed(m, key=b"\xff no key \x00"))),
    Way("no key", "accepted", None, raw("binary", lambda m: changed(m, key=None))),
]  # fmt: skip


def broken(way, id, body):
    """A submission that is broken in one way."""
    sent = way.make(id, body, SAMPLE)
    source = next((value.decode(errors="replace") for name, value in sent.headers if name == "ce_source"), None)
    if source is None and way.outcome != "unreadable":
        source = json.loads(sent.value)["source"]
    outcome = OUTCOMES[body["municipality"]] if way.outcome == "accepted" else way.outcome
    return Sent(
        name=way.name, message=sent, source=source, id=None if way.outcome == "unreadable" else id,
        outcome=outcome, code=way.code,
    )  # fmt: skip
