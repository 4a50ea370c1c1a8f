"""The HTTP API of each service, held against its document (`/openapi.yaml`) with requests that schemathesis invents.

Short by default; KIM_PROVE=1 invents many more. The services are of one deployment of their own, since what is invented
stays in their stores.
"""

import copy
import json
import os
import subprocess
import sys

import openapi_spec_validator
import pytest
import yaml

from deployment import ROOT, SERVICES, Deployment
from kafka_access import Message
from submissions import SAMPLE
from waiting import wait_until

LONG = os.environ.get("KIM_PROVE") == "1"
EXAMPLES = 300 if LONG else 6
SEED = 20261127
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "QUERY")
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "unsupported_method",
    "allow_header_conformance",
)
# Admitted, waiting, parked, unclear who is who, and what is wrong in several ways.
SAMPLES = ("01", "02", "13", "38", "42", "45", "48", "53", "58", "59", "60", "61", "62", "64")


@pytest.fixture(scope="module")
def services():
    """The four services with something of everything in them."""
    with Deployment() as deployment:
        deployment.start_all()
        for number in SAMPLES:
            (file,) = (ROOT / "compose/samples").glob(f"{number}-*.json")
            headers = {"Content-Type": "application/cloudevents+json"}
            deployment.request("intake", "/v1/submissions", file.read_bytes(), headers)
        deployment.kafka.publish([Message(b"no-event", [], b"no event")] * 3)
        deployment.settle()
        wait_until(lambda: len(deployment.items("intake", "/v1/dead-letters")) == 3, 10, "the dead letters")
        assert deployment.items("intake", "/v1/worklist") and deployment.items("case-handling", "/v1/cases")
        yield deployment


@pytest.fixture(scope="module")
def documents(services):
    """What each service says of its API."""

    def document(service):
        status, headers, body = services.request(service, "/openapi.yaml", token="")
        assert (status, headers["Content-Type"]) == (200, "application/yaml")
        return yaml.load(body, yaml.CSafeLoader)

    return {service: document(service) for service in SERVICES}


def operations(document):
    """Method, path and description of each."""
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield method.upper(), path, operation


@pytest.mark.parametrize("service", SERVICES)
def test_the_document_is_valid_and_need_not_be_fetched_twice(services, documents, service):
    openapi_spec_validator.validate(documents[service])
    tag = services.request(service, "/openapi.yaml", token="")[1]["ETag"]
    status, _, body = services.request(service, "/openapi.yaml", headers={"If-None-Match": tag}, token="")
    assert (status, body) == (304, b"")


@pytest.mark.parametrize("service", SERVICES)
def test_every_guarded_operation_refuses_who_shows_no_token_or_a_wrong_one(services, documents, service):
    header, payload, signature = services.token_file.read_text().split(".")
    invalid = 'Bearer error="invalid_token"'
    challenges = {"": "Bearer", "none": invalid, f"{header}.{payload}.{signature[::-1]}": invalid}
    guarded = [(method, path) for method, path, operation in operations(documents[service]) if operation["security"]]
    assert len(guarded) > 8
    for method, path in guarded:
        for token, challenge in challenges.items():
            status, headers, body = ask(services, service, method, path, token)
            assert (status, headers["WWW-Authenticate"]) == (401, challenge), (method, path)
            assert json.loads(body)["type"] == "tag:kim.example,2026:problem:unauthenticated"


@pytest.mark.parametrize("service", SERVICES)
def test_a_method_that_an_address_does_not_have_is_refused_with_those_it_has(services, documents, service):
    permitted = {}
    for method, path, _ in operations(documents[service]):
        permitted.setdefault(path, set()).update({"GET", "HEAD"} if method == "GET" else {method})
    for path, methods in permitted.items():
        for method in set(METHODS) - methods:
            status, headers, body = ask(services, service, method, path)
            assert (status, headers["Allow"]) == (405, ", ".join(sorted(methods))), (method, path)
            assert method == "HEAD" or json.loads(body)["type"] == "tag:kim.example,2026:problem:method-not-allowed"


@pytest.mark.timeout(3600 if LONG else 300)
@pytest.mark.parametrize("service", SERVICES)
def test_every_answer_is_one_that_the_document_promises(services, documents, service, tmp_path, measured):
    file = tmp_path / "openapi.json"
    described = with_known_ids(with_plain_events(copy.deepcopy(documents[service])), services, service)
    if service != "intake" and not LONG:
        # What every service has is the same code.
        for path in set.intersection(*(set(document["paths"]) for document in documents.values())):
            del described["paths"][path]
    file.write_text(json.dumps(described))
    (tmp_path / "schemathesis.toml").write_text(CONFIGURATION + ("" if LONG else SHORTER))
    command = [sys.executable, "-m", "schemathesis.cli", "--no-color", "run", str(file), "--seed", str(SEED)]
    command += ["--url", f"http://127.0.0.1:{services.ports[service]}", "--max-examples", str(EXAMPLES)]
    command += ["--checks", ",".join(CHECKS), "--generation-database", "none", "--suppress-health-check", "all"]
    done = subprocess.run(
        command,
        cwd=tmp_path,
        env=os.environ | {"KIM_TOKEN": services.token_file.read_text()},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-20_000:] + services.last_words()
    (line,) = [line.strip() for line in done.stdout.splitlines() if " generated, " in line]
    measured(f"{service}: schemathesis {line}")
    assert services.is_running(service)


CONFIGURATION = """
continue-on-failure = true
request-timeout = 60
headers = { Authorization = "Bearer ${KIM_TOKEN}" }
"""


# A dry run reads as a submission does.
SHORTER = """
[[operations]]
include-path = "/v1/submissions:validate"
phases.coverage.enabled = false
"""


def with_plain_events(document):
    """What events say is held against its contract elsewhere, and takes too long to invent: here they are any objects
    of a publisher whose events are taken."""
    schemas = document["components"]["schemas"]
    if "Event" in schemas:
        event = schemas["Event"]
        del event["oneOf"]
        event["properties"] |= {"source": {"const": SAMPLE}, "data": {"type": "object"}}
        schemas["EventData"] = {"type": "object"}
    return document


def with_known_ids(document, deployment, service):
    """Whoever invents ids finds nothing."""
    for path, methods in document["paths"].items():
        collection, _, rest = path.partition("/{id}")
        if collection == path:
            continue
        ids = [item["id"] for item in deployment.items(service, collection)][:20]
        parameter = {"name": "id", "in": "path", "required": True, "schema": {"enum": [*ids, "unknown"]}}
        for operation in methods.values():
            others = [one for one in operation["parameters"] if one.get("$ref") != "#/components/parameters/ID"]
            operation["parameters"] = [parameter, *others]
        if rest == "/persons":
            body = methods["post"]["requestBody"]["content"]["application/json"]["schema"]
            body["properties"]["other"] = {"enum": [*ids, "unknown"]}
    return document


def ask(deployment, service, method, path, token=None):
    path = path.replace("{id}", "some").replace("{name}", "genders")
    body = b"{}" if method in ("POST", "PUT", "PATCH") else None
    return deployment.request(service, path, body, token=token, method=method)
