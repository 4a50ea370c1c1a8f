"""Ways to spoil an event of the public way in, drawn by lot from a seed: in its document, its bytes, its envelope."""

import base64
import copy
import json
import unicodedata

from kafka_access import STRUCTURED, Message


class Object(list):
    """A JSON object as its members, each a list of name and value: a name may stand there twice."""


class Raw(str):
    """What is to stand in the JSON text as it is."""


def as_document(value):
    """The same with objects as members that can be changed in place."""
    if isinstance(value, dict):
        return Object([name, as_document(one)] for name, one in value.items())
    return [as_document(one) for one in value] if isinstance(value, list) else value


def text(value):
    """The JSON text."""
    if isinstance(value, Raw):
        return value
    if isinstance(value, Object):
        return "{" + ",".join(f"{text(name)}:{text(one)}" for name, one in value) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(text, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def places(value):
    """Every place in a document, as the container and the index in it."""
    if isinstance(value, (Object, list)):
        for index, one in enumerate(value):
            yield value, index
            yield from places(one[1] if isinstance(value, Object) else one)


def get(place):
    container, index = place
    return container[index][1] if isinstance(container, Object) else container[index]


def put(place, value):
    container, index = place
    if isinstance(container, Object):
        container[index][1] = value
    else:
        container[index] = value


NUMBERS = [
    "0", "-0", "-1", "1e0", "1E400", "-1e400", "1e-400", "0.1", "1991.0", "1.99e3", "9223372036854775807",
    "9223372036854775808", "-9223372036854775809", "18446744073709551616", "1" + "0" * 400, "0." + "0" * 400 + "1",
    "NaN", "Infinity", "-Infinity", "01", "+1", ".5", "1.", "0x10", "1e", "1e+", "1_000", "--1", "٣", "tru", "nul",
]  # fmt: skip
DATES = [
    "2026-02-29", "2024-02-29", "1900-02-29", "0000-01-01", "0001-01-01", "9999-12-31", "10000-01-01", "2026-13-01",
    "2026-00-10", "2026-1-1", "1991-04", "1991-00", "1991", "199", "-001", "+1991", "٢٠٢٦-٠١-٠١", "２０２６-01-01",
    "2026-01-01T00:00:00Z", "2026-01-01 ", " 2026-01-01", "20260101", "2026/01/01", "1850-01-01", "1849-12-31",
    "2026-06-30T23:59:60Z", "2026-01-01T24:00:00+01:00", "2026-01-01T00:00:00+99:99", "9999-12-31T23:59:59-23:59",
    "0001-01-01T00:00:00+14:00", "1-1-1", "today",
]  # fmt: skip
CODES = [
    "UNKNOWN", "unknown", "unknown ", "XKX", "XXA", "YUG", "destatis:000", "destatis:9999", "destatis:", "sgb_ii",
    "SGB_Ⅱ", "SGB_II\u200b", "ＳＧＢ_ＩＩ", "AUFENTHG_24\u0000", "declined", "urgent", "statute", "none", "null", "true",
    "0", "05754008", "5754008", "05754999", "٠٥٧٥٤٠٠٨", "de", "de-DE-u-co-phonebk", "x-klingon", "i-default", "zz-",
    "+4917612345678", "+0", "a@b.c", "@", "a@b", "../../etc/passwd", "'; DROP TABLE answer; --", "%s%n%x{0}", "<b>&",
]  # fmt: skip
SIGNS = [
    "", " ", "\t", "\n", "\r\n", "\x00", "\x01", "\x1f", "\x7f", "\x85", "\xa0", "\u2028", "\u2029", "\u200b", "\u200d",
    "\ufeff", "\ufffd", "\ufffe", "\U0010ffff", "\u202e", "\u2066", "\u0301", "\u035f", "👩\u200d👩\u200d👧", "🇩🇪", "ﬀ",
    "ß", "ẞ", "İ", "ı", "Å", "A\u030a", "ǅ", "\u1e9b\u0323", "क्ष", "한글", "\u1112\u1161\u11ab", "שלום", "سلام‎", "ትግርኛ",
    "Дурсет", "𝕏", "\U000e0041", "ＦＵＬＬ", "½", "a" * 127, "a" * 128, "a" * 129, "é" * 200, "é" * 201, "\u0308" * 500,
    "z" * 400, "z" * 401, "n" * 500, "n" * 501, "s" * 512, "s" * 513,
]  # fmt: skip
ESCAPES = [
    r"\ud800", r"\udc00", r"\ud83d\ude00", r"\ude00\ud83d", r"\u0000", r"\x", r"\u12", r"\/", r"\U0001F600", "\\",
]  # fmt: skip


class Mutator:
    """Spoils documents, bytes and envelopes; the same seed draws the same."""

    def __init__(self, random):
        self.random = random

    def pick(self, document):
        return self.random.choice(list(places(document)))

    def among(self, document, kind):
        """A place that holds such a value, else any."""
        found = [place for place in places(document) if isinstance(get(place), kind)]
        return self.random.choice(found) if found else self.pick(document)

    # The document

    def drop(self, document):
        container, index = self.pick(document)
        del container[index]

    def double(self, document):
        container, index = self.pick(document)
        one = container[index]
        container.insert(self.random.randrange(len(container) + 1), list(one) if isinstance(container, Object) else one)

    def double_with_other_value(self, document):
        container, index = self.among(document, (str, bool, int))
        if isinstance(container, Object):
            container.insert(0, [container[index][0], self.random.choice(CODES)])

    def move(self, document):
        source, target = self.pick(document), self.pick(document)
        value = get(source)
        del source[0][source[1]]
        if target[1] < len(target[0]) and all(get(target) is not one for one in (value, source[0])):
            put(target, copy.deepcopy(value))

    def rename(self, document):
        container, index = self.pick(document)
        if isinstance(container, Object):
            name = container[index][0]
            container[index][0] = self.random.choice(
                [name.upper(), name + " ", name + "\u0000", "", "x" * 5000, unicodedata.normalize("NFD", name + "é"),
                 name[:-1], "client", "data", "id", "type", "__proto__", "~1/~0", "\u202e" + name, self.other(name)]
            )  # fmt: skip

    def shuffle(self, document):
        container, _ = self.pick(document)
        self.random.shuffle(container)

    def retype(self, document):
        value = self.random.choice([None, True, False, 0, -1, 1.5, "", [], {}, [[]], {"a": {}}, [None], "null"])
        put(self.pick(document), as_document(value))

    def number(self, document):
        put(self.among(document, (int, float, str)), Raw(self.random.choice(NUMBERS)))

    def nest(self, document):
        """Around what may be read at all: 32, less what is above the place."""
        place, depth = self.pick(document), self.random.choice([26, 27, 28, 29, 30, 31, 32, 33, 64])
        start, end = self.random.choice([("[", "]"), ('{"a":', "}")])
        put(place, Raw(start * depth + text(get(place)) + end * depth))

    def nest_deeply(self, document):
        depth = self.random.choice([1000, 20_000, 100_000])
        put(self.pick(document), Raw("[" * depth + self.random.choice(["]" * depth, ""])))

    def repeat(self, document):
        container, index = self.pick(document)
        count = self.random.choice([1, 2, 4, 5, 10, 30, 31, 50, 51, 200])
        container[index:index] = [copy.deepcopy(container[index]) for _ in range(count)]

    def many_elements(self, document):
        count = self.random.choice([100, 1000, 20_000])
        element = self.random.choice(["1", '"a"', "{}", "[]", "null", '{"purpose":"evaluation"}'])
        put(self.pick(document), Raw("[" + ",".join([element] * count) + "]"))

    def many_members(self, document):
        count, same = self.random.choice([100, 1000, 10_000]), self.random.random() < 0.5
        members = ",".join(f'"m{0 if same else number}":{number}' for number in range(count))
        put(self.pick(document), Raw("{" + members + "}"))

    def huge_text(self, document):
        size = self.random.choice([60_000, 120_000, 250_000, 262_000, 400_000])
        put(self.among(document, str), self.random.choice(["x", "é", "\u0001", "👩"]) * (size // 4))

    def date(self, document):
        put(self.among(document, str), self.random.choice(DATES))

    def code(self, document):
        put(self.among(document, str), self.random.choice(CODES))

    def sign(self, document):
        """A sign into a text, or instead of it."""
        place, sign = self.among(document, str), self.random.choice(SIGNS)
        old = get(place)
        if not isinstance(old, str):
            return put(place, sign)
        cut = self.random.randrange(len(old) + 1)
        put(place, self.random.choice([sign, old[:cut] + sign + old[cut:], old + sign]))

    def spelling(self, document):
        place = self.among(document, str)
        if isinstance(old := get(place), str):
            forms = [unicodedata.normalize(form, old) for form in ("NFC", "NFD", "NFKC", "NFKD")]
            put(place, self.random.choice([*forms, old.upper(), old.lower(), old[::-1], "\u200d".join(old)]))

    def escape(self, document):
        place, escape = self.among(document, str), self.random.choice(ESCAPES)
        if isinstance(old := get(place), str):
            put(place, Raw(json.dumps(old)[:-1] + escape + '"'))

    def exchange(self, document):
        """The values of two places."""
        first, second = self.among(document, str), self.among(document, str)
        one, other = get(first), get(second)
        put(first, other)
        put(second, one)

    def other(self, word):
        """A word with one letter that looks alike."""
        alike = {"a": "а", "e": "е", "o": "о", "i": "і", "c": "с"}
        at = self.random.randrange(len(word)) if word else 0
        return word[:at] + alike.get(word[at : at + 1], "ｘ") + word[at + 1 :]

    DOCUMENT = [
        (drop, 12), (double, 5), (double_with_other_value, 5), (move, 6), (rename, 6), (shuffle, 2), (retype, 12),
        (number, 6), (nest, 6), (nest_deeply, 0.5), (repeat, 5), (many_elements, 1), (many_members, 1),
        (huge_text, 0.6), (date, 8), (code, 8), (sign, 10), (spelling, 5), (escape, 5), (exchange, 5),
    ]  # fmt: skip

    # Bytes

    def truncate(self, value):
        return value[: self.random.randrange(len(value) + 1)]

    def flip_bits(self, value):
        changed = bytearray(value)
        for _ in range(self.random.choice([1, 1, 2, 8])):
            changed[self.random.randrange(len(changed))] ^= 1 << self.random.randrange(8)
        return bytes(changed)

    def insert_bytes(self, value):
        at = self.random.randrange(len(value) + 1)
        piece = self.random.choice(
            [b"\xff", b"\xc3\x28", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xc0\xaf", b"\x00", b"\xef\xbb\xbf", b"\x0b",
             b"\\ud83d", b'"', b"{", b"}", b",", b"/**/", b"\xe2\x80\xa8", b"\xf0\x9f", self.random.randbytes(16)]
        )  # fmt: skip
        return value[:at] + piece + value[at:]

    def cut_out(self, value):
        start = self.random.randrange(len(value))
        return value[:start] + value[start + self.random.randrange(1, 60) :]

    def double_bytes(self, value):
        start = self.random.randrange(len(value))
        end = start + self.random.randrange(1, 200)
        return value[:end] + value[start:end] + value[end:]

    def encode(self, value):
        other = self.random.choice(["utf-8-sig", "utf-16", "utf-16-le", "utf-32", "utf-7", "latin-1"])
        return value.decode(errors="replace").encode(other, errors="replace")

    def surround(self, value):
        before, after = self.random.choice(
            [(b" \n\t", b"\r\n "), (b"[", b"]"), (b"", b"\x00"), (b"", value), (b")]}'\n", b""), (b"\x1f\x8b", b"")]
        )
        return before + value + after

    def garbage(self, value):
        return self.random.choice([b"", b"null", b"{}", b"[]", b'""', b"0", b" ", b"\x00", self.random.randbytes(300)])

    BYTES = [
        (truncate, 3), (flip_bits, 6), (insert_bytes, 6), (cut_out, 3), (double_bytes, 3), (encode, 1), (surround, 1),
        (garbage, 1),
    ]  # fmt: skip

    # Attributes of binary mode, as headers

    def header_gone(self, headers):
        del headers[self.random.randrange(len(headers))]

    def header_twice(self, headers):
        name, value = self.random.choice(headers)
        value = self.random.choice([value, b"other", b""])
        headers.insert(self.random.randrange(len(headers) + 1), (self.random.choice([name, name.upper()]), value))

    def header_value(self, headers):
        at = self.random.randrange(len(headers))
        name, old = headers[at][0], headers[at][1] or b""
        values = [
            b"", None, b" ", b"x" * 511, b"x" * 512, b"x" * 513, b"x" * 30_000, b"\xff\xfe", b"\x00", b"a\nb", b"\x7f",
            old + b"\xc3", old + " é😀".encode(), old + "e\u0301".encode(), b"\xed\xa0\x80", b"1.00", b"2.0", b"%ff%00",
            b"https://sample.example/kim", b"https://sample.example/kim/", b"de.kim.intake.submission.v1",
            b"de.kim.intake.submission.v2", b"application/cloudevents+json", b"2026-11-16T09:07:13",
            self.random.choice(DATES).encode(), self.random.choice(CODES).encode(),
        ]  # fmt: skip
        headers[at] = (name, self.random.choice(values))

    def header_name(self, headers):
        at = self.random.randrange(len(headers))
        name, value = headers[at]
        headers[at] = (self.random.choice([name.upper(), name + "_", "ce-" + name[3:], name[3:], "ce__" + name]), value)

    def headers_more(self, headers):
        for number in range(self.random.choice([1, 20, 300])):
            headers.append((f"ce_more{number}", self.random.randbytes(self.random.choice([0, 8, 64]))))

    def longest_type(self, headers):
        headers[:] = [(name, b"x" * 512 if name == "ce_type" else value) for name, value in headers]

    HEADERS = [
        (header_gone, 4), (header_twice, 3), (header_value, 12), (header_name, 3), (headers_more, 1), (longest_type, 1),
    ]  # fmt: skip

    # Attributes of structured mode, as members

    def data_as_base64(self, event):
        data = next((one for name, one in event if name == "data"), None)
        encoded = base64.b64encode(text(data).encode(errors="replace")).decode()
        encoded = self.random.choice([encoded, encoded, encoded[:-1], "%%%", encoded + "\n", ""])
        event[:] = [member for member in event if member[0] != "data" or self.random.random() < 0.2]
        event.append(["data_base64", encoded])

    def attribute_value(self, event):
        at = self.random.randrange(len(event))
        if event[at][0] != "data":
            odd = [None, 7, True, [], Object(), "", " ", "x" * 512, "x" * 513, "x" * 30_000, "\x00", "\x7f", "\x85",
                   "é", "1.00", self.random.choice(DATES), self.random.choice(SIGNS), Raw('"\\ud800"')]  # fmt: skip
            event[at][1] = self.random.choice(odd)

    def attribute_more(self, event):
        event.append([self.random.choice(["comexample", "TraceParent", "data_base64", "Id", "ID", ""]), "x"])

    def attribute_spoiled(self, event):
        """Anything that is done to documents, at the top."""
        self.random.choice([self.drop, self.double, self.rename, self.shuffle])(event)

    ATTRIBUTES = [(data_as_base64, 2), (attribute_value, 8), (attribute_more, 2), (attribute_spoiled, 3)]

    def draw(self, ways):
        return self.random.choices([way for way, _ in ways], [weight for _, weight in ways])[0]

    # Whole

    KEYS = [
        None, b"", b" ", b"\xff no key \x00", b"k" * 129, b"k" * 5000, "schlüssel".encode(), b"a b",
        b"k" * 128, b"\x00",
    ]  # fmt: skip

    def message(self, mode, attributes, data, key, *, changes=None):
        """A message of an event that is spoiled in one to four ways, with their names.

        attributes: names and texts; data: JSON.
        """
        content, headers, names = as_document(data), [], []
        count = self.random.choice([1, 1, 1, 1, 2, 2, 3, 4]) if changes is None else changes
        kinds = self.random.choices(("document", "bytes", "envelope", "key"), (62, 16, 18, 4), k=count)
        for _ in range(kinds.count("document")):
            if not any(True for _ in places(content)):
                break
            way = self.draw(self.DOCUMENT)
            names.append(way.__name__)
            way(self, content)
        if mode == "structured":
            event = Object([[name, value] for name, value in attributes.items()] + [["data", content]])
            for _ in range(kinds.count("envelope")):
                way = self.draw(self.ATTRIBUTES)
                names.append(way.__name__)
                if event:
                    way(self, event)
            headers = [("content-type", STRUCTURED.encode())]
            value = text(event).encode(errors="surrogatepass")
        else:
            attributes = {name: one for name, one in attributes.items() if name != "datacontenttype"}
            headers = [(f"ce_{name}", one.encode()) for name, one in attributes.items()]
            headers.append(("content-type", b"application/json"))
            for _ in range(kinds.count("envelope")):
                way = self.draw(self.HEADERS)
                names.append(way.__name__)
                way(self, headers)
            value = text(content).encode(errors="surrogatepass")
        for _ in range(kinds.count("bytes")):
            way = self.draw(self.BYTES)
            names.append(way.__name__)
            value = way(self, value) if value else value
        if "bytes" in kinds and self.random.random() < 0.02:
            names.append("null")
            value = None
        if "key" in kinds:
            names.append("key")
            key = self.random.choice(self.KEYS)
        return Message(key, headers, value), tuple(names)
