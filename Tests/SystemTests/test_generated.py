"""Bodies that are made of the published schemas: services, types and schemas agree on them, and on what is wrong."""

import pytest

import generated
import schemas
from answers import codes
from generation import rehearsed, significant
from submissions import CHANGE, CORRECTION, TYPE, WITHDRAWAL

FAULTY = 150
# What is told of a sound event for its publisher to think about.
REMARKS = {"january-first-year-only", "overlapping-livelihood", "not-an-emergency-service"}


def errors(type, body):
    return [f"{error.json_path}: {error.message[:150]}" for error in schemas.of(type).iter_errors(body)]


def test_the_generated_events_are_of_all_four_types_and_fulfil_their_schemas(generated_run):
    assert len(generated_run.events) == 500
    assert {event.type for event in generated_run.events} == {TYPE, CORRECTION, WITHDRAWAL, CHANGE}
    wrong = [(event.id, found) for event in generated_run.events if (found := errors(event.type, event.body))]
    assert not wrong, wrong[:5]


def test_the_service_accepts_every_generated_event(deployment, generated_run):
    expected = dict.fromkeys(generated_run.parked, "parked") | dict.fromkeys(generated_run.admitted, "admitted")
    wrong = []
    for event, receipt in generated_run.receipts.items():
        told = receipt["outcome"], codes(receipt["warnings"]) - REMARKS
        if told != (expected.get(event, "recorded"), set()):
            wrong.append((event.id, event.type, told, receipt["reasons"]))
    assert not wrong, wrong[:5]
    assert len(generated_run.receipts) == 500
    # And says the same beforehand.
    for event in generated_run.events[::10]:
        receipt = rehearsed(deployment, event.type, event.body)
        assert receipt["outcome"] in ("admitted", "duplicate", "parked", "waiting", "not-matched", "recorded"), receipt


def test_what_the_types_write_of_a_submission_is_what_was_sent_and_fulfils_the_schema(generated_run):
    corrected = {event.about: event.body["data"] for event in generated_run.corrections}
    withdrawn = {event.about for event in generated_run.withdrawals}
    wrong, kept = [], 0
    for event in generated_run.parked + generated_run.admitted:
        if event in withdrawn:
            continue
        written = generated_run.shown(event)["submission"]
        if significant(written) != significant(corrected.get(event, event.body)):
            wrong.append(event.id)
        wrong += errors(TYPE, written)
        kept += 1
    assert not wrong, (len(wrong), wrong[:5])
    assert kept == 380


def test_what_the_types_write_of_a_change_is_what_was_sent_and_fulfils_the_schema(generated_run):
    wrong = []
    for event in generated_run.changes:
        (proposal,) = generated_run.shown(event.about)["proposals"]
        change = proposal["content"]["legalSphereChange"]
        written = {name: change[name] for name in ("axis", "changeReference")} | {"client": event.body["client"]}
        for name in ("ends", "begins"):
            if half := change.get(name):
                written |= {name: half["sphere"], "state": half["state"], "transmission": half["transmission"]}
        if significant(written) != significant(event.body) or errors(CHANGE, written):
            wrong.append((event.id, errors(CHANGE, written)))
    assert not wrong, (len(wrong), wrong[:5])


def test_exactly_one_fault_is_found_by_the_schema_and_by_the_service_at_its_place(deployment):
    generator = generated.Generator(seed=71)
    wrong, places = [], set()
    for _ in range(FAULTY):
        type = generator.random.choices((TYPE, CORRECTION, WITHDRAWAL, CHANGE), (7, 1, 1, 1))[0]
        body = generator.body(type)
        found = list(generated.candidates(body, generator.schemas[type], generator.definitions))
        # The fields of the top are few beside those of long lists.
        place = generator.random.choice(sorted({pointer.split("/")[1] for pointer, _, _ in found if pointer} | {""}))
        found = [one for one in found if (one[0].split("/") + [""])[1] == place]
        pointer, code, spoil = generator.random.choice(found)
        faulty = spoil(body)
        receipt = rehearsed(deployment, type, faulty)
        told = {(issue.get("pointer", ""), issue["code"]) for issue in receipt["reasons"]}
        if receipt["outcome"] != "rejected" or (pointer, code) not in told or len(told) != 1:
            wrong.append((type, pointer, code, receipt["outcome"], sorted(told)))
        if not errors(type, faulty):
            wrong.append((type, pointer, code, "the schema accepts it"))
        places.add((type, place, code))
    assert not wrong, (len(wrong), wrong[:8])
    assert len(places) > FAULTY / 3


@pytest.mark.parametrize("name, code, spoil", generated.WIDER, ids=[name for name, _, _ in generated.WIDER])
def test_what_only_the_service_refuses_is_known(deployment, name, code, spoil):
    generator = generated.Generator(seed=72)
    body = next(body for body in iter(lambda: generator.body(TYPE), None) if len(body["client"]["name"]) > 1)
    body["legalSpheres"] = []
    receipt = rehearsed(deployment, TYPE, spoil(body))
    assert receipt["outcome"] == "rejected"
    assert code in codes(receipt["reasons"])
    assert not errors(TYPE, spoil(body))
