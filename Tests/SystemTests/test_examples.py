"""The published examples: all that publishers are told about is among them, and schema and service take each.

That the Swift types read and write each of them unchanged is held by ContractsSchemaTests.
"""

import json

import pytest

import schemas
from generation import rehearsed
from submissions import CHANGE, CORRECTION, TYPE, WITHDRAWAL

RECEIPT = "de.kim.intake.receipt.v1"
EXAMPLES = {
    (folder.name, file.stem): json.loads(file.read_text())
    for folder in sorted((schemas.CONTRACTS / "examples").iterdir())
    for file in sorted(folder.iterdir())
}
PUBLIC = {name: body for name, body in EXAMPLES.items() if name[0] in (TYPE, CORRECTION, WITHDRAWAL, CHANGE)}


def axes(body):
    return {sphere["axis"] for sphere in body["legalSpheres"]}


# What must be there, and by what it is told that it is this.
PROMISED = {
    "minimal adult": (
        TYPE, "minimal-adult", lambda body: set(body) <= set(schemas.of(TYPE).schema["required"])),
    "family with mixed spheres": (
        TYPE, "family-between-legal-spheres",
        lambda body: len(body["household"]["members"]) > 1
        and any(one.get("legalSpheres") not in (None, body["legalSpheres"]) for one in body["household"]["members"]),
    ),
    "mononym, born on 1 January": (
        TYPE, "mononym-born-on-1-january",
        lambda body: "full" in body["client"]["name"] and body["client"]["birth"]["date"].endswith("-01-01"),
    ),
    "Kosovo and a second nationality": (
        TYPE, "kosovo-and-second-nationality",
        lambda body: "XKX" in body["client"]["nationalities"] and len(body["client"]["nationalities"]) == 2,
    ),
    "minor with guardian": (
        TYPE, "minor-with-guardian", lambda body: body["client"]["representation"]["kind"] == "guardian"),
    "blocked address": (
        TYPE, "blocked-address",
        lambda body: body["client"]["contact"]["addressBlocked"] and "address" not in body["client"]["contact"],
    ),
    "half of a change, by the authority that ends": (
        CHANGE, "half-that-ends", lambda body: "ends" in body and "begins" not in body),
    "half of a change, by the authority that begins": (
        CHANGE, "half-that-begins", lambda body: "begins" in body and "ends" not in body),
    "correction of an error": (CORRECTION, "error", lambda body: body["kind"] == "error"),
    "correction of a change": (CORRECTION, "change", lambda body: body["kind"] == "change" and body["effectiveOn"]),
    "overtaking withdrawal": (WITHDRAWAL, "overtaking", lambda body: body["reason"] == "no-longer-needed"),
    "EU citizen without benefits": (
        TYPE, "eu-citizen-without-benefits",
        lambda body: {"FREIZUEGG_EU", "UNSECURED", "OWN_INCOME"} & {one["code"] for one in body["legalSpheres"]}
        and "supplementary" not in axes(body),
    ),
    "receipt with three errors and a warning": (
        RECEIPT, "three-errors-and-a-warning", lambda body: (len(body["reasons"]), len(body["warnings"])) == (3, 1)),
}  # fmt: skip


@pytest.mark.parametrize("name", PROMISED)
def test_the_example_is_there_and_says_what_it_is_about(name):
    type, file, says = PROMISED[name]
    assert says(EXAMPLES[type, file])


def test_the_halves_of_a_change_name_the_same_change():
    ending, beginning = EXAMPLES[CHANGE, "half-that-ends"], EXAMPLES[CHANGE, "half-that-begins"]
    assert (ending["axis"], ending["changeReference"]) == (beginning["axis"], beginning["changeReference"])


@pytest.mark.parametrize("name", EXAMPLES, ids="/".join)
def test_the_example_fulfils_the_published_schema(name):
    assert not [error.message for error in schemas.of(name[0]).iter_errors(EXAMPLES[name])]


@pytest.mark.parametrize("name", PUBLIC, ids="/".join)
def test_the_service_takes_the_example(deployment, name):
    expected = {TYPE: {"admitted", "parked", "waiting"}, WITHDRAWAL: {"recorded"}}
    receipt = rehearsed(deployment, name[0], PUBLIC[name])
    assert receipt["outcome"] in expected.get(name[0], {"not-matched"}), receipt
