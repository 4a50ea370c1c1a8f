"""A service that lost its store gets it back from its topics and its journal.

Short by default; KIM_PROVE=1 takes more of everything and loses every store three times.
"""

import json
import os
import random

import pytest

from answers import receipts_by_event
from confluent_kafka.admin import AdminClient
from deployment import ROOT, SERVICES, Deployment
from oracle import AREAS
from submissions import ABH, JOBCENTER, SAMPLE, People, message, structured_json
from waiting import NotInTime, wait_until

LONG = os.environ.get("KIM_PROVE") == "1"
ON_TOPIC, OVER_HTTP, ROUNDS = (1000, 100, 3) if LONG else (40, 10, 1)
SEED = 11
# What must come out under the same ids, however often it is said.
IDENTIFIED = ("intake.receipts.v1", "intake.handover.v1", "intake.state.v1", "cases.state.v1", "supervision.state.v1")


def work(deployment):
    """Submissions on the topic and over HTTP, assessments, closures; one submission comes twice."""
    people = People(seed=SEED)
    sources = (SAMPLE, ABH, JOBCENTER)
    sent = [
        message(("binary", "structured")[n % 2], f"replay-{n:04}", people.body(), sources[n % 3])
        for n in range(ON_TOPIC)
    ]
    deployment.kafka.publish(sent + sent[:1])
    headers = {"content-type": "application/cloudevents+json"}
    for n in range(OVER_HTTP):
        event = structured_json(f"http-{n:04}", people.body())
        assert deployment.request("intake", "/v1/submissions", event, headers)[0] == 200
    deployment.settle()
    cases = sorted(item["id"] for item in deployment.items("case-handling", "/v1/cases"))
    for n, case in enumerate(cases[::2]):
        ask(deployment, case, "assessments", {}, f"assess-{n}")
    deployment.settle()
    for n, case in enumerate(cases[::4]):
        ask(deployment, case, "closures", {"reason": "goals-reached"}, f"close-{n}")
    deployment.settle()
    return sent


def ask(deployment, case, what, body, key):
    headers = {"content-type": "application/json", "idempotency-key": key}
    status, _, answer = deployment.request(
        "case-handling", f"/v1/cases/{case}/{what}", json.dumps(body).encode(), headers
    )
    assert status == 201, (status, answer)


def results(deployment):
    """What a service without its store must come back to; the content of the cases is opened with the service's keys."""
    kafka = deployment.kafka
    found = {
        f"ids on {topic}": sorted({(record.key.decode(), record.header("ce_id")) for record in kafka.read(topic)})
        for topic in IDENTIFIED
    }
    ids = sorted(case["id"] for case in deployment.items("case-handling", "/v1/cases"))
    found["cases"] = [deployment.get("case-handling", f"/v1/cases/{id}") for id in ids]
    found["requests"] = deployment.items("intake", "/v1/requests")
    found["receipts"] = sorted(
        (*event, answer["outcome"], answer["decidedAt"])
        for event, answers in receipts_by_event(kafka.read("intake.receipts.v1")).items()
        for answer in answers.values()
    )
    found["posts"] = deployment.get("supervision", "/v1/posts")
    found["figures"] = [deployment.get("statistics", f"/v1/figures?territory={area}")["figures"] for area in AREAS]
    return found


def difference(expected, found):
    """Names of the results that differ, with a few of the differences."""
    different = {}
    for name in expected:
        missing = [entry for entry in expected[name] if entry not in found[name]]
        extra = [entry for entry in found[name] if entry not in expected[name]]
        if missing or extra:
            different[name] = {"missing": (len(missing), missing[:3]), "extra": (len(extra), extra[:3])}
    return different


def lose(deployment, service, runs=True):
    """Stops a service where it runs and starts it again on nothing."""
    if runs:
        deployment.terminate(service)
    for file in deployment.stores.glob(f"{service}.*"):
        file.unlink()
    deployment.start(service)
    deployment.wait_ready(service)
    deployment.settle()


def forget_journal(deployment, service):
    """The guard taken out: a journal that holds nothing any more, while the service stands still."""
    deployment.terminate(service)
    name = deployment.kafka.prefix + f"{service}.journal.v1"
    client = AdminClient({"bootstrap.servers": deployment.kafka.servers})
    client.delete_topics([name])[name].result(30)
    wait_until(lambda: f"{service}.journal.v1" not in deployment.kafka.topics(), 30, "the journal to go")
    deployment.kim("topics", "apply", "--file", str(ROOT / "compose/topics.yaml"))


@pytest.mark.timeout(900 if LONG else 180)
def test_lost_stores_come_back_from_topics_and_journal(measured):
    with Deployment() as deployment:
        sent = work(deployment.start_all())
        expected = results(deployment)
        cases = len(expected["cases"])
        assert cases > OVER_HTTP / 2
        rows = []
        # Everything once more in another order, which the replays below meet too.
        deployment.kafka.publish(random.Random(SEED).sample(sent, len(sent)))
        deployment.settle()
        assert not difference(expected, results(deployment))
        for service in SERVICES * ROUNDS:
            lose(deployment, service)
            try:
                wait_until(lambda: not difference(expected, results(deployment)), 30, "the same results", every=0.5)
            except NotInTime:
                pytest.fail(f"{service}: {difference(expected, results(deployment))}{deployment.last_words()}")
            rows.append(f"| {service} | {deployment.kafka.end(f'{service}.journal.v1')} | equal |")
        # The control: without its journal CaseHandling does not know what it was asked to do.
        forget_journal(deployment, "case-handling")
        lose(deployment, "case-handling", runs=False)
        lost = difference(expected, results(deployment))
        assert "cases" in lost, "the check does not notice a lost journal"
    measured(
        f"{len(rows)} stores lost with {ON_TOPIC + OVER_HTTP} submissions and {cases} cases: all the same again;"
        f" without the journal {len(lost)} results differ"
    )
    if LONG:
        print(f"\n# Replay\n\n{ON_TOPIC} submissions on the topic, {OVER_HTTP} over HTTP, {cases} cases\n")
        print("All submissions once more, shuffled: results and ids equal.\n")
        print("| store lost | journal records | results and ids |\n|---|---|---|\n" + "\n".join(rows))
        print(f"\nControl, the journal emptied: {len(lost)} kinds of results differ ({', '.join(lost)}).")
