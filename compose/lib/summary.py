"""Waits until the sample submissions are answered, handled and counted, and prints what became of them.

Standard library only. Exit status 1, with the reason, when it does not happen in time.
"""

import argparse
import collections
import json
import pathlib
import re
import subprocess
import sys
import time
import urllib.request

SERVICES = [("Intake", 8081), ("CaseHandling", 8082), ("Supervision", 8083), ("Statistics", 8084)]
LIMIT_SECONDS = 90


def get(token, port, path):
    headers = {"Authorization": f"Bearer {token}"}
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers=headers)
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.load(answer)


def readable(sample):
    """Whether the sample is an event at all: only then there is somebody to answer."""
    try:
        event = json.loads(sample.read_text())
    except ValueError:
        return None
    if all(event.get(name) for name in ("specversion", "id", "source", "type")):
        return event["source"], event["id"]
    return None


def watch(kim, topic, seconds):
    command = [kim, "watch", topic, "--from", "beginning", "--timeout", str(seconds)]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    return [line.split("  ", 4) for line in lines]


def receipts(kim):
    """The last outcome of each event, by source and id."""
    outcomes = {}
    for _, _, _, _, content in watch(kim, "intake.receipts.v1", 1.5):
        outcome = re.search(r'"outcome":"([^"]*)"', content)
        event = re.search(r'"event":(\{[^}]*\})', content)
        if outcome and event:
            event = json.loads(event.group(1))
            outcomes[event["source"], event["id"]] = outcome.group(1)
    return outcomes


def cases(token):
    count, cursor = 0, ""
    while True:
        page = get(token, 8082, f"/v1/cases?limit=500{cursor}")
        count += len(page["items"])
        if not page.get("next"):
            return count
        cursor = f"&cursor={page['next']}"


def figures(kim):
    """The current value of each key, and the last release."""
    values, release = {}, None
    for _, _, key, kind, content in watch(kim, "statistics.figures.v1", 1.5):
        if kind.endswith("release.v1"):
            release = key.removeprefix("release;")
        elif content == "(tombstone)":
            values.pop(key, None)
        else:
            value = re.search(r'"value":(null|[0-9.]+)', content)
            values[key] = value.group(1) if value else "?"
    return values, release


def table(title, rows):
    print(f"\n{title}")
    for name, value in rows:
        print(f"  {name:<44} {value:>6}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--kim", required=True)
    parser.add_argument("--token", type=pathlib.Path, required=True, help="the file of a token that sees everything")
    parser.add_argument("--samples", type=pathlib.Path, required=True)
    parser.add_argument("--logs", type=pathlib.Path, required=True)
    arguments = parser.parse_args()
    token = arguments.token.read_text().strip()
    expected = {event for event in map(readable, sorted(arguments.samples.glob("*.json"))) if event}

    started = time.monotonic()
    said = started
    while True:
        outcomes = receipts(arguments.kim)
        missing = expected - outcomes.keys()
        admitted = sum(outcome == "admitted" for outcome in outcomes.values())
        opened = cases(token)
        exact = get(token, 8084, "/v1/figures?indicator=B2&territory=kreis:05754")
        counted = next((f["value"] for f in exact["figures"] if f["dimensions"] == {"flow": "inflow"}), 0)
        values, release = figures(arguments.kim)
        done = not missing and opened >= admitted and counted >= opened and release
        if done:
            break
        waited = time.monotonic() - started
        if waited > LIMIT_SECONDS:
            print(
                f"error: after {waited:.0f} s {len(missing)} events have no receipt, {opened} of {admitted} cases are "
                f"open, {counted} are counted, last release {release}; logs: {arguments.logs}",
                file=sys.stderr,
            )
            return 1
        if time.monotonic() - said > 10:
            said = time.monotonic()
            print(f"  {len(expected) - len(missing)} of {len(expected)} answered, {opened} cases, release {release}")

    counts = collections.Counter(outcomes[event] for event in expected)
    table("Receipts of the samples, by outcome", sorted(counts.items(), key=lambda item: -item[1]))
    letters = get(token, 8081, "/v1/status")["deadLetters"]
    table("Cases", [("open cases in CaseHandling", opened), ("unreadable messages set aside since the start", letters)])
    wanted = [key for key in sorted(values) if "kreis" in key or "05754008" in key]
    wanted = [key for key in wanted if key.count(";") == 2] or wanted[:8]
    table(f"Figures of release {release}, rounded to 5", [(key, values[key]) for key in wanted])
    print("\nAddresses")
    for name, port in SERVICES:
        print(f"  {name:<14} http://127.0.0.1:{port}/health/ready  /metrics  /v1/...")
    return 0


sys.exit(main())
