"""A whole deployment on this machine: broker, topics, keys, and the four executables as processes."""

import concurrent.futures
import collections
import contextlib
import ctypes
import json
import os
import pathlib
import random
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

from kafka_access import Kafka
from waiting import wait_until

ROOT = pathlib.Path(__file__).resolve().parents[2]
SERVICES = ("supervision", "case-handling", "intake", "statistics")
# What each of them reads.
INPUTS = {
    "supervision": ("cases.state.v1",),
    "case-handling": ("intake.handover.v1", "supervision.decisions.v1"),
    "intake": ("intake.submissions.v1", "supervision.state.v1", "cases.state.v1"),
    "statistics": ("intake.state.v1", "cases.state.v1"),
}
# What goes from one service to another.
BETWEEN = (
    "intake.handover.v1",
    "intake.state.v1",
    "cases.state.v1",
    "supervision.state.v1",
    "supervision.decisions.v1",
)
START_LIMIT = 30
SETTLE_LIMIT = 60
# Longer than the longest campaign.
TOKEN_MINUTES = 14 * 24 * 60


def free_port():
    """A port that nobody listens on, below the range from which clients' ports are taken."""
    while True:
        port = random.SystemRandom().randrange(20000, 32000)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def end_with_parent():
    """In the child: a test run that is killed leaves no process behind."""
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)


class Deployment:
    """Processes, stores and logs of one deployment in a folder of its own.

    binaries: the folder of the executables; else KIM_TEST_BINARIES, else the debug build.
    keys: the folder of another deployment's key files, for the same pseudonyms.
    release_interval: seconds between releases of figures.
    settings: more environment of the services.
    With KIM_KEEP_FOLDERS=1 the folder of a deployment that failed stays.
    """

    def __init__(self, binaries=None, keys=None, release_interval=2, log_level="info", settings=None):
        self.binaries = pathlib.Path(binaries or os.environ.get("KIM_TEST_BINARIES") or ROOT / ".build/debug")
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="kim-system-"))
        self.keys = pathlib.Path(keys) if keys else self.folder / "keys"
        # Of somebody who may do and see everything.
        self.token_file = self.folder / "token"
        self.stores = self.folder / "stores"
        self.logs = self.folder / "logs"
        self.logs.mkdir()
        self.ports = {service: free_port() for service in SERVICES}
        self.broker_port = free_port()
        self.kafka = Kafka(f"127.0.0.1:{self.broker_port}")
        # Where the services find the broker: a proxy may stand before it.
        self.servers_for_services = self.kafka.servers
        self.release_interval, self.log_level, self.settings = release_interval, log_level, settings or {}
        self._processes = {}
        # The kernel takes the end of the thread that made a process for the end of its parent.
        self._spawner = concurrent.futures.ThreadPoolExecutor(1)
        self._knows_posts = False

    # Whole

    def __enter__(self):
        try:
            self.start_broker()
            self.kim("keys", "init", "--directory", str(self.keys), "--development")
            everything = ("--territory", str(ROOT / "compose/territory.yaml"), "--publisher", "sample")
            self.token_file.write_text(self.token("--all-roles", *everything))
            self.kim("topics", "apply", "--file", str(ROOT / "compose/topics.yaml"))
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(self, kind, *_):
        for name in [*SERVICES, "broker"]:
            with contextlib.suppress(KeyError):
                self.terminate(name)
        self._spawner.shutdown()
        if kind is None or os.environ.get("KIM_KEEP_FOLDERS") != "1":
            shutil.rmtree(self.folder, ignore_errors=True)

    def start_all(self):
        """Starts the four services and waits until submissions find the posts."""
        for service in SERVICES:
            if not self.is_running(service):
                self.start(service)
        for service in SERVICES:
            self.wait_ready(service)
        with self.kafka.follow("supervision.state.v1") as posts:
            wait_until(posts.records, START_LIMIT, "the posts", detail=self.last_words)
        # Else the first submissions would wait for a post, and be answered twice.
        self.wait_caught_up("intake", at_least=0 if self._knows_posts else 1)
        self._knows_posts = True
        return self

    def settle(self, limit=SETTLE_LIMIT):
        """Waits until every service has consumed and published everything, twice in a row."""
        calm = []

        def is_calm():
            statuses = [self.status(service) for service in SERVICES]
            idle = all(status["caughtUp"] and status["outboxPending"] == 0 for status in statuses)
            idle = idle and all(self.has_read_all(service) for service in SERVICES)
            counts = [status["consumed"] for status in statuses] + [self.kafka.end(topic) for topic in BETWEEN]
            calm[:] = [*calm[-1:], counts] if idle else []
            return len(calm) == 2 and calm[0] == calm[1]

        wait_until(is_calm, limit, "all services to settle", every=0.25, detail=self.last_words)

    def has_read_all(self, service):
        """Whether nothing is left in the topics of the service, the first message included: a batch takes its time."""
        read = collections.Counter(dict.fromkeys(INPUTS[service], 0))
        for position in self.get(service, "/v1/positions")["partitions"]:
            read[position["topic"].removeprefix("kim.")] += position["next"]
        return all(count >= self.kafka.end(topic) for topic, count in read.items())

    # Processes

    def start_broker(self):
        command = [
            str(ROOT / "compose/broker"),
            "--port",
            str(self.broker_port),
            "--data-dir",
            str(self.folder / "broker"),
        ]
        self._spawn("broker", command, os.environ)

        def answers():
            with socket.create_connection(("127.0.0.1", self.broker_port), timeout=1):
                return True

        wait_until(answers, START_LIMIT, "the broker", detail=self.last_words)

    def environment(self, service, **changes):
        """What a service is told, with these changes (None takes a key away)."""
        own = {name: value for name, value in os.environ.items() if not name.startswith("KIM_")}
        own |= {
            "KIM_KAFKA_BOOTSTRAP_SERVERS": self.servers_for_services,
            "KIM_STORE_DIRECTORY": str(self.stores),
            "KIM_HTTP_PORT": str(self.ports[service]),
            "KIM_TERRITORY_FILE": str(ROOT / "compose/territory.yaml"),
            "KIM_KEY_FILE": str(self.keys / f"{service}.json"),
            "KIM_PUBLIC_KEYS_FILE": str(self.keys / "public-keys.json"),
            "KIM_JWKS": str(self.keys / "jwks.json"),
            "KIM_MODE": "development",
            "KIM_STATISTICS_RELEASE_INTERVAL": str(self.release_interval),
            "KIM_LOG_LEVEL": self.log_level,
        }
        return {name: value for name, value in (own | self.settings | changes).items() if value is not None}

    def start(self, service, **changes):
        self._spawn(service, [str(self.executable(service))], self.environment(service, **changes))

    def executable(self, service):
        return self.binaries / f"kim-{service}"

    def run_refused(self, service, **changes):
        """Starts a service that must not start; returns its status and what it logged."""
        done = subprocess.run(
            [str(self.executable(service))],
            env=self.environment(service, **changes),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=START_LIMIT,
            text=True,
        )
        return done.returncode, done.stdout

    def _spawn(self, name, command, environment):
        with (self.logs / f"{name}.log").open("ab") as log:
            self._processes[name] = self._spawner.submit(
                subprocess.Popen,
                command,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=end_with_parent,
            ).result()

    def terminate(self, name, limit=20):
        """SIGTERM; returns the exit status and the seconds it took."""
        process = self._processes.pop(name)
        started = time.monotonic()
        process.terminate()
        try:
            process.wait(limit)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        return process.returncode, time.monotonic() - started

    def kill(self, service):
        """SIGKILL. Only for services: the development broker would lose what it acknowledged."""
        process = self._processes.pop(service)
        process.kill()
        process.wait()

    def wait_end(self, service, limit):
        """The status with which a service ends of itself; None when it did not within so many seconds."""
        try:
            status = self._processes[service].wait(limit)
        except subprocess.TimeoutExpired:
            return None
        self._processes.pop(service)
        return status

    def is_running(self, name):
        return name in self._processes and self._processes[name].poll() is None

    def cpu_seconds(self, name):
        """Processor time that a process has used so far, its kernel time included."""
        fields = pathlib.Path(f"/proc/{self._processes[name].pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory(self, name):
        """The bytes of memory that a process has in use for itself: without the files that it maps, as its own code."""
        _, resident, shared, *_ = pathlib.Path(f"/proc/{self._processes[name].pid}/statm").read_text().split()
        return (int(resident) - int(shared)) * os.sysconf("SC_PAGE_SIZE")

    # Looking in

    def kim(self, *arguments, status=0):
        """Runs the operator's command line, which must end with this status (any for None); returns what it prints."""
        own = {name: value for name, value in os.environ.items() if not name.startswith("KIM_")}
        own["KIM_KAFKA_BOOTSTRAP_SERVERS"] = self.kafka.servers
        if self.token_file.exists():
            own["KIM_TOKEN_FILE"] = str(self.token_file)
        done = subprocess.run(
            [str(self.binaries / "kim"), *arguments], env=own, capture_output=True, text=True, timeout=60
        )
        assert status in (None, done.returncode), f"kim {' '.join(arguments)}: {done.returncode}\n{done.stdout}{done.stderr}"
        return done.stdout

    def token(self, *options):
        """A token of the development key, with the options of `kim token`."""
        key = str(self.keys / "development-key.json")
        return self.kim("token", "--key", key, "--minutes", str(TOKEN_MINUTES), *options).strip()

    def request(self, service, path, body=None, headers=None, token=None, method=None):
        """Status, headers and body (bytes) of an answer; also of those that say no.

        token: who asks; somebody who may do everything where absent, nobody where empty.
        method: GET where absent, POST with a body.
        """
        address = f"http://127.0.0.1:{self.ports[service]}{path}"
        token = self.token_file.read_text() if token is None else token
        identity = {"Authorization": f"Bearer {token}"} if token else {}
        request = urllib.request.Request(address, data=body, headers=identity | (headers or {}), method=method)
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return answer.status, answer.headers, answer.read()
        except urllib.error.HTTPError as answer:
            return answer.code, answer.headers, answer.read()

    def get(self, service, path):
        """The JSON of an answer that says yes."""
        status, _, body = self.request(service, path)
        assert status == 200, f"{service} {path}: {status} {body[:500]}"
        return json.loads(body)

    def status(self, service):
        return self.get(service, "/v1/status")

    def items(self, service, path):
        """All items of a list in pages."""
        items, cursor = [], ""
        while True:
            page = self.get(service, f"{path}?limit=500{cursor}")
            items += page["items"]
            if not page.get("next"):
                return items
            cursor = f"&cursor={page['next']}"

    def wait_ready(self, service):
        def ready():
            assert self.is_running(service), f"{service} has ended\n{self.last_words()}"
            return self.request(service, "/health/ready")[0] == 200

        wait_until(ready, START_LIMIT, f"{service} to be ready", detail=self.last_words)

    def wait_caught_up(self, service, at_least=0):
        def caught_up():
            status = self.status(service)
            return status["caughtUp"] and status["consumed"] >= at_least

        wait_until(caught_up, START_LIMIT, f"{service} to catch up", detail=self.last_words)

    def exact(self, indicator, dimensions=None, territory="kreis:05754", period="month"):
        """An exact count of the period that goes on."""
        query = "&".join(f"{name}={code}" for name, code in (dimensions or {}).items())
        answer = self.get("statistics", f"/v1/figures?indicator={indicator}&territory={territory}&{query}")
        values = [
            figure["value"]
            for figure in answer["figures"]
            if figure["period"]["kind"] == period and figure.get("dimensions", {}) == (dimensions or {})
        ]
        assert len(values) == 1, f"{indicator} {dimensions} {territory}: {answer}"
        return values[0]

    def last_words(self):
        """The ends of all logs, for messages of failures."""
        words = []
        for log in sorted(self.logs.glob("*.log")):
            lines = log.read_text(errors="replace").splitlines()[-6:]
            words += [f"--- {log.name}", *lines]
        return "\n".join(["", *words])
