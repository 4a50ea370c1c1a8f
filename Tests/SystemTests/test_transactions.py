"""A publisher that writes in transactions."""

from confluent_kafka import Producer

from answers import receipts_by_event
from submissions import SAMPLE, People, message
from waiting import wait_until

LIMIT = 30
TOPIC = "intake.submissions.v1"


def publish(kafka, messages, commit):
    producer = Producer({
        "bootstrap.servers": kafka.servers, "transactional.id": "publisher", "partitioner": "murmur2_random",
        "batch.size": 262144,
    })  # fmt: skip
    producer.init_transactions(LIMIT)
    producer.begin_transaction()
    for one in messages:
        producer.produce(kafka.prefix + TOPIC, key=one.key, value=one.value, headers=one.headers)
    producer.commit_transaction(LIMIT) if commit else producer.abort_transaction(LIMIT)


def test_what_is_committed_is_answered_and_what_is_aborted_is_not(deployment):
    kafka, people = deployment.kafka, People(seed=41)
    for id, commit in (("given-up", False), ("committed", True)):
        publish(kafka, [message("binary", id, people.body("05754008"), SAMPLE)], commit)
    key = (SAMPLE, "committed")
    wait_until(lambda: key in receipts_by_event(kafka.read("intake.receipts.v1")), LIMIT, "the receipt")
    assert (SAMPLE, "given-up") not in receipts_by_event(kafka.read("intake.receipts.v1"))
