"""A full disk: every service says so, loses nothing, and goes on by itself when there is room again."""

import collections
import contextlib
import errno
import json
import os
import subprocess
import time

import pytest

from answers import event_of
from deployment import SERVICES, Deployment
from submissions import OUTCOMES, SAMPLE, People, message, structured_json
from waiting import wait_until

# Room for a store and a log that could not be checkpointed for a while, once the ballast is gone.
DISK_BYTES = 16 << 20
RECOVERY_LIMIT = 10
LIMIT = 60
# Who is downstream first: one whose disk is full hands nothing on to those behind it.
ORDER = ("statistics", "supervision", "case-handling", "intake")


class SmallDisks(Deployment):
    """Every service's store lies on a small disk of its own, in memory."""

    def start_broker(self):
        for service in SERVICES:
            self.disk(service).mkdir(parents=True)
            self._mount("mount", "-t", "tmpfs", "-o", f"size={DISK_BYTES}", "kim-test", str(self.disk(service)))
        super().start_broker()

    def __exit__(self, *failure):
        with contextlib.ExitStack() as unmounting:
            for service in SERVICES:
                if os.path.ismount(self.disk(service)):
                    # Lazily, and before the folder is removed: a process that will not end must not keep it.
                    unmounting.callback(self._mount, "umount", "--lazy", str(self.disk(service)))
            for service in SERVICES:
                with contextlib.suppress(KeyError):
                    self.terminate(service)
        super().__exit__(*failure)

    @staticmethod
    def _mount(*command):
        done = subprocess.run(command, capture_output=True, text=True)
        assert done.returncode == 0, f"this test needs the right to mount a tmpfs (root): {done.stderr}"

    def disk(self, service):
        return self.stores / service

    def environment(self, service, **changes):
        return super().environment(service, **{"KIM_STORE_DIRECTORY": str(self.disk(service))} | changes)

    def fill(self, service):
        with (self.disk(service) / "ballast").open("wb", buffering=0) as ballast:
            for size in (65536, 4096):
                try:
                    while True:
                        ballast.write(bytes(size))
                except OSError as error:
                    assert error.errno == errno.ENOSPC

    def make_room(self, service):
        (self.disk(service) / "ballast").unlink()

    def store_fault(self, service):
        """What the service says about its store; None while it has no complaint."""
        words = self.status(service).get("waitsFor") or ""
        return words if words.startswith("store: ") else None


class Flow:
    """Submissions without end, a few at a time, and what must become of them."""

    def __init__(self, kafka):
        self._kafka, self._people = kafka, People(seed=28)
        self.expected = {}

    def next(self):
        id, body = f"disk-{len(self.expected):05}", self._people.body()
        self.expected[SAMPLE, id] = OUTCOMES[body["municipality"]]
        return id, body

    def send(self, count):
        made = [self.next() for _ in range(count)]
        self._kafka.publish([message("binary", id, body) for id, body in made])


def outcomes(kafka):
    found = collections.defaultdict(set)
    for receipt in kafka.read("intake.receipts.v1"):
        found[event_of(receipt)].add((receipt.header("ce_id"), json.loads(receipt.value)["outcome"]))
    return found


def post(deployment, id, body):
    return deployment.request(
        "intake", "/v1/submissions", structured_json(id, body), {"content-type": "application/cloudevents+json"}
    )[0]


def refused_submission(deployment, flow):
    """The first submission over HTTP that is not kept. What the store still has room for, being smaller than a batch of
    messages, is answered as always and counts as kept."""
    for _ in range(500):
        id, body = flow.next()
        status = post(deployment, id, body)
        if status == 503:
            return id, body
        assert status == 200, "a submission is kept or refused for now"
    raise AssertionError("500 submissions were accepted by a store that cannot keep them")


def assert_nothing_lost_or_doubled(deployment, flow):
    kafka, sent = deployment.kafka, flow.expected
    answers = outcomes(kafka)
    assert {event: {outcome for _, outcome in found} for event, found in answers.items()} == {
        event: {outcome} for event, outcome in sent.items()
    }
    assert all(len(found) == 1 for found in answers.values()), "an event has receipts with different ids"
    admitted = sum(outcome == "admitted" for outcome in sent.values())
    assert len({record.event for record in kafka.read("intake.handover.v1")}) == admitted
    assert len(deployment.items("case-handling", "/v1/cases")) == admitted
    assert len({record.key for record in kafka.read("cases.state.v1")}) == admitted
    assert len({record.key for record in kafka.read("intake.state.v1")}) == len(sent)
    assert [deployment.exact(*count) for count in (("I1",), ("B1",), ("B2", {"flow": "inflow"}))] == [
        len(sent),
        admitted,
        admitted,
    ]
    assert sum(kafka.end(f"{service}.dead-letters.v1") for service in SERVICES) == 0


@pytest.mark.timeout(300)
def test_services_on_a_full_disk_say_so_lose_nothing_and_go_on_when_there_is_room(measured):
    with SmallDisks() as deployment:
        flow = Flow(deployment.start_all().kafka)
        flow.send(60)
        for service in ORDER:
            deployment.fill(service)

            def says_so(service=service):
                flow.send(5)
                return deployment.store_fault(service)

            words = wait_until(says_so, LIMIT, f"{service} to notice", every=0.1, detail=deployment.last_words)
            assert "disk" in words, words
        stuck_at = len(flow.expected)
        flow.send(100)
        for service in ORDER:
            assert deployment.is_running(service)
            assert deployment.request(service, "/health/live")[0] == 200, "a restart would not make room"
            assert "the store failed" in (deployment.logs / f"{service}.log").read_text()
        id, body = refused_submission(deployment, flow)

        for service in ORDER:
            deployment.make_room(service)
        started, well = time.monotonic(), {}

        def all_well():
            for service in ORDER:
                if service not in well and deployment.status(service).get("waitsFor") is None:
                    well[service] = time.monotonic() - started
            return len(well) == len(ORDER)

        wait_until(all_well, RECOVERY_LIMIT, "all services to go on", detail=deployment.last_words)
        assert post(deployment, id, body) == 200
        deployment.settle()
        settled = time.monotonic() - started
        wait_until(
            lambda: deployment.exact("I1") == len(flow.expected), LIMIT, "the counts", detail=deployment.last_words
        )
        admitted = sum(outcome == "admitted" for outcome in flow.expected.values())
        wait_until(lambda: deployment.exact("B1") == admitted, LIMIT, "the cases", detail=deployment.last_words)
        assert_nothing_lost_or_doubled(deployment, flow)
        measured(
            f"full disks: {stuck_at} submissions until all four services said so; {len(flow.expected)} in all, nothing "
            f"lost or doubled; they went on after {', '.join(f'{well[s]:.1f}' for s in ORDER)} s, "
            f"all done after {settled:.1f} s, no restart"
        )
