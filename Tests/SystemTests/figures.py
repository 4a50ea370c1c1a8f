"""What a dashboard makes of the figures' topic."""

import hashlib
import json


def rounded(count):
    """To the nearest multiple of 5, halves up."""
    return (count + 2) // 5 * 5


class Release:
    """A release with the whole set of figures that holds after it."""

    def __init__(self, marker, figures):
        self.marker, self.figures = marker, figures

    def value(self, indicator, dimensions=None, territory=("kreis", "05754"), period="month"):
        found = [
            figure["value"]
            for figure in self.figures.values()
            if (figure["indicator"], figure["period"]["kind"]) == (indicator, period)
            and (figure["territory"]["level"], figure["territory"]["code"]) == territory
            and figure.get("dimensions", {}) == (dimensions or {})
        ]
        return found[0] if len(found) == 1 else None

    def checksum(self):
        """As contracts describe it, computed by hand."""
        lines = []
        for key, figure in self.figures.items():
            value = "" if figure["value"] is None else f"{figure['value']:.2f}"
            lines.append(f"{key}\t{value}\t{figure['valueState']}\n".encode())
        return hashlib.sha256(b"".join(sorted(lines))).hexdigest()


def releases(records):
    """Every release that was ended, in their order; what stands behind the last marker is not out yet."""
    current, made = {}, []
    for record in sorted(records, key=lambda record: record.offset):
        key = record.key.decode()
        if key.startswith("release;"):
            made.append(Release(json.loads(record.value), dict(current)))
        elif record.value is None:
            current.pop(key, None)
        else:
            current[key] = json.loads(record.value)
    return made
