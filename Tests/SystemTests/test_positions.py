"""Topics that are not the ones a service was reading: it says so, loses nothing, and goes on when told to."""

import os
import shutil
import time

import pytest

from answers import receipts_by_event
from deployment import SERVICES, Deployment, free_port
from proxy import Proxy
from submissions import OUTCOMES, SAMPLE, People, message
from waiting import wait_until

LONG = os.environ.get("KIM_PROVE") == "1"
HANDOVER, SUBMISSIONS = "intake.handover.v1", "intake.submissions.v1"
LIMIT = 60


class Scene:
    """A deployment that has handled some submissions; all of them are admitted."""

    def __init__(self, deployment):
        self.deployment, self.kafka, self.people, self.sent = deployment, deployment.kafka, People(seed=7), 0

    def publish(self, count):
        admitted = [municipality for municipality, outcome in OUTCOMES.items() if outcome == "admitted"]
        self.kafka.publish(
            message("binary", f"e-{self.sent + n:03}", self.people.body(admitted[n % len(admitted)]), SAMPLE)
            for n in range(count)
        )
        self.sent += count

    def positions(self, *arguments, status=0):
        """`kim positions` of this deployment."""
        order = ("intake", "case-handling", "supervision", "statistics")
        ports = ",".join(str(self.deployment.ports[service]) for service in order)
        return self.deployment.kim("positions", *arguments, "--ports", ports, status=status)

    def trouble(self, service):
        return self.deployment.get(service, "/v1/positions").get("trouble")

    def expect_halted(self, service, subject, words, loss=False):
        """The service says what it found and the way out, is up, not ready, and consumes nothing."""
        found = wait_until(lambda: self.trouble(service), LIMIT, "trouble", detail=self.deployment.last_words)
        way_out = f"kim positions {'accept-loss' if loss else 'accept'} {subject}"
        assert (found["topic"], found["loss"]) == (subject, loss)
        assert words in found["description"] and way_out in found["description"], found
        ready, _, body = self.deployment.request(service, "/health/ready")
        assert (ready, self.deployment.request(service, "/health/live")[0]) == (503, 200)
        assert found["description"] in body.decode()
        assert f"{service}: {found['description']}" in self.positions(status=1)
        assert self.deployment.status(service)["waitsFor"] == found["description"]
        assert "nothing" not in self.positions("accept" if loss else "accept-loss", subject, status=1)
        assert self.trouble(service) == found

    def accept(self, service, subject, loss=False):
        """Accepts until nothing stands in the way, partition by partition where messages are lost."""

        def is_ready():
            trouble = self.trouble(service)
            if trouble:
                assert (trouble["topic"], trouble["loss"]) == (subject, loss)
                self.positions("accept-loss" if loss else "accept", subject)
            return self.deployment.request(service, "/health/ready")[0] == 200

        wait_until(is_ready, LIMIT, f"{service} to go on", every=0.2, detail=self.deployment.last_words)

    def expect_all(self, count):
        """So many submissions are answered once each and have one case each."""
        wait_until(lambda: self.deployment.exact("B1") == count, LIMIT, "the cases", detail=self.deployment.last_words)
        self.deployment.settle()
        assert self.deployment.exact("B1") == count
        assert len(self.deployment.items("case-handling", "/v1/cases")) == count
        receipts = receipts_by_event(self.kafka.read("intake.receipts.v1"))
        assert len(receipts) == count and all(len(answers) == 1 for answers in receipts.values())
        assert not [service for service in SERVICES if self.trouble(service)]


@pytest.fixture
def scene():
    with Deployment() as deployment:
        scene = Scene(deployment.start_all())
        scene.publish(30)
        deployment.settle()
        yield scene


@pytest.mark.timeout(240)
def test_a_topic_that_was_made_anew_stops_its_reader_alone(scene):
    deployment = scene.deployment
    deployment.terminate("case-handling")
    scene.kafka.delete(HANDOVER)
    deployment.kim("topics", "apply", "--file", "compose/topics.yaml")
    deployment.start("case-handling")
    scene.expect_halted("case-handling", "kim." + HANDOVER, "was the topic made anew?")
    scene.publish(10)
    # A topic that refused an event is tried again after 30 seconds.
    wait_until(lambda: scene.kafka.end(HANDOVER) == 10, 2 * LIMIT, "the handovers of what came later")
    assert deployment.exact("B1") == 30 and deployment.status("case-handling")["consumed"] == 0
    scene.accept("case-handling", "kim." + HANDOVER)
    scene.expect_all(40)


def test_a_topic_that_is_made_anew_under_a_running_service_stops_it(scene):
    scene.kafka.delete(HANDOVER)
    scene.deployment.kim("topics", "apply", "--file", "compose/topics.yaml")
    scene.expect_halted("case-handling", "kim." + HANDOVER, "was the topic made anew?")
    scene.accept("case-handling", "kim." + HANDOVER)
    scene.publish(10)
    scene.expect_all(40)


def test_partitions_that_were_added_stop_the_readers(scene):
    deployment, topic = scene.deployment, "cases.state.v1"
    readers = ("statistics", "supervision")
    if not LONG:  # Running services look only now and then.
        for service in readers:
            deployment.terminate(service)
    scene.kafka.add_partitions(topic, 8)
    if not LONG:
        for service in readers:
            deployment.start(service)
    for service in readers:
        scene.expect_halted(service, "kim." + topic, "had 6 partitions and now has 8")
    scene.publish(10)
    for service in readers:
        scene.accept(service, "kim." + topic)
    scene.expect_all(40)


def test_messages_that_are_gone_unread_stop_the_reader_until_the_loss_is_accepted(scene):
    deployment = scene.deployment
    deployment.terminate("intake")
    scene.publish(20)
    scene.kafka.truncate(SUBMISSIONS)
    deployment.start("intake")
    scene.expect_halted("intake", "kim." + SUBMISSIONS, "are gone and were never read", loss=True)
    scene.publish(10)
    scene.accept("intake", "kim." + SUBMISSIONS, loss=True)
    scene.expect_all(40)


def test_a_service_that_is_about_to_lose_messages_says_so(scene):
    deployment, keeps = scene.deployment, 20
    deployment.terminate("intake")
    scene.kafka.configure(SUBMISSIONS, retention_ms=keeps * 1000, message_timestamp_type="LogAppendTime")
    scene.publish(10)
    sent = time.time()
    wait_until(lambda: time.time() > sent + keeps / 2 + 1, keeps, "half of what the topic keeps to be over")
    deployment.start("intake")
    words = f"kim.{SUBMISSIONS}: the next message is older than half of the {keeps} s that the topic keeps"
    wait_until(lambda: words in (deployment.status("intake").get("waitsFor") or ""), 10, words)
    metric = f'kim_retention_half_used{{topic="kim.{SUBMISSIONS}"}}'
    assert f"{metric} 1" in deployment.request("intake", "/metrics")[2].decode()
    assert (deployment.logs / "intake.log").read_text().count(words) == 1
    scene.expect_all(40)
    wait_until(lambda: f"{metric} 0" in deployment.request("intake", "/metrics")[2].decode(), 15, "the all-clear")
    assert words not in (deployment.status("intake").get("waitsFor") or "")


def test_a_record_that_is_gone_after_it_was_read_stops_nobody(scene):
    scene.deployment.terminate("intake")
    scene.kafka.truncate(SUBMISSIONS)
    scene.deployment.start("intake")
    scene.deployment.wait_ready("intake")
    scene.publish(10)
    scene.expect_all(40)


def test_operations_see_where_the_others_stand_while_one_gives_no_answer(scene):
    scene.deployment.terminate("statistics")
    told = scene.positions(status=1)
    assert "intake" in told and "kim.intake.submissions.v1" in told
    assert "statistics: no answer" in told


def test_another_cluster_stops_every_service(scene):
    deployment, cluster = scene.deployment, scene.kafka.cluster()
    other = cluster[:-4] + "else"
    for service in SERVICES:
        deployment.terminate(service)
    with Proxy(free_port(), deployment.broker_port, replace=[(cluster.encode(), other.encode())]) as proxy:
        deployment.servers_for_services = proxy.servers
        for service in SERVICES:
            deployment.start(service)
        for service in SERVICES:
            scene.expect_halted(service, "cluster", f"was {cluster} and now is {other}")
        scene.publish(10)
        for service in SERVICES:
            scene.accept(service, "cluster")
        scene.expect_all(40)


def test_topics_made_anew_altogether_stop_the_services_until_operations_accept_them(scene):
    deployment = scene.deployment
    deployment.terminate("intake")
    deployment.terminate("broker")
    shutil.rmtree(deployment.folder / "broker")
    deployment.start_broker()
    deployment.kim("topics", "apply", "--file", "compose/topics.yaml")
    scene.publish(12)
    deployment.start("intake")
    found = wait_until(lambda: scene.trouble("intake"), LIMIT, "the trouble", detail=deployment.last_words)
    assert "kim positions accept" in found["description"]
    assert not scene.kafka.read("intake.receipts.v1")

    def goes_on():
        for service in SERVICES:
            current = scene.trouble(service)
            if current:
                scene.positions("accept", current["topic"])
        return len(receipts_by_event(scene.kafka.read("intake.receipts.v1"))) >= 12

    wait_until(goes_on, LIMIT, "the receipts of what came later", every=0.25, detail=deployment.last_words)
    wait_until(lambda: len(deployment.items("case-handling", "/v1/cases")) == 42, LIMIT, "the cases")
