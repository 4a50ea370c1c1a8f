"""SIGKILL at any moment changes nothing of what comes out.

Short by default; KIM_PROVE=1 kills each service five times among 1,000 submissions.
"""

import json
import os
import random

import pytest

from answers import receipts_by_event
from deployment import SERVICES, Deployment
from kafka_access import Publishing
from submissions import ABH, SAMPLE, People, message
from waiting import NotInTime, wait_until

LONG = os.environ.get("KIM_PROVE") == "1"
COUNT, KILLS = (1000, 5) if LONG else (200, 1)
PER_SECOND = 50
SEED = 5
AREAS = ("kreis:05754", "coordination:kreis", "municipality:05754008")


def submissions():
    people = People(seed=SEED)
    return [
        message(("binary", "structured")[n % 2], f"crash-{n:04}", people.body(), (SAMPLE, ABH)[n // 2 % 2])
        for n in range(COUNT)
    ]


def results(deployment):
    """What may not depend on how often a process died."""
    kafka = deployment.kafka
    receipts = receipts_by_event(kafka.read("intake.receipts.v1"))
    states = {record.key.decode(): json.loads(record.value) for record in kafka.read("cases.state.v1")}
    requests = {record.key.decode(): json.loads(record.value) for record in kafka.read("intake.state.v1")}
    return {
        "receipts": sorted(
            (*event, answer["outcome"], answer.get("handle", ""))
            for event, answers in receipts.items()
            for answer in answers.values()
        ),
        "handovers": sorted(
            {(record.key.decode(), record.header("ce_id")) for record in kafka.read("intake.handover.v1")}
        ),
        "states of cases": sorted((key, state["version"], state["gender"]) for key, state in states.items()),
        "states of requests": sorted((key, state["version"]) for key, state in requests.items()),
        "cases": sorted(item["id"] for item in deployment.items("case-handling", "/v1/cases")),
        "figures": [deployment.get("statistics", f"/v1/figures?territory={area}")["figures"] for area in AREAS],
        "dead letters": sum(kafka.end(f"{service}.dead-letters.v1") for service in SERVICES),
    }


def difference(expected, found):
    """Names of the results that differ, with a few of the differences."""
    different = {}
    for name in expected:
        if expected[name] == found[name]:
            continue
        if isinstance(expected[name], int):
            different[name] = (expected[name], found[name])
            continue
        missing = [entry for entry in expected[name] if entry not in found[name]]
        extra = [entry for entry in found[name] if entry not in expected[name]]
        different[name] = {"missing": (len(missing), missing[:3]), "extra": (len(extra), extra[:3])}
    return different


def undisturbed(messages, keys):
    with Deployment(keys=keys) as deployment:
        deployment.start_all().kafka.publish(messages)
        with deployment.kafka.follow("intake.receipts.v1") as receipts:
            wait_until(
                lambda: len(receipts_by_event(receipts.records())) == COUNT,
                90,
                "all receipts",
                every=0.25,
                detail=deployment.last_words,
            )
        deployment.settle()
        return results(deployment)


def kill_in_turn(deployment, messages, schedule):
    with Publishing(deployment.kafka, messages, PER_SECOND) as publishing:
        for after, service in schedule:
            wait_until(lambda: publishing.count >= after, 120, f"{after} submissions", every=0.005)
            # A process that has not yet begun to work could not lose anything.
            deployment.wait_ready(service)
            deployment.kill(service)
            deployment.start(service)
    for service in SERVICES:
        deployment.wait_ready(service)
    deployment.settle()


@pytest.mark.timeout(600 if LONG else 150)
def test_killed_services_end_with_what_an_undisturbed_run_ends_with(tmp_path, measured):
    messages, keys, schedule = submissions(), tmp_path / "keys", kill_schedule()
    expected = undisturbed(messages, keys)
    admitted = sum(receipt[2] == "admitted" for receipt in expected["receipts"])
    assert len(expected["receipts"]) == COUNT
    assert len(expected["cases"]) == len(expected["handovers"]) == admitted > COUNT / 2

    with Deployment(keys=keys) as deployment:
        kill_in_turn(deployment.start_all(), messages, schedule)
        try:
            wait_until(lambda: not difference(expected, results(deployment)), 30, "the same results", every=0.5)
        except NotInTime:
            pytest.fail(f"{difference(expected, results(deployment))}{deployment.last_words()}")
    measured(f"{len(schedule)} SIGKILLs among {COUNT} submissions: nothing lost, nothing twice")


def kill_schedule():
    """After how many submissions which service dies: each as often as the others, spread over the whole run."""
    chance = random.Random(SEED)
    victims = [service for _ in range(KILLS) for service in chance.sample(SERVICES, len(SERVICES))]
    step = COUNT / (len(victims) + 1)
    return [(int(step * (n + 0.5 + chance.random() * 0.5)), service) for n, service in enumerate(victims)]
