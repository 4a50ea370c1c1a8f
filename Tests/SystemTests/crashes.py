"""SIGKILL: at every point of the message path, and at any moment."""

import concurrent.futures
import dataclasses
import random
import re
import signal
import threading
import time

from deployment import SERVICES
from oracle import faults
from waiting import NotInTime, wait_until

TIMERS = {"timers-taken", "timer-handled", "timers-uncommitted", "timers-committed"}
DEAD_LETTERS = {"dead-letter-before", "dead-letter-after"}
TIMER_SETS = {"timer-set-before", "timer-set-after"}
# What a service never comes to: only Intake reads what others send, CaseHandling knows no timers, and those of Intake
# and Supervision are due in days.
NEVER = {
    "intake": TIMERS,
    "case-handling": TIMERS | TIMER_SETS | DEAD_LETTERS,
    "supervision": TIMERS | DEAD_LETTERS,
    "statistics": DEAD_LETTERS,
}
# What a service comes to only on an empty store: Supervision publishes the posts, Intake sets the timer of one.
AT_FIRST = {
    "supervision": (
        "store-opened", "store-migrated", "command-before", "outbox-before", "outbox-after", "command-uncommitted",
        "command-committed", "produce-before", "produced", "reported", "marked", "marks-uncommitted",
        "marks-committed",
    ),
    "intake": ("timer-set-before", "timer-set-after"),
}  # fmt: skip
# Passed for every message; the others for every batch, or once.
OFTEN = re.compile("(message|guard|handler|outbox|positions)-")
SOMETIMES = re.compile("batch|produce|reported|marked|offsets")
REACH_LIMIT = 20
LIFE = 3
TOGETHER = 0.1
CLEAN = 0.5
STOPPED = 0.1


@dataclasses.dataclass(frozen=True)
class Crash:
    """A point at which a service was to die when it came there for the n-th time."""

    service: str
    point: str
    times: int
    reached: bool
    seconds: float


def points(deployment):
    """The crash points of a debug build, as a service names them that does not know the one it is told."""
    _, said = deployment.run_refused("supervision", KIM_CRASH_POINT="nowhere:1")
    found = re.search("with a point of: ([a-z, -]+)", said)
    assert found, f"no debug build: {said}"
    return found.group(1).split(", ")


def die_at(deployment, service, point, times, limit=REACH_LIMIT):
    """Starts the service so that it dies at the point."""
    if deployment.is_running(service):
        deployment.kill(service)
    started = time.monotonic()
    deployment.start(service, KIM_CRASH_POINT=f"{point}:{times}")
    status = deployment.wait_end(service, limit)
    assert status in (None, -signal.SIGKILL), f"{service} ended with {status}\n{deployment.last_words()}"
    if status is None:
        deployment.kill(service)
    return Crash(service, point, times, status is not None, time.monotonic() - started)


def die_at_first(deployment, service, chosen):
    """Dies again and again on a store that is empty at the beginning, and comes up at last."""
    crashes = [die_at(deployment, service, point, 1) for point in AT_FIRST.get(service, ()) if point in chosen]
    if not deployment.is_running(service):
        deployment.start(service)
    return crashes


def die_under_load(deployment, service, chosen, chance):
    """Dies at each point and comes up again in between, so that no message meets more than one crash.

    A service handles messages alone after a crash, in batches after a stop: it begins with either.
    """
    crashes = []
    for point in chosen:
        if point in AT_FIRST.get(service, ()):
            continue
        if chance.random() < CLEAN and point != "attempt-noted":
            deployment.terminate(service)
        often = 9 if OFTEN.match(point) else 4 if SOMETIMES.match(point) else 2
        crashes.append(die_at(deployment, service, point, chance.randrange(1, often)))
        deployment.start(service)
        deployment.wait_ready(service)
        deployment.wait_caught_up(service)
    return crashes


def die_at_points(deployment, chosen, seed):
    """Every service dies at its points, all four side by side."""
    with concurrent.futures.ThreadPoolExecutor(len(SERVICES)) as pool:
        running = [
            pool.submit(die_under_load, deployment, service, chosen[service], random.Random(f"{seed} {service}"))
            for service in SERVICES
        ]
        return [crash for done in running for crash in done.result()]


def kill_at_random(deployment, count, chance):
    """Each service lives for up to three seconds, again and again.

    Now and then all die together, and now and then one is stopped instead, which is not counted.
    """
    clock, kills = threading.Event(), dict.fromkeys(SERVICES, 0)
    end = {service: time.monotonic() + chance.uniform(0, LIFE) for service in SERVICES}
    while sum(kills.values()) < count:
        first = min(end, key=end.get)
        clock.wait(max(0, end[first] - time.monotonic()))
        victims = SERVICES if chance.random() < TOGETHER else [first]
        stopped = chance.random() < STOPPED
        for service in victims:
            assert deployment.is_running(service), f"{service} ended of itself\n{deployment.last_words()}"
            if stopped:
                deployment.terminate(service)
            else:
                deployment.kill(service)
                kills[service] += 1
        for service in victims:
            deployment.start(service)
            end[service] = time.monotonic() + chance.uniform(0, LIFE)
    return kills


def judge(deployment, traffic):
    """The oracle's word once everything has come to rest."""
    for service in SERVICES:
        deployment.wait_ready(service)
    deployment.settle()
    try:
        wait_until(lambda: not faults(deployment, traffic.sent, traffic.done), 20, "the expected end", every=1)
    except NotInTime:
        return faults(deployment, traffic.sent, traffic.done)
    return []
