"""The published schemas as validators, and the documents beside them."""

import datetime
import functools
import json

import jsonschema

from deployment import ROOT

CONTRACTS = ROOT / "Shared/Contracts"
formats = jsonschema.FormatChecker(formats=["date"])


@formats.checks("date-time", raises=ValueError)
def is_instant(text):
    return not isinstance(text, str) or datetime.datetime.fromisoformat(text).tzinfo is not None


@functools.cache
def of(type):
    """The validator of an event type."""
    text = (CONTRACTS / f"schemas/{type}.schema.json").read_text()
    return jsonschema.Draft202012Validator(json.loads(text), format_checker=formats)
