"""What the AsyncAPI documents say that each service sends and receives."""

import dataclasses

import jsonschema
import yaml

from schemas import CONTRACTS

DOCUMENTS = CONTRACTS / "asyncapi"
COMMON = yaml.safe_load((DOCUMENTS / "common.yaml").read_text())


@dataclasses.dataclass(frozen=True, order=True)
class Use:
    """A service sends or receives a kind of message on a topic, which stands without prefix."""

    service: str
    action: str
    topic: str
    message: str


def at(document, reference):
    """What a reference leads to, with the document that it stands in."""
    file, pointer = reference.split("#")
    document = COMMON if file else document
    for name in pointer.strip("/").split("/"):
        document = document[name]
    return at(document, document["$ref"]) if "$ref" in document else document


def uses(service):
    """Everything that the document of a service declares."""
    document = yaml.safe_load((DOCUMENTS / f"{service}.yaml").read_text())
    for operation in document["operations"].values():
        topic = at(document, operation["channel"]["$ref"])["address"].removeprefix("{prefix}")
        for one in operation["messages"]:
            yield Use(service, operation["action"], topic, at(document, one["$ref"])["name"])


def headers_fault(message, record):
    """What is wrong with the headers and the key of a record, after the declaration of its message."""
    declared = next(one for one in COMMON["components"]["messages"].values() if one["name"] == message)
    faults = []
    if "headers" in declared:
        found = {name: value.decode(errors="replace") for name, value in record.headers}
        validator = jsonschema.Draft202012Validator(at(COMMON, declared["headers"]["$ref"]))
        faults = [error.message for error in validator.iter_errors(found)]
    key = at(COMMON, declared["bindings"]["$ref"])["kafka"]["key"]
    return faults + [error.message for error in jsonschema.Draft202012Validator(key).iter_errors(record.key.decode())]
