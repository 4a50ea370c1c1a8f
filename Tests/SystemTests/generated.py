"""Bodies of the public way in, made of the published schemas by lot, and the same with exactly one fault each.

A schema says less than the services check: what several fields say together, the letters of names, the validity of
codes on a day. `mend` brings a body that the schema permits within those rules; `WIDER` has what only the services
refuse.
"""

import copy
import csv
import datetime
import json
import random
import re

import yaml

from deployment import ROOT
from submissions import CHANGE, CORRECTION, OUTCOMES, TYPE, WITHDRAWAL

DATA = ROOT / "Shared/Models/Data"
BORN_BEFORE, LONGEST_LIFE = 18, 130
# A schema's pattern has the form of the text: what its texts are made of.
FORMS = {
    "^[ (]*": "phone",
    "^[0-9]{4}(": "partial_date",
    "^[0-9]{5}$": "postal_code",
    "^[0-9]{8}$": "municipality",
    "^[A-Za-z0-9._:;=-]": "reference",
    "^[A-Za-z]{2,3}(": "language",
    "^[^\\s@": "email",
    "^[^\\u0000-\\u0008": "text",
    "^[^\\u0000-\\u001F\\u007F0-9": "latin_name",
    "^[^\\u0000-\\u001F\\u007F]*$": "line",
}
LANGUAGES = [
    "de", "uk", "prs", "kmr-Latn", "ti-ER", "sr-Cyrl-RS", "zh-cmn-Hans-CN", "de-1996", "es-419", "ar",
    "de-DE-u-co-phonebk", "sl-rozaj-biske-1994", "en-a-bbb-x-a-ccc", "az-Arab-x-aze-derbend",
]  # fmt: skip
REFERENCE = "ABCXYZabcxyz0189._:;=-"
# Any sign but control characters; the last ones are beyond the first plane, or join.
SIGNS = (
    list("abcxyzÄÖÜßéŁ 0189.,;:!?'\"<>&%$\\/{}[]")
    + list("жщЮابهכעאገፀ한글漢字")
    + ["\u200d", "\u202e", "👩", "🇺", "\u0301"]
)
MAIL = "abcxyz0189._%+-üñ"


def schema(type):
    return json.loads((ROOT / f"Shared/Contracts/schemas/{type}.schema.json").read_text())


def out_of_force(today):
    """Codes of the schemas that are not valid on this day: schemas have all."""
    rows = csv.reader((DATA / "countries.csv").read_text().splitlines()[1:], delimiter=";")
    found = {row[0] for row in rows if (row[3] and row[3] > today) or (row[4] and row[4] < today)}
    for one in yaml.safe_load((DATA / "codelists.yaml").read_text()).values():
        for value in one.get("values", []):
            since, until = str(value.get("validFrom") or ""), str(value.get("validTo") or "")
            if since > today or (until and until < today):
                found.add(value["code"])
    return found


def latin_letters():
    """The letters of DIN 91379, several of them of more than one sign."""
    letters = []
    for line in (DATA / "latin-names.txt").read_text().splitlines():
        if line.startswith("#"):
            continue
        for item in line.split():
            if "+" in item:
                letters.append("".join(chr(int(one, 16)) for one in item.split("+")))
            else:
                ends = [int(one, 16) for one in item.split("-")]
                letters += map(chr, range(ends[0], ends[-1] + 1))
    return letters


class Generator:
    """Makes bodies; the same seed makes the same on the same day."""

    def __init__(self, seed):
        self.random, self.today = random.Random(seed), datetime.date.today()
        self.letters, self.invalid = latin_letters(), out_of_force(self.today.isoformat())
        self.schemas = {type: schema(type) for type in (TYPE, CORRECTION, WITHDRAWAL, CHANGE)}
        self.count, self.definitions = 0, {}

    def body(self, type):
        """A body that fulfils schema and rules."""
        self.count += 1
        self.definitions = self.schemas[type]["$defs"]
        body = self.value(self.schemas[type])
        if type == TYPE:
            self.mend(body)
        if type == CORRECTION:
            self.mend(body["data"])
        if type == CHANGE:
            self.mend_change(body)
        return body

    # Along the schema

    def value(self, schema):
        if "$ref" in schema:
            return self.value(self.definitions[schema["$ref"].removeprefix("#/$defs/")])
        if "const" in schema:
            return schema["const"]
        choices = schema.get("anyOf", [])
        if "enum" in schema or any("enum" in one for one in choices):
            codes = schema.get("enum") or next(one["enum"] for one in choices if "enum" in one)
            if any("pattern" in one for one in choices) and self.random.random() < 0.1:
                return f"destatis:{self.random.randrange(1000):03}"
            return self.random.choice([code for code in codes if code not in self.invalid])
        return getattr(self, schema["type"])(schema)

    def object(self, schema):
        variant = self.random.choice(schema["oneOf"]) if "oneOf" in schema else schema
        required = set(variant.get("required", []))
        if "anyOf" in schema:
            required |= set(self.random.choice(schema["anyOf"])["required"])
        return {
            name: self.value(one)
            for name, one in variant["properties"].items()
            if name in required or self.random.random() < 0.6
        }

    def array(self, schema):
        most = schema["maxItems"]
        count = self.random.choice([0, 1, 1, 2, min(3, most), *([most] if self.random.random() < 0.05 else [])])
        items = [self.value(schema["items"]) for _ in range(min(count, most))]
        if not schema.get("uniqueItems"):
            return items
        return [one for index, one in enumerate(items) if one not in items[:index]]

    def boolean(self, _):
        return self.random.random() < 0.5

    def integer(self, schema):
        return self.random.randint(max(schema["minimum"], self.today.year - LONGEST_LIFE), self.today.year)

    def string(self, schema):
        if schema.get("format") == "date":
            return self.day(-9000, 900).isoformat()
        form = next(form for start, form in FORMS.items() if schema["pattern"].startswith(start))
        return getattr(self, form)(schema)

    def length(self, schema):
        least, most = schema["minLength"], schema["maxLength"]
        return self.random.choice([least, most, *[self.random.randint(least, min(most, least + 20)) for _ in range(8)]])

    def of(self, signs, schema):
        return "".join(self.random.choice(signs) for _ in range(self.length(schema)))

    def day(self, earliest, latest):
        return self.today + datetime.timedelta(days=self.random.randint(earliest, latest))

    # Forms of texts

    def reference(self, schema):
        return self.of(REFERENCE, schema)

    def line(self, schema):
        # White space alone is too short for the services.
        return "x" + self.of(SIGNS, schema)[1:]

    def text(self, schema):
        return "x" + self.of([*SIGNS, "\n", "\t"], schema)[1:]

    def latin_name(self, schema):
        """The schema permits more letters than the norm; a letter of several signs counts as so many."""
        name = self.random.choice("BDFGKLMNRSTVZ")
        for _ in range(self.length(schema) - 1):
            letter = self.random.choice(self.letters)
            if len(name) + len(letter) <= schema["maxLength"]:
                name += letter
        return name

    def phone(self, _):
        """As it is kept; other ways to write a number are put into this one."""
        digits = "".join(self.random.choice("0123456789") for _ in range(self.random.randint(5, 11)))
        return f"+{self.random.choice(['1', '43', '49', '380', '963'])}{self.random.randint(1, 9)}{digits}"

    def email(self, _):
        return f"{self.of(MAIL, {'minLength': 1, 'maxLength': 64})}@{self.random.choice(['a', 'zwölf-1'])}.example"

    def language(self, _):
        return self.random.choice(LANGUAGES)

    def municipality(self, _):
        return self.random.choice([place for place, outcome in OUTCOMES.items() if outcome != "redirected"])

    def postal_code(self, _):
        return f"{self.random.randrange(100_000):05}"

    def partial_date(self, _):
        day = self.day(-100 * 365, 0)
        return self.random.choice([f"{day.year:04}", f"{day:%Y-%m}", day.isoformat()])

    # What the fields say together (Shared/Models/Intake/SubmissionRules.swift)

    def mend(self, body):
        person = body["client"]
        body["clientReference"] = f"g-{self.count:05}"
        if body["participation"] == "declined":
            body["participation"] = "agreed"
        birth = person.get("birth")
        if birth and int(birth["date"][:4]) >= self.today.year - BORN_BEFORE - 1:
            representation = person.setdefault("representation", {})
            if representation.get("kind", "none") == "none":
                representation["kind"] = self.random.choice(["parents", "guardian", "custodian"])
        for contact in (person.get("contact"), person.get("representation", {}).get("contact")):
            if contact and contact.get("addressBlocked"):
                contact.pop("address", None)
        members = body.get("household", {}).get("members", [])
        for number, member in enumerate(members):
            member["memberReference"] = f"{number}{member['memberReference']}"[:128]
        for one in [body, *members]:
            one["legalSpheres"] = self.mended_spheres(one.get("legalSpheres", []))
        for declaration in [body["transmission"], *body.get("consents", [])]:
            self.mend_declaration(declaration)

    def mended_spheres(self, spheres):
        """No end before its beginning, and one residence at a time."""
        kept, day = [], datetime.date(1990, 1, 1)
        for sphere in spheres:
            if "lastDay" in sphere and sphere["lastDay"] < sphere["firstDay"]:
                sphere["firstDay"], sphere["lastDay"] = sphere["lastDay"], sphere["firstDay"]
            if sphere["axis"] == "residence":
                if day is None:
                    continue
                sphere["firstDay"] = day.isoformat()
                last = day + datetime.timedelta(days=self.random.randrange(400))
                day = last + datetime.timedelta(days=1) if "lastDay" in sphere else None
                if "lastDay" in sphere:
                    sphere["lastDay"] = last.isoformat()
            kept.append(sphere)
        return kept

    def mend_declaration(self, declaration):
        if "givenOn" in declaration:
            declaration["givenOn"] = min(declaration["givenOn"], self.today.isoformat())
        if "validUntil" in declaration:
            declaration["validUntil"] = max(declaration["validUntil"], declaration["givenOn"])

    def mend_change(self, body):
        self.mend_declaration(body["transmission"])
        if "ends" in body and "begins" in body:
            last = datetime.date.fromisoformat(body["ends"]["lastDay"])
            body["begins"]["firstDay"] = (last + datetime.timedelta(days=self.random.randint(1, 90))).isoformat()


# One fault


def candidates(value, schema, definitions, pointer=""):
    """Every way to spoil exactly one place of a valid body, as its place, its code in receipts, and what does it."""
    if "$ref" in schema:
        yield pointer, "unknown-code", lambda _: "no-such-code"
        yield pointer, "wrong-type", lambda _: 7
        return
    if "const" in schema:
        return
    type = schema["type"]
    yield pointer, "wrong-type", lambda old: 7 if isinstance(old, str) else "7"
    if type == "integer":
        yield pointer, "out-of-range", lambda _: schema["minimum"] - 1
        yield pointer, "out-of-range", lambda _: 1991.5
    if type == "string" and "maxLength" in schema:
        yield pointer, "too-long", lambda _: "x" * (schema["maxLength"] + 1)
        yield pointer, "too-short", lambda _: ""
        if not re.search(schema["pattern"], "a\u0001b@c,"):
            kind = "characters-not-permitted" if schema["pattern"].startswith("^[^\\u0000-\\u001F\\u007F0") else None
            length = max(2, schema["minLength"])
            yield pointer, kind or "invalid-format", lambda _: "\u0001" * length
    if schema.get("format") == "date" or schema.get("pattern", "").startswith("^[0-9]{4}("):
        yield pointer, "invalid-format", lambda _: "2026-13-01"
        yield pointer, "invalid-format", lambda _: "1. Mai 2026"
    if type == "array":
        yield pointer, "too-many", lambda old: [*old, *[0] * (schema["maxItems"] + 1)]
        if schema.get("uniqueItems") and value:
            yield f"{pointer}/{len(value)}", "duplicate-value", lambda old: [*old, old[0]]
        for index, one in enumerate(value):
            yield from within(candidates(one, schema["items"], definitions, f"{pointer}/{index}"), index)
    if type == "object":
        variant = schema
        for one in schema.get("oneOf", []):
            tag = next(name for name, part in one["properties"].items() if "const" in part)
            if value[tag] == one["properties"][tag]["const"]:
                variant = one
                yield f"{pointer}/{tag}", "unknown-code", setting(tag, "no-such-code")
                yield f"{pointer}/{tag}", "missing-field", lacking(tag)
        for name in variant.get("required", []):
            if "const" not in variant["properties"][name]:
                code = "transmission-missing" if name == "transmission" else "missing-field"
                yield f"{pointer}/{name}", code, lacking(name)
        demanded = [one["required"][0] for one in schema.get("anyOf", [])]
        if demanded:
            yield pointer, "missing-field", lacking(*demanded)
        for name, part in variant["properties"].items():
            if name in value:
                yield from within(candidates(value[name], part, definitions, f"{pointer}/{name}"), name)


def within(found, index):
    for pointer, code, spoil in found:

        def inner(old, spoil=spoil):
            changed = copy.copy(old)
            changed[index] = spoil(old[index])
            return changed

        yield pointer, code, inner


def setting(name, value):
    return lambda old: old | {name: value}


def lacking(*names):
    return lambda old: {name: one for name, one in old.items() if name not in names}


def set_at(pointer, value):
    """Sets a value deep in a body."""

    def make(body):
        changed = copy.deepcopy(body)
        *parents, last = pointer.split("/")
        target = changed
        for name in parents:
            target = target[int(name)] if isinstance(target, list) else target.setdefault(name, {})
        target[last] = value
        return changed

    return make


def in_days(count):
    return (datetime.date.today() + datetime.timedelta(days=count)).isoformat()


NO_ADDRESS = {"street": "Erfundene Gasse 7", "postalCode": "33330", "city": "Gütersloh"}


def born(date):
    return {"date": date, "basis": "document"}


def sphere(axis, code, first, last=None):
    return {"axis": axis, "code": code, "firstDay": first} | ({"lastDay": last} if last else {})


def consent(given, until=None):
    said = {"purpose": "evaluation", "givenBy": "client", "givenOn": given, "formVersion": "1", "language": "de"}
    return said | ({"validUntil": until} if until else {})


# What the schema permits and the services refuse, each with its code: the places where the schema is wider by design.
WIDER = [
    ("white space alone", "too-short", set_at("client/name/originalScript", " \u2003")),
    ("a letter outside DIN 91379", "characters-not-permitted", set_at("client/name/family", "A℠B")),
    ("a name that is not in NFC", "not-normalized", set_at("client/name/family", "Du\u0308rset")),
    ("a day that no calendar has", "invalid-format", set_at("client/birth", born("1991-02-31"))),
    ("a phone number of 16 digits", "invalid-format",
     set_at("client/contact", {"phones": [{"number": "+1234567890123456", "safe": "yes"}]})),
    ("a state that is no more", "code-not-valid-on-date", set_at("client/nationalities", ["YUG"])),
    ("a municipality elsewhere", "unknown-municipality", set_at("municipality", "05911000")),
    ("declined", "participation-declined", set_at("participation", "declined")),
    ("born tomorrow", "date-in-future", set_at("client/birth", born(in_days(2)))),
    ("born too long ago", "out-of-range", set_at("client/birth", born("1850"))),
    ("a minor alone", "representation-required",
     lambda body: set_at("client/birth", born(in_days(-3000)))(
         body | {"client": {"name": body["client"]["name"], "gender": "unknown"}})),
    ("a blocked address", "address-blocked-with-address",
     set_at("client/contact", {"address": NO_ADDRESS, "addressBlocked": True})),
    ("a member twice", "duplicate-value",
     set_at("household/members", [{"memberReference": "m", "relation": "child"}] * 2)),
    ("a member born in the future", "date-in-future",
     set_at("household/members", [{"memberReference": "m", "relation": "child", "birthYear": 9999}])),
    ("an end before its beginning", "period-reversed",
     set_at("legalSpheres", [sphere("livelihood", "SGB_II", "2026-02-01", "2026-01-31")])),
    ("two titles at once", "overlapping-residence",
     set_at("legalSpheres",
            [sphere("residence", "AUFENTHG_24", "2026-02-01"), sphere("residence", "GERMAN", "2026-03-01")])),
    ("a right given tomorrow", "date-in-future", set_at("transmission/givenOn", in_days(2))),
    ("a consent that ends before it begins", "period-reversed",
     set_at("consents", [consent("2026-02-01", "2026-01-01")])),
    ("a consent given tomorrow", "date-in-future", set_at("consents", [consent(in_days(2))])),
]  # fmt: skip
