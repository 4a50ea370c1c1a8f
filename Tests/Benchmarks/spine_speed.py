"""A first figure of speed: how fast submissions become cases, and how soon they are answered.

    python Tests/Benchmarks/spine_speed.py [--binaries .build/release] [--count 3000] [--seconds 30]

Starts a deployment of its own: development broker, the four services, one machine. All times are the broker's
(LogAppendTime, whole milliseconds), so that nothing depends on how fast this script reads. Nothing is asserted.
Needs the packages of compose/lib/tests.txt.
"""

import argparse
import pathlib
import statistics
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "Tests/SystemTests"))

from answers import event_of  # noqa: E402
from deployment import SERVICES, Deployment  # noqa: E402
from kafka_access import Publishing  # noqa: E402
from submissions import OUTCOMES, SAMPLE, People, message  # noqa: E402
from waiting import wait_until  # noqa: E402

PER_SECOND = 50
LIMIT = 600
ADMITTING = [municipality for municipality, outcome in OUTCOMES.items() if outcome == "admitted"]


def submissions(people, name, count):
    places = (ADMITTING[number % len(ADMITTING)] for number in range(count))
    return [message("binary", f"{name}-{number:06}", people.body(place)) for number, place in enumerate(places)]


def span(records):
    return (records[-1].time - records[0].time) / 1000


def throughput(deployment, people, count):
    """All at once: from the first submission to the last record of each kind."""
    kafka = deployment.kafka
    kafka.publish(submissions(people, "load", count))
    with kafka.follow("cases.state.v1") as cases, kafka.follow("intake.receipts.v1") as receipts:
        wait_until(lambda: len(cases.records()) >= count, LIMIT, "all cases", every=0.5, detail=deployment.last_words)
        wait_until(lambda: len(receipts.records()) >= count, LIMIT, "all receipts", every=0.5)
        sent = kafka.read("intake.submissions.v1")
        first = sent[0].time
        return {
            "submissions published by the client": count / max(span(sent), 0.001),
            "receipts": count * 1000 / (receipts.records()[-1].time - first),
            "case states": count * 1000 / (cases.records()[-1].time - first),
        }


def latencies(deployment, people, seconds):
    """At a steady rate: milliseconds from each submission to its receipt and to its case state."""
    kafka = deployment.kafka
    count = PER_SECOND * seconds
    before = {topic: kafka.end(topic) for topic in ("cases.state.v1", "intake.receipts.v1")}
    with Publishing(kafka, submissions(people, "steady", count), PER_SECOND):
        pass
    with kafka.follow("cases.state.v1") as cases, kafka.follow("intake.receipts.v1") as receipts:
        for topic in (cases, receipts):
            wait_until(
                lambda topic=topic: len(topic.records()) >= before[topic.topic] + count, LIMIT, topic.topic, every=0.5
            )
        sent = {record.event: record for record in kafka.read("intake.submissions.v1")}
        answered = {event_of(record): record for record in receipts.records()}
        of_key = {record.key: record for record in kafka.read("intake.handover.v1")}
        steady = [event for event in sent if event == (SAMPLE, event[1]) and event[1].startswith("steady-")]
        to_case = [record.time - of_key[record.key].time for record in cases.records()[before["cases.state.v1"] :]]
        return {
            "submission to receipt": [answered[event].time - sent[event].time for event in steady],
            "handover to case state": to_case,
        }


def memory(deployment, service):
    for line in deployment.request(service, "/metrics")[2].decode().splitlines():
        if line.startswith("process_resident_memory_bytes "):
            return float(line.split()[1]) / (1 << 20)
    return float("nan")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binaries", type=pathlib.Path, default=ROOT / ".build/release")
    parser.add_argument("--count", type=int, default=3000)
    parser.add_argument("--seconds", type=int, default=30)
    arguments = parser.parse_args()
    people = People(seed=1)
    with Deployment(arguments.binaries) as deployment:
        deployment.start_all()
        print(f"{arguments.binaries}: {arguments.count} submissions at once")
        for name, rate in throughput(deployment, people, arguments.count).items():
            print(f"  {name:<40} {rate:>8.0f} per second")
        deployment.settle(LIMIT)
        print(f"{PER_SECOND} submissions per second for {arguments.seconds} s, milliseconds")
        for name, values in latencies(deployment, people, arguments.seconds).items():
            cuts = statistics.quantiles(values, n=100)
            print(f"  {name:<40} p50 {cuts[49]:>6.0f}   p99 {cuts[98]:>6.0f}   max {max(values):>6}")
        print("each process over both runs")
        for name in (*SERVICES, "broker"):
            used = f"{deployment.cpu_seconds(name):>8.1f} s processor time"
            print(f"  {name:<40} {used}" + (f"   {memory(deployment, name):>4.0f} MiB" if name != "broker" else ""))


if __name__ == "__main__":
    main()
