"""Whatever the network does between the services and the broker: nothing lost, nothing doubled, order for each key.

Short by default; KIM_PROVE=1 takes the broker away for ten minutes, among longer forms of the other faults.
"""

import dataclasses
import json
import os
import time

import pytest

import ledger
from deployment import SERVICES, Deployment, free_port
from kafka_access import Publishing
from proxy import Network, Proxy
from submissions import ABH, OUTCOMES, SAMPLE, People, message, structured_json
from waiting import wait_until

LONG = os.environ.get("KIM_PROVE") == "1"
PER_SECOND = 5 if LONG else 20
MOST = 8000 if LONG else 1500
KEYS = 25
RECOVERY_LIMIT = 30
GROWTH_LIMIT = 96 << 20
# The short form has no time for what the services allow a silent connection.
SETTINGS = {} if LONG else {"KIM_KAFKA_SOCKET_TIMEOUT_MS": "1500", "KIM_KAFKA_REQUEST_TIMEOUT_MS": "1000"}


class Campaign:
    """A deployment behind a proxy, under a steady load. Phases are measured in submissions."""

    def __init__(self, deployment, proxy):
        self.deployment, self.proxy, self.lines = deployment, proxy, []
        self.people, self.prepared, self.over_http = People(seed=23), [], []
        messages = []
        for number in range(MOST):
            body, source = self.people.body(), (SAMPLE, ABH)[number // 2 % 2]
            sent = ledger.Sent(f"k-{number % KEYS}", source, f"net-{number:05}", OUTCOMES[body["municipality"]])
            made = message(("binary", "structured")[number % 2], sent.id, body, source)
            messages.append(dataclasses.replace(made, key=sent.key.encode()))
            self.prepared.append(sent)
        self.publishing = Publishing(deployment.kafka, messages, PER_SECOND)
        self.before, self.peak = self.memory(), {}

    @property
    def sent(self):
        return self.prepared[: self.publishing.count] + self.over_http

    def memory(self):
        return {service: self.deployment.memory(service) for service in SERVICES}

    def let_pass(self, count):
        """Lets so many more submissions be sent, and watches the memory."""
        aim = self.publishing.count + count

        def have_passed():
            for service, size in self.memory().items():
                self.peak[service] = max(size, self.peak.get(service, 0))
            return self.publishing.count >= aim

        wait_until(have_passed, 30 + 2 * count / PER_SECOND, f"{count} submissions")

    def recover(self, name, began):
        """Ends the fault and waits until all that was sent before has come out at the far end."""
        sent = self.sent
        events = {event.id for event in sent}
        admitted = sum(event.outcome == "admitted" for event in sent)
        self.proxy.heal()
        healed, kafka = time.monotonic(), self.deployment.kafka
        with kafka.follow("intake.receipts.v1") as receipts, kafka.follow("cases.state.v1") as cases:

            def are_through():
                answered = {json.loads(record.value)["event"]["id"] for record in receipts.records()}
                return events <= answered and len({record.key for record in cases.records()}) >= admitted

            wait_until(are_through, RECOVERY_LIMIT, f"recovery from: {name}", detail=self.deployment.last_words)
        self.lines.append((name, len(sent) - began, time.monotonic() - healed))

    def submit_over_http(self, count):
        for number in range(count):
            id, body = f"http-{number:05}", self.people.body()
            headers = {"content-type": "application/cloudevents+json"}
            status, _, answer = self.deployment.request("intake", "/v1/submissions", structured_json(id, body), headers)
            assert status == 200, answer[:200]
            self.over_http.append(ledger.Sent(body["clientReference"], SAMPLE, id, OUTCOMES[body["municipality"]]))

    def restart(self, *services):
        for service in services:
            self.deployment.terminate(service)
            self.deployment.start(service)

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
        """What is in no topic yet must outlive the process that took it."""
        self.proxy.refuse()
        self.let_pass(count // 2)
        self.submit_over_http(10)
        self.restart("intake", "case-handling")
        self.let_pass(count - count // 2)


FAULTS = [
    ("0.25 s each way", Campaign.slow, 20, 150),
    ("at most 40 bytes at a time", Campaign.sliced, 20, 150),
    ("a reset, four times", Campaign.resets, 20, 200),
    ("half-open: nothing travels", Campaign.frozen, 40, 300),
    ("half-open: old connections carry nothing", Campaign.stranded, 20, 150),
    ("broker away, two services restarted", Campaign.away, 40, 3000),
]


def report(campaign, findings):
    after = campaign.memory()
    print("\n| fault | submissions meanwhile | recovered after |\n|---|---|---|")
    for name, count, seconds in campaign.lines:
        print(f"| {name} | {count} | {seconds:.1f} s |")
    print("\n| service | MiB before | at most | after |\n|---|---|---|---|")
    for service in SERVICES:
        sizes = (campaign.before[service], campaign.peak[service], after[service])
        print(f"| {service} | " + " | ".join(str(size >> 20) for size in sizes) + " |")
    print(f"\n{len(campaign.sent)} submissions: {findings}; {findings.redelivered} records delivered again")


@pytest.mark.timeout(1500 if LONG else 120)
def test_no_fault_of_the_network_loses_doubles_or_disorders_anything(measured):
    with Deployment(settings=SETTINGS) as deployment, Proxy(free_port(), deployment.broker_port) as proxy:
        deployment.servers_for_services = proxy.servers
        campaign = Campaign(deployment.start_all(), proxy)
        with campaign.publishing as publishing:
            campaign.let_pass(10)
            for name, fault, count, long_count in FAULTS:
                began = len(campaign.sent)
                fault(campaign, long_count if LONG else count)
                campaign.recover(name, began)
            publishing.end()
        deployment.settle()
        findings = ledger.judge(campaign.sent, ledger.read(deployment.kafka))
        report(campaign, findings)
        assert findings.are_good, findings
        assert deployment.exact("B1") == sum(event.outcome == "admitted" for event in campaign.sent)
        for service, size in campaign.memory().items():
            assert max(size, campaign.peak[service]) - campaign.before[service] < GROWTH_LIMIT, service
        slowest = max(seconds for _, _, seconds in campaign.lines)
        measured(f"{len(FAULTS)} faults of the network among {len(campaign.sent)} submissions: {findings}")
        measured(f"  recovered after at most {slowest:.1f} s, {findings.redelivered} records delivered again")
