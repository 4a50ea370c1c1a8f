"""Whether a word stands in bytes, however it is spelled there."""

import base64
import json


def spellings(word):
    """The bytes in which a word could stand somewhere: plain, escaped, within base64 at any place."""
    plain = word.encode()
    found = {plain, json.dumps(word)[1:-1].encode(), plain.hex().encode(), word.encode("utf-16-le")}
    for shift in range(3):
        encoded = base64.b64encode(b"\0" * shift + plain)
        # The characters at both ends depend on the neighbours.
        found.add(encoded[4 if shift else 0 : len(encoded) // 4 * 4 - 4])
    return found


def holds(content, word):
    return any(spelling in content for spelling in spellings(word))


def files(folder, pattern="*"):
    """The contents of the files in a folder, together by what their names begin with."""
    contents = {}
    for file in folder.glob(pattern):
        service = file.name.split(".")[0]
        contents[service] = contents.get(service, b"") + file.read_bytes()
    return contents
