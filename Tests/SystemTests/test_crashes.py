"""SIGKILL at any moment changes nothing of what comes out: nothing is lost, doubled or out of order.

Short by default. KIM_PROVE=1: every crash point in every service, 2,000 kills at random moments, and, with
KIM_CONTROL_BINARIES, a build that moves its positions before it handles, which the oracle must find out.
"""

import collections
import os
import random
import time

import pytest

import crashes
from deployment import SERVICES, Deployment
from oracle import faults
from traffic import Traffic

LONG = os.environ.get("KIM_PROVE") == "1"
CONTROL = os.environ.get("KIM_CONTROL_BINARIES")
SEED = 5
SEEDS = (5, 6, 7) if LONG else (SEED,)
PER_SECOND = 20
# A trickle where it goes on for a quarter of an hour.
TRICKLE = 4 if LONG else PER_SECOND
KILLS = int(os.environ.get("KIM_KILLS", "2000")) if LONG else 20
# Between what is decided and what is remembered, for each service.
SHORT = {
    "supervision": ("outbox-after", "produced", "batch-committed"),
    "case-handling": ("guard-after", "command-committed", "reported"),
    "intake": ("handler-after", "batch-uncommitted", "batch-committed", "produced"),
    "statistics": ("guard-after", "timers-uncommitted", "batch-taken-over"),
}


def chosen_points(deployment):
    every = crashes.points(deployment)
    if not LONG:
        return SHORT
    return {service: [point for point in every if point not in crashes.NEVER[service]] for service in SERVICES}


def report(found, traffic, seconds):
    """The points reached, as a table of services."""
    by_point = collections.defaultdict(dict)
    for crash in found:
        by_point[crash.point][crash.service] = f"{crash.times}" if crash.reached else "not reached"
    print(f"\n\n## Crash points\n\n| point | {' | '.join(SERVICES)} |\n|---|{'---|' * len(SERVICES)}")
    for point, services in by_point.items():
        print(f"| {point} | {' | '.join(services.get(service, '') for service in SERVICES)} |")
    print(f"\nThe number is the time at which the service died there. {told(traffic)}, {seconds:.0f} s.")


def told(traffic):
    outcomes = collections.Counter(one.outcome for one in traffic.sent)
    words = ", ".join(f"{count} {outcome}" for outcome, count in outcomes.most_common())
    return f"{len(traffic.sent)} events ({words}) and {len(traffic.done)} commands"


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.timeout(900 if LONG else 240)
def test_services_that_die_at_every_point_end_with_what_was_sent(seed, measured):
    started = time.monotonic()
    with Deployment(release_interval=1) as deployment:
        chosen = chosen_points(deployment)
        found = [
            crash
            for service in ("supervision", "intake")
            for crash in crashes.die_at_first(deployment, service, chosen[service])
        ]
        deployment.start_all()
        with Traffic(deployment, PER_SECOND, seed) as traffic:
            found += crashes.die_at_points(deployment, chosen, seed)
            traffic.end()
        wrong = crashes.judge(deployment, traffic)
        if LONG:
            report(found, traffic, time.monotonic() - started)
        assert not wrong, "\n".join([*wrong, deployment.last_words()])
        assert [crash for crash in found if not crash.reached] == []
        assert {(crash.service, crash.point) for crash in found} == {
            (service, point) for service in SERVICES for point in chosen[service]
        }
        # The oracle would have noticed one event more or less.
        assert faults(deployment, traffic.sent[:-1], traffic.done)
        assert faults(deployment, traffic.sent, traffic.done[1:])
    measured(f"{len(found)} crash points among {told(traffic)}: nothing lost, doubled or out of order")


@pytest.mark.timeout(3600 if LONG else 240)
def test_services_that_die_at_any_moment_end_with_what_was_sent(measured):
    started = time.monotonic()
    with Deployment() as deployment:
        deployment.start_all()
        with Traffic(deployment, TRICKLE, SEED) as traffic:
            kills = crashes.kill_at_random(deployment, KILLS, random.Random(SEED))
            traffic.end()
        wrong = crashes.judge(deployment, traffic)
        if LONG:
            print(f"\n\n## Random kills\n\n| service | SIGKILLs |\n|---|---|")
            for service, count in kills.items():
                print(f"| {service} | {count} |")
            print(f"\n{told(traffic)}, {time.monotonic() - started:.0f} s; faults: {len(wrong)}")
        assert not wrong, "\n".join([*wrong, deployment.last_words()])
    measured(f"{sum(kills.values())} SIGKILLs among {told(traffic)}: nothing lost, doubled or out of order")


if CONTROL:

    @pytest.mark.timeout(600)
    def test_the_oracle_finds_out_a_build_that_moves_positions_before_it_handles():
        with Deployment(binaries=CONTROL) as deployment:
            deployment.start_all()
            with Traffic(deployment, 20, SEED) as traffic:
                for point in ("message-polled", "handler-after", "batch-uncommitted"):
                    # After a crash messages are handled one by one, which this build does right.
                    deployment.terminate("intake")
                    assert crashes.die_at(deployment, "intake", point, 2).reached
                    deployment.start("intake")
                    crashes.come_up(deployment, "intake")
                traffic.end()
            wrong = crashes.judge(deployment, traffic)
        print("\n\n## Control: positions are committed before the messages are handled\n")
        print("\n".join(f"- {line}" for line in wrong) or "- nothing was noticed")
        assert any(line.startswith("receipts: ") and "missing" in line for line in wrong)
