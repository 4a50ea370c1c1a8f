"""What operations see: health, metrics, refusals to start, and the end."""

import json
import re

import pytest

from answers import receipts_by_event
from deployment import SERVICES, Deployment, free_port
from submissions import SAMPLE, People, message, structured_json
from waiting import wait_until

STOP_LIMIT = 5
SAMPLE_LINE = re.compile(
    r"(?P<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(\{(?P<labels>([a-zA-Z_]\w*=\"([^\"\\\n]|\\.)*\",?)*)\})? "
    r"(?P<value>[+-]?(Inf|NaN|[0-9.]+([eE][+-]?[0-9]+)?))"
)


@pytest.fixture
def own_deployment():
    with Deployment() as deployment:
        yield deployment


def metrics(text):
    """Families with their type, and all samples; anything that is not the Prometheus text format fails."""
    types, helps, samples = {}, set(), {}
    for line in text.splitlines():
        if line.startswith("# TYPE "):
            _, _, name, type = line.split(" ")
            assert name not in types, f"{name} has two TYPE lines"
            types[name] = type
        elif line.startswith("# HELP "):
            helps.add(line.split(" ")[2])
        elif line:
            match = SAMPLE_LINE.fullmatch(line)
            assert match, line
            labels = match["labels"] or ""
            assert (match["name"], labels) not in samples, f"twice: {line}"
            samples[match["name"], labels] = float(match["value"])
    for name, _ in samples:
        family = next((base for base in (name, re.sub("_(bucket|sum|count)$", "", name)) if base in types), None)
        assert family, f"{name} has no TYPE line"
        assert family in helps, f"{family} has no HELP line"
        assert name == family or types[family] == "histogram"
    return types, samples


@pytest.mark.parametrize("service", SERVICES)
def test_health_says_that_the_service_lives_and_is_ready(deployment, service):
    for path in ("/health/live", "/health/ready"):
        status, _, body = deployment.request(service, path)
        assert (status, json.loads(body)) == (200, {"status": "ok"})


@pytest.mark.parametrize("service", SERVICES)
def test_metrics_are_prometheus_text_with_what_operations_need(deployment, foreign_run, service):
    status, headers, body = deployment.request(service, "/metrics")
    assert status == 200
    assert headers["Content-Type"].startswith("text/plain; version=0.0.4")
    types, samples = metrics(body.decode())
    for name, type in {
        "kim_consumed_total": "counter",
        "kim_handled_total": "counter",
        "kim_batch_messages": "histogram",
        "kim_transaction_seconds": "histogram",
        "kim_outbox_pending": "gauge",
        "kim_outbox_oldest_age_seconds": "gauge",
        "kim_consumer_lag": "gauge",
        "kim_http_requests_total": "counter",
        "kim_http_request_seconds": "histogram",
        "process_resident_memory_bytes": "gauge",
    }.items():
        assert types.get(name) == type, name
    consumed = sum(value for (name, _), value in samples.items() if name == "kim_consumed_total")
    assert consumed == deployment.status(service)["consumed"] > 0


def test_intake_counts_what_it_set_aside(deployment, foreign_run):
    _, samples = metrics(deployment.request("intake", "/metrics")[2].decode())
    set_aside = sum(value for (name, _), value in samples.items() if name == "kim_dead_letters_total")
    assert set_aside == deployment.kafka.end("intake.dead-letters.v1") == deployment.status("intake")["deadLetters"]


def test_intake_counts_what_it_answered_and_what_was_wrong(deployment, foreign_run):
    _, samples = metrics(deployment.request("intake", "/metrics")[2].decode())
    assert samples["kim_answers_total", 'outcome="rejected"'] > 0
    assert samples["kim_answer_errors_total", 'code="participation-declined"'] > 0


@pytest.mark.parametrize("service", SERVICES)
def test_an_unknown_address_is_answered_with_a_problem(deployment, service):
    status, headers, body = deployment.request(service, "/v1/there-is-no-such-thing")
    assert (status, headers["Content-Type"]) == (404, "application/problem+json")
    assert json.loads(body)["status"] == 404


@pytest.mark.parametrize("service", SERVICES)
def test_a_wrong_port_stops_the_start_with_the_name_of_the_key(deployment, service):
    status, words = deployment.run_refused(service, KIM_HTTP_PORT="abc")
    assert status > 0
    assert "KIM_HTTP_PORT" in words and "abc" in words and "65535" in words


def test_missing_keys_are_all_named_at_once(deployment):
    status, words = deployment.run_refused("intake", KIM_TERRITORY_FILE=None, KIM_KEY_FILE=None, KIM_LOG_LEVEL="loud")
    assert status > 0
    assert all(name in words for name in ("KIM_TERRITORY_FILE", "KIM_KEY_FILE", "KIM_LOG_LEVEL"))


def test_a_setting_that_the_message_path_fixes_is_refused(deployment):
    status, words = deployment.run_refused("intake", KIM_KAFKA_ACKS="1")
    assert status > 0
    assert "KIM_KAFKA_ACKS" in words


def test_the_key_file_of_another_service_is_refused(deployment):
    status, words = deployment.run_refused("intake", KIM_KEY_FILE=str(deployment.keys / "statistics.json"))
    assert status > 0
    assert "KIM_KEY_FILE" in words


@pytest.mark.parametrize("service", SERVICES)
def test_a_second_process_on_the_same_store_is_refused(deployment, service):
    status, words = deployment.run_refused(service, KIM_HTTP_PORT=str(free_port()))
    assert status > 0
    assert "in use by another process" in words
    assert deployment.request(service, "/health/ready")[0] == 200


def test_sigterm_ends_each_service_within_5_seconds_with_and_without_the_broker(own_deployment, measured):
    deployment = own_deployment.start_all()
    times = {}
    for service in SERVICES:
        status, times[service] = deployment.terminate(service)
        assert status == 0, f"{service} ended with {status}{deployment.last_words()}"
    deployment.start_all()
    deployment.terminate("broker")
    gone = {}
    for service in SERVICES:
        # A broker that is away takes nobody out of service: the store answers.
        assert deployment.request(service, "/health/ready")[0] == 200
        status, gone[service] = deployment.terminate(service)
        assert status >= 0, f"{service} was ended by a signal: {status}{deployment.last_words()}"
    measured("SIGTERM to the end: " + ", ".join(f"{service} {seconds:.2f} s" for service, seconds in times.items()))
    measured("  broker gone:      " + ", ".join(f"{service} {seconds:.2f} s" for service, seconds in gone.items()))
    assert max(*times.values(), *gone.values()) <= STOP_LIMIT


def test_what_was_sent_while_the_services_were_away_is_handled_after_their_start(own_deployment):
    deployment, people = own_deployment.start_all(), People(seed=60)
    for service in SERVICES:
        deployment.terminate(service)
    deployment.kafka.publish(message("binary", f"away-{n}", people.body("05754008")) for n in range(20))
    deployment.start_all()
    wait_until(lambda: deployment.exact("B1") == 20, 20, "twenty cases", detail=deployment.last_words)
    receipts = receipts_by_event(deployment.kafka.read("intake.receipts.v1"))
    assert {event: len(answers) for event, answers in receipts.items()} == {(SAMPLE, f"away-{n}"): 1 for n in range(20)}


def test_what_http_took_while_the_broker_was_away_is_published_once_it_is_back(own_deployment, measured):
    deployment, people = own_deployment.start_all(), People(seed=61)
    deployment.terminate("broker")
    for number in range(20):
        event = structured_json(f"offline-{number}", people.body("05754008"))
        status, _, answer = deployment.request(
            "intake", "/v1/submissions", event, {"content-type": "application/cloudevents+json"}
        )
        assert (status, json.loads(answer)["outcome"]) == (200, "admitted")
    # Receipt, request, handover, and in the journal the command and the data key.
    assert deployment.status("intake")["outboxPending"] == 100
    assert deployment.request("intake", "/health/live")[0] == deployment.request("intake", "/health/ready")[0] == 200
    status, seconds = deployment.terminate("intake")
    assert status >= 0 and seconds <= STOP_LIMIT
    measured(f"  broker gone and 60 events unpublished: intake {seconds:.2f} s")

    deployment.start_broker()
    deployment.start("intake")
    wait_until(lambda: deployment.exact("B1") == 20, 30, "twenty cases", detail=deployment.last_words)
    deployment.settle()
    receipts = receipts_by_event(deployment.kafka.read("intake.receipts.v1"))
    assert {event: len(answers) for event, answers in receipts.items()} == {
        (SAMPLE, f"offline-{number}"): 1 for number in range(20)
    }
    assert len({record.header("ce_id") for record in deployment.kafka.read("intake.handover.v1")}) == 20
