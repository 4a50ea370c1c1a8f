"""Spoiled events in masses: Intake does not fall, answers each exactly once, and tells nobody what was in them.

2,000 by default. KIM_PROVE=1: 100,000, with tables, and a bound for memory. KIM_FUZZ_COUNT and KIM_FUZZ_SEED change
how many, and which.
"""

import collections
import os
import statistics
import time

import pytest

from deployment import SERVICES, Deployment
from fuzzing import NAME, WORDS, Campaign
from spellings import files, holds

LONG = os.environ.get("KIM_PROVE") == "1"
COUNT = int(os.environ.get("KIM_FUZZ_COUNT") or (100_000 if LONG else 2000))
SEED = int(os.environ.get("KIM_FUZZ_SEED") or 20261127)
# Of the mean of a quarter of the run against another.
GROWTH_LIMIT = 24 << 20
SHOWN = 10


def report(table):
    """How often each way led to what."""
    columns = sorted({(over, what) for _, over, what in table})
    rows = collections.defaultdict(dict)
    for (way, *column), count in table.items():
        rows[way][tuple(column)] = count
    print("\n| way | " + " | ".join(" ".join(column) for column in columns) + " |")
    print("|---" * (len(columns) + 1) + "|")
    for way, counts in sorted(rows.items()):
        print(f"| {way} | " + " | ".join(str(counts.get(column, "")) for column in columns) + " |")


def quarters(memory, service):
    """The mean of what a service had in use in each quarter of the run."""
    sizes = [one[service] for one in memory]
    cut = max(1, len(sizes) // 4)
    return [statistics.mean(sizes[number * cut : (number + 1) * cut] or sizes[-1:]) for number in range(4)]


@pytest.mark.timeout(7200 if COUNT > 2000 else 300)
def test_every_spoiled_event_is_answered_once_and_nothing_falls_grows_or_tells(measured):
    with Deployment(log_level="debug") as deployment:
        started = time.monotonic()
        campaign = Campaign(deployment.start_all(), SEED)
        campaign.run(COUNT)
        seconds = time.monotonic() - started
        wrong, table = campaign.faults()
        assert all(deployment.is_running(service) for service in SERVICES), deployment.last_words()
        told = [
            log for log, content in files(deployment.logs).items() for word in (NAME, WORDS) if holds(content, word)
        ]
        messages = sum(deployment.kafka.end(topic) for topic in deployment.kafka.topics())
    memory = {service: quarters(campaign.memory, service) for service in SERVICES}
    if LONG:
        report(table)
        print("\n| service | MiB by quarter of the run |\n|---|---|")
        for service, means in memory.items():
            print(f"| {service} | " + ", ".join(f"{mean / (1 << 20):.0f}" for mean in means) + " |")
        print(f"\n{messages} messages on all topics; {campaign.bytes >> 20} MiB of submissions")
    assert not wrong, "\n".join([f"{len(wrong)} faults", *wrong[:SHOWN]])
    assert not told, f"logs that hold what was sent: {told}"
    grown = {service: means[3] - means[1] for service, means in memory.items()}
    assert not LONG or max(grown.values()) < GROWTH_LIMIT, grown
    kafka, web = len(campaign.over_kafka), len(campaign.over_http) + sum(len(batch) for batch, _ in campaign.batches)
    measured(
        f"{kafka} spoiled events over Kafka, {web} over HTTP, {len(campaign.sound)} sound ones between, "
        f"in {seconds:.0f} s: each answered once"
    )
