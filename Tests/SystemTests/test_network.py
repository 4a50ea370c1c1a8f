"""Whatever the network does between the services and the broker: nothing lost, nothing doubled, order for each key.

Short by default. KIM_PROVE=1: the broker is away for ten minutes, among longer forms of the other faults, and, with
KIM_CONTROL_BINARIES, a build that marks events as sent before the broker has them must be found out.
"""

import os
import time

import pytest

from deployment import BETWEEN, SERVICES, Deployment, free_port
from oracle import faults
from proxy import Network, Proxy
from traffic import Traffic
from waiting import wait_until

LONG = os.environ.get("KIM_PROVE") == "1"
CONTROL = os.environ.get("KIM_CONTROL_BINARIES")
PER_SECOND = 4 if LONG else 20
# Seconds until the services take up their work again; what has piled up meanwhile takes them more.
RECOVERY_LIMIT = 30
WORK_PER_SECOND = 40
# What is admitted over HTTP becomes a case only when the broker is back.
PATIENCE = 900 if LONG else 120
GROWTH_LIMIT = 96 << 20
# The short form has no time for what the services allow a silent connection.
SETTINGS = {} if LONG else {"KIM_KAFKA_SOCKET_TIMEOUT_MS": "1000", "KIM_KAFKA_REQUEST_TIMEOUT_MS": "800"}


class Campaign:
    """A deployment behind a proxy, under a steady load. Phases are measured in submissions."""

    def __init__(self, deployment, proxy, traffic):
        self.deployment, self.proxy, self.traffic = deployment, proxy, traffic
        self.submissions = deployment.kafka.follow("intake.submissions.v1")
        self.before, self.peak, self.lines = self.memory(), {}, []

    def count(self):
        """How many submissions stand in the topic."""
        return sum(self.submissions.ends().values())

    def memory(self):
        return {service: self.deployment.memory(service) for service in SERVICES}

    def let_pass(self, count):
        """Lets so many more submissions be sent, and watches the memory."""
        aim = self.count() + count

        def have_passed():
            for service, size in self.memory().items():
                self.peak[service] = max(size, self.peak.get(service, 0))
            return self.count() >= aim

        wait_until(have_passed, 30 + 2 * count / PER_SECOND, f"{count} submissions")

    def wait_through(self, services, limit, name):
        """Waits until these services have handled all that is in their topics now, and published what follows."""
        ends = {}
        for topic in ("intake.submissions.v1", *BETWEEN):
            with self.deployment.kafka.follow(topic) as follower:
                ends |= {(follower.name, partition): end for partition, end in follower.ends().items()}

        def are_through():
            for service in services:
                partitions = self.deployment.get(service, "/v1/positions")["partitions"]
                behind = [one for one in partitions if one["next"] < ends.get((one["topic"], one["partition"]), 0)]
                # Under load something always waits: no more than what two seconds bring.
                if behind or self.deployment.status(service)["outboxPending"] > 8 * PER_SECOND:
                    return False
            return True

        wait_until(are_through, limit, f"recovery from: {name}", detail=self.deployment.last_words)

    def run(self, name, fault, count):
        began = self.count()
        fault(self, count)
        meanwhile = self.count() - began
        before = self.deployment.status("case-handling")["consumed"]
        self.proxy.heal()
        healed = time.monotonic()
        wait_until(
            lambda: self.deployment.status("case-handling")["consumed"] > before,
            RECOVERY_LIMIT,
            f"work after: {name}",
            detail=self.deployment.last_words,
        )
        resumed = time.monotonic() - healed
        for services in (["intake"], ["case-handling"], SERVICES):
            self.wait_through(services, RECOVERY_LIMIT + meanwhile / WORK_PER_SECOND, name)
        self.lines.append((name, meanwhile, resumed, time.monotonic() - healed))

    # Faults

    def slow(self, count):
        self.proxy.network = Network(latency=0.25)
        self.let_pass(count)

    def sliced(self, count):
        self.proxy.network = Network(largest_slice=40)
        self.let_pass(count)

    def resets(self, count):
        for _ in range(4):
            self.proxy.reset()
            self.let_pass(count // 4)

    def frozen(self, count):
        self.proxy.freeze()
        self.let_pass(count)

    def stranded(self, count):
        self.proxy.strand()
        self.let_pass(count)

    def away(self, count):
        """What is in no topic yet must outlive the process that took it in."""
        self.proxy.refuse()
        self.let_pass(count)
        self.deployment.terminate("intake")
        self.deployment.start("intake")


# Of each fault: how many submissions are sent meanwhile, in the short form and in the long one.
FAULTS = [
    ("0.25 s each way", Campaign.slow, 10, 120),
    ("at most 40 bytes at a time", Campaign.sliced, 10, 120),
    ("a reset, four times", Campaign.resets, 16, 160),
    ("half-open: nothing travels", Campaign.frozen, 30, 240),
    ("half-open: old connections carry nothing", Campaign.stranded, 10, 120),
    ("broker away, Intake restarted", Campaign.away, 20, 2400),
]


def report(campaign):
    print("\n| fault | submissions meanwhile | work goes on after | all done after |\n|---|---|---|---|")
    for name, count, resumed, done in campaign.lines:
        print(f"| {name} | {count} | {resumed:.1f} s | {done:.1f} s |")
    print("\n| service | MiB before | at most | after |\n|---|---|---|---|")
    after = campaign.memory()
    for service in SERVICES:
        sizes = (campaign.before[service], campaign.peak[service], after[service])
        print(f"| {service} | " + " | ".join(str(size >> 20) for size in sizes) + " |")
    assert all(size - campaign.before[service] < GROWTH_LIMIT for service, size in (campaign.peak | after).items())


@pytest.mark.timeout(1500 if LONG else 200)
def test_no_fault_of_the_network_loses_doubles_or_disorders_anything(measured):
    with Deployment(settings=SETTINGS) as deployment, Proxy(free_port(), deployment.broker_port) as proxy:
        deployment.servers_for_services = proxy.servers
        with Traffic(deployment.start_all(), PER_SECOND, seed=23, patience=PATIENCE) as traffic:
            campaign = Campaign(deployment, proxy, traffic)
            for name, fault, count, long_count in FAULTS:
                campaign.run(name, fault, long_count if LONG else count)
            traffic.end()
            deployment.settle()
        found = faults(deployment, traffic.sent, traffic.done)
        report(campaign)
        assert not found, found
        slowest = max(resumed for _, _, resumed, _ in campaign.lines)
        measured(
            f"{len(FAULTS)} faults of the network among {len(traffic.sent)} events and {len(traffic.done)} commands: "
            f"nothing lost, doubled or out of order; work goes on after at most {slowest:.1f} s"
        )


if CONTROL:

    @pytest.mark.timeout(300)
    def test_the_oracle_finds_out_a_build_that_marks_events_as_sent_before_the_brokers_report():
        with Deployment(binaries=CONTROL) as deployment, Proxy(free_port(), deployment.broker_port) as proxy:
            deployment.servers_for_services = proxy.servers
            with Traffic(deployment.start_all(), 20, seed=23, patience=15) as traffic:
                campaign = Campaign(deployment, proxy, traffic)
                campaign.away(40)
                proxy.heal()
                campaign.let_pass(20)
                traffic.end()
                # Commands on cases that never came.
                unanswered = list(traffic.failures)
                traffic.failures.clear()
            deployment.settle()
            wrong = faults(deployment, traffic.sent, traffic.done)
        print("\n\n## Control: events are marked as sent before the broker has them\n")
        print("\n".join(f"- {line}" for line in [*wrong, *unanswered]) or "- nothing was noticed")
        assert any("missing" in line for line in wrong)
