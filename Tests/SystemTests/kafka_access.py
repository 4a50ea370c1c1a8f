"""Topics as foreign clients see them: confluent-kafka for reading and writing, kcat beside it."""

import dataclasses
import functools
import subprocess
import threading
import time

from confluent_kafka import OFFSET_BEGINNING, TIMESTAMP_LOG_APPEND_TIME, Consumer, Producer, TopicPartition
from confluent_kafka.admin import AdminClient, ConfigResource, NewPartitions

STRUCTURED = "application/cloudevents+json"
LIMIT = 30


@dataclasses.dataclass(frozen=True)
class Message:
    """What a publisher hands to Kafka."""

    key: bytes | None
    headers: list
    value: bytes | None


@dataclasses.dataclass(frozen=True)
class Record:
    """What stands in a topic; `topic` is its name without the prefix."""

    topic: str
    partition: int
    offset: int
    key: bytes | None
    headers: list
    value: bytes | None
    time: int
    is_broker_time: bool

    def header(self, name):
        """The text of the first header of this name."""
        return next((value.decode() for found, value in self.headers if found == name), None)

    @property
    def event(self):
        return self.header("ce_source"), self.header("ce_id")

    @property
    def place(self):
        return self.topic, self.partition, self.offset


class Kafka:
    """The broker of a deployment."""

    def __init__(self, servers, prefix="kim."):
        self.servers, self.prefix = servers, prefix

    def topics(self):
        """Names of all topics of ours, without prefix."""
        found = self._admin.list_topics(timeout=LIMIT).topics
        return sorted(name.removeprefix(self.prefix) for name in found if name.startswith(self.prefix))

    def delete(self, topic):
        self._done(self._admin.delete_topics([self.prefix + topic]))

    def add_partitions(self, topic, count):
        """The topic has so many partitions from now on."""
        self._done(self._admin.create_partitions([NewPartitions(self.prefix + topic, count)]))

    def truncate(self, topic):
        """Deletes all records that the topic has."""
        with self.follow(topic) as follower:
            ends = [TopicPartition(follower.name, partition, end) for partition, end in follower.ends().items()]
        self._done(self._admin.delete_records(ends))

    def configure(self, topic, **values):
        """Sets properties of a topic; their names with underscores."""
        changes = {name.replace("_", "."): str(value) for name, value in values.items()}
        resource = ConfigResource(ConfigResource.Type.TOPIC, self.prefix + topic, set_config=changes)
        self._done(self._admin.alter_configs([resource]))

    def cluster(self):
        return self._admin.list_topics(timeout=LIMIT).cluster_id

    @functools.cached_property
    def _admin(self):
        return AdminClient({"bootstrap.servers": self.servers})

    @staticmethod
    def _done(futures):
        for future in futures.values():
            future.result(LIMIT)

    def follow(self, topic):
        return Follower(self, topic)

    def read(self, topic):
        """All records of a topic from the beginning to its present end."""
        with Follower(self, topic) as follower:
            return follower.records()

    def end(self, topic):
        """How many records the topic has had."""
        with Follower(self, topic) as follower:
            return sum(follower.ends().values())

    def publish(self, messages, topic="intake.submissions.v1"):
        """Sends messages and returns their places (topic, partition, offset), in the order of the messages."""
        # The default of librdkafka places keys elsewhere than the Java clients do.
        producer = Producer(
            {
                "bootstrap.servers": self.servers,
                "enable.idempotence": True,
                "partitioner": "murmur2_random",
                # The limit of the topic holds for what is sent at once.
                "message.max.bytes": 512 << 10,
                "batch.size": 100_000,
            }
        )
        messages, places, failures = list(messages), {}, []

        def delivered(index):
            def note(error, message):
                if error:
                    failures.append(error)
                else:
                    places[index] = (topic, message.partition(), message.offset())

            return note

        for index, message in enumerate(messages):
            producer.produce(
                self.prefix + topic,
                key=message.key,
                value=message.value,
                headers=message.headers,
                on_delivery=delivered(index),
            )
            producer.poll(0)
        unsent = producer.flush(LIMIT)
        assert not unsent and not failures, (unsent, len(failures), failures[:3])
        return [places[index] for index in range(len(messages))]

    def kcat_produce(self, files, headers, key=None, topic="intake.submissions.v1"):
        """Sends each file as one message with kcat."""
        command = ["kcat", "-P", "-b", self.servers, "-t", self.prefix + topic]
        for name, value in headers:
            command += ["-H", f"{name}={value}"]
        if key:
            command += ["-k", key]
        subprocess.run(command + [str(file) for file in files], check=True, timeout=LIMIT, capture_output=True)

    def kcat_consume(self, topic, format):
        """What kcat prints of a topic from its beginning to its end."""
        command = [
            "kcat",
            "-C",
            "-b",
            self.servers,
            "-t",
            self.prefix + topic,
            "-o",
            "beginning",
            "-e",
            "-q",
            "-f",
            format,
        ]
        return subprocess.run(command, check=True, timeout=LIMIT, capture_output=True).stdout


class Follower:
    """Reads a topic to its end, again and again, from the beginning."""

    def __init__(self, kafka, topic):
        self.topic, self.name = topic, kafka.prefix + topic
        self._records = []
        self._consumer = Consumer(
            {
                "bootstrap.servers": kafka.servers,
                "group.id": "system-tests",
                "enable.auto.commit": False,
                "auto.offset.reset": "error",
                "fetch.wait.max.ms": 20,
                "fetch.max.bytes": 8 << 20,
                # The development broker may send more than it is asked for.
                "receive.message.max.bytes": 1 << 30,
            }
        )
        partitions = self._consumer.list_topics(self.name, timeout=LIMIT).topics[self.name].partitions
        assert partitions, f"there is no topic {self.name}"
        self._next, self._reads = {partition: None for partition in partitions}, False

    def records(self):
        """Everything up to the present end, in the order of the broker's times."""
        self._records += self.fresh()
        return sorted(self._records, key=lambda record: (record.time, record.partition, record.offset))

    def fresh(self):
        """What has come since the last look, up to the present end; it is not kept."""
        if not self._reads:
            # Not before: who asks for ends only would be sent everything.
            self._consumer.assign([TopicPartition(self.name, one, OFFSET_BEGINNING) for one in self._next])
            self._reads = True
        ends, found = self.ends(), []
        self._next = {partition: (position or 0, ends[partition]) for partition, position in self._next.items()}
        idle = 0
        while missing := sum(max(0, end - position) for position, end in self._next.values()):
            # Asking for more than there is would wait for it.
            batch = self._consumer.consume(min(missing, 500), timeout=0.2)
            idle = 0 if batch else idle + 1
            assert idle < LIMIT * 5, f"{self.name}: no record within {LIMIT} s, positions and ends {self._next}"
            for message in batch:
                assert not message.error(), message.error()
                _, end = self._next[message.partition()]
                self._next[message.partition()] = message.offset() + 1, end
                found.append(self._record(message))
        self._next = {partition: position for partition, (position, _) in self._next.items()}
        return found

    def ends(self):
        """The offset that the next record gets, by partition."""
        return {
            partition: self._consumer.get_watermark_offsets(TopicPartition(self.name, partition), timeout=LIMIT)[1]
            for partition in self._next
        }

    def _record(self, message):
        kind, time = message.timestamp()
        return Record(
            topic=self.topic,
            partition=message.partition(),
            offset=message.offset(),
            key=message.key(),
            headers=message.headers() or [],
            value=message.value(),
            time=time,
            is_broker_time=kind == TIMESTAMP_LOG_APPEND_TIME,
        )

    def close(self):
        self._consumer.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


class Publishing(threading.Thread):
    """Sends messages at a steady rate, beside what the test does; `places` has where each of them came to stand."""

    def __init__(self, kafka, messages, per_second, topic="intake.submissions.v1"):
        super().__init__(daemon=True)
        self._kafka, self._messages, self._topic = kafka, messages, topic
        self._per_second, self._ended = per_second, threading.Event()
        self.count, self.places, self.failures = 0, {}, []

    def run(self):
        producer = Producer(
            {"bootstrap.servers": self._kafka.servers, "enable.idempotence": True, "partitioner": "murmur2_random"}
        )
        started = time.monotonic()
        for message in self._messages:
            producer.produce(
                self._kafka.prefix + self._topic,
                key=message.key,
                value=message.value,
                headers=message.headers,
                on_delivery=self._delivered(self.count),
            )
            producer.poll(0)
            self.count += 1
            due = started + self.count / self._per_second
            if self._ended.wait(max(0, due - time.monotonic())):
                break
        if producer.flush(LIMIT):
            self.failures.append("not everything was delivered")

    def _delivered(self, index):
        def note(error, message):
            if error:
                self.failures.append(error)
            else:
                self.places[index] = self._topic, message.partition(), message.offset()

        return note

    def end(self):
        """Sends nothing more, and waits until all that was sent is delivered."""
        self._ended.set()
        self.join()

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, kind, *_):
        if kind:
            self._ended.set()
        self.join()
        assert kind or not self.failures, (len(self.failures), self.failures[:3])
