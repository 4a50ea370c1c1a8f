"""Invented people, as other systems would send them. Names are put together from syllables: nobody is called that."""

import copy
import datetime
import json
import random

from cloudevents.core.bindings import kafka as kafka_binding
from cloudevents.core.v1.event import CloudEvent

from kafka_access import Message

TYPE = "de.kim.intake.submission.v1"
CORRECTION = "de.kim.intake.correction.v1"
WITHDRAWAL = "de.kim.intake.withdrawal.v1"
CHANGE = "de.kim.intake.legal-sphere-change.v1"
SAMPLE = "https://sample.example/kim"
ABH = "https://abh.example/fachverfahren"
JOBCENTER = "https://jobcenter.example/kim"

# Of the shipped territory: what becomes of a submission of a publisher whose admission is automatic.
OUTCOMES = {
    "05754004": "admitted",
    "05754008": "admitted",
    "05754012": "admitted",
    "05754016": "admitted",
    "05754020": "admitted",
    "05754024": "waiting",
    "05754028": "admitted",
    "05754032": "admitted",
    "05754036": "admitted",
    "05754040": "redirected",
    "05754044": "admitted",
    "05754048": "redirected",
    "05754052": "redirected",
}

ONSETS = ("Br", "D", "F", "Gl", "K", "L", "M", "N", "Pl", "R", "S", "T", "V", "Z", "Ç", "Š", "Ž", "Þ")
VOWELS = ("a", "e", "i", "o", "u", "ä", "ö", "ü", "é", "ă", "ı", "ø")
CODAS = ("b", "d", "k", "l", "m", "n", "r", "s", "t", "x", "ğ", "ł", "ń", "ș")


class People:
    """A source of submissions that always says the same for the same seed."""

    def __init__(self, seed):
        self.seed, self.random = seed, random.Random(seed)
        self.count = 0

    def name(self, syllables):
        parts = [
            self.random.choice(ONSETS) + self.random.choice(VOWELS) + self.random.choice(CODAS)
            for _ in range(syllables)
        ]
        return "".join(parts).capitalize()

    def body(self, municipality=None, note=False):
        """A submission that fulfils its contract."""
        choose = self.random.choice
        self.count += 1
        today = datetime.date.today()
        given_on = (today - datetime.timedelta(days=self.random.randrange(2, 60))).isoformat()
        birth = datetime.date(1950, 1, 2) + datetime.timedelta(days=self.random.randrange(50 * 365))
        body = {
            "clientReference": f"p-{self.seed}-{self.count:06}",
            "client": {
                "name": {"family": self.name(3), "given": self.name(2)},
                "birth": {"date": birth.isoformat(), "basis": choose(["document", "statement"])},
                "gender": choose(["female", "male", "female", "male", "diverse", "no-entry", "unknown"]),
                "nationalities": [choose(["SYR", "UKR", "AFG", "ERI", "XKX", "XXA", "ROU"])],
                "languages": [{"tag": choose(["ar", "uk", "prs", "ti", "ro"]), "use": "preferred"}],
                "interpreterNeeded": choose([True, False]),
                "contact": {
                    "phones": [{"number": f"+49176{self.random.randrange(10**7, 10**8)}", "safe": "yes"}],
                    "addressBlocked": False,
                },
            },
            "municipality": municipality or choose(list(OUTCOMES)),
            "legalSpheres": [
                {"axis": "residence", "code": choose(["AUFENTHG_24", "AUFENTHG_25_1_2"]), "firstDay": "2025-02-03"},
                {"axis": "livelihood", "code": choose(["SGB_II", "ASYLBLG_3"]), "firstDay": "2025-02-03"},
            ],
            "needs": self.random.sample(["language", "housing", "work", "school", "finances"], 2),
            "accessRoute": choose(["self", "referral", "outreach"]),
            "otherSupport": ["mbe"],
            "transmission": {
                "basis": "consent",
                "givenBy": "client",
                "givenOn": given_on,
                "form": "written",
                "formVersion": "uebermittlung-2026-1",
                "language": "de",
                "interpreterUsed": False,
                "confidentialityRelease": "not-needed",
            },
            "participation": "agreed",
            "consents": [
                {
                    "purpose": "case-management",
                    "givenBy": "client",
                    "givenOn": given_on,
                    "formVersion": "gt-ew-2026-1",
                    "language": "de",
                }
            ],
        }
        if note:
            body["note"] = "Rückruf bitte nur vormittags."
        return body


def attributes(id, source=SAMPLE, type=TYPE):
    return {
        "specversion": "1.0",
        "id": id,
        "source": source,
        "type": type,
        "time": datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0),
        "datacontenttype": "application/json",
    }


def message(mode, id, body, source=SAMPLE, type=TYPE, key=None):
    """A message as the CloudEvents library of Python makes it; mode: binary or structured."""
    event = CloudEvent(attributes(id, source, type), copy.deepcopy(body))
    convert = {"binary": kafka_binding.to_binary_event, "structured": kafka_binding.to_structured_event}[mode]
    made = convert(event, key_mapper=lambda _: key or body.get("clientReference"))
    key = made.key.encode() if made.key else None
    return Message(key=key, headers=list(made.headers.items()), value=made.value)


def structured_json(id, body, source=SAMPLE):
    """The same in structured mode as bytes for a file, made by hand."""
    made = attributes(id, source)
    made["time"] = made["time"].isoformat()
    return json.dumps(made | {"data": body}, ensure_ascii=False).encode()


def binary_headers(id, source=SAMPLE):
    """The headers of binary mode as text, made by hand."""
    made = attributes(id, source)
    made["time"] = made["time"].isoformat()
    content_type = made.pop("datacontenttype")
    return [("content-type", content_type)] + [(f"ce_{name}", value) for name, value in made.items()]
