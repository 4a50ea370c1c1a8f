"""Submissions of clients that know nothing of us but the contract: confluent-kafka, cloudevents, kcat."""

import collections
import json

import broken
from answers import codes, current, origin, receipts_by_event
from figures import releases, rounded
from submissions import ABH, SAMPLE, People, message
from waiting import wait_until


def test_there_are_enough_ways_to_be_broken(foreign_run):
    kinds = {sent.name for sent in foreign_run.sent if sent.outcome in ("rejected", "unreadable")}
    wrong = len(foreign_run.expected("rejected", "unreadable"))
    assert len(foreign_run.sent) == 2100
    assert len(kinds) >= 50
    assert 0.04 * 2100 <= wrong <= 0.06 * 2100


def test_every_readable_submission_gets_exactly_one_receipt_with_the_right_outcome(deployment, foreign_run):
    receipts = receipts_by_event(deployment.kafka.read("intake.receipts.v1"))
    wrong = []
    for sent, place in foreign_run.expected(*set(foreign_run.outcomes()) - {"unreadable"}):
        answers = list(receipts[sent.source, sent.id].values())
        told = [(answer["outcome"], codes(answer["reasons"] + answer["warnings"])) for answer in answers]
        right = len(told) == 1 and told[0][0] == sent.outcome and (sent.code is None or sent.code in told[0][1])
        if not right:
            wrong.append((sent.name, place, (sent.outcome, sent.code), told))
    assert not wrong, wrong


def test_every_unreadable_message_gets_one_dead_letter_with_its_original_bytes(deployment, foreign_run):
    letters = collections.defaultdict(list)
    for letter in deployment.kafka.read("intake.dead-letters.v1"):
        letters[origin(letter)].append(letter)
    wrong = []
    for sent, place in foreign_run.expected("unreadable"):
        found = letters.pop(place, [])
        if len(found) != 1:
            wrong.append((sent.name, place, f"{len(found)} dead letters"))
            continue
        letter = found[0]
        added = ("__connect.errors.", "kim.original.key")
        headers = [header for header in letter.headers if not header[0].startswith(added)]
        if letter.value != sent.message.value:
            wrong.append((sent.name, place, "other bytes", letter.value, sent.message.value))
        if headers != sent.message.headers:
            wrong.append((sent.name, place, "other headers", headers, sent.message.headers))
        if letter.header("__connect.errors.exception.message") != sent.code:
            wrong.append((sent.name, place, sent.code, letter.header("__connect.errors.exception.message")))
    assert not wrong, wrong
    unexpected = {
        letter.header("__connect.errors.exception.class.name") for found in letters.values() for letter in found
    }
    assert unexpected <= {"unreadable"}, f"readable submissions among the dead letters: {unexpected}"


def test_nothing_of_what_was_refused_becomes_a_case(deployment, foreign_run):
    kafka = deployment.kafka
    admissions = {record.key for record in kafka.read("intake.handover.v1")}
    admitted = [
        answer
        for answers in receipts_by_event(kafka.read("intake.receipts.v1")).values()
        for answer in answers.values()
        if answer["outcome"] == "admitted"
    ]
    cases = {item["id"] for item in deployment.items("case-handling", "/v1/cases")}
    assert len(admissions) == len(admitted) == len(cases)
    assert {key.decode() for key in admissions} == cases
    assert len({answer["handle"] for answer in admitted}) == len(admitted)


def test_exact_and_published_figures_agree_with_what_was_sent(deployment, foreign_run):
    kafka = deployment.kafka
    requests = current(kafka.read("intake.state.v1"))
    last = [request["states"][-1]["state"] for request in requests.values()]
    cases = current(kafka.read("cases.state.v1"))
    assert len(requests) >= foreign_run.requests()
    assert deployment.exact("I1") == len(requests)
    assert deployment.exact("I2", {"outcome": "admitted"}) == last.count("admitted") == len(cases)
    assert deployment.exact("I2", {"outcome": "no-kim-offer"}) == last.count("redirected")
    assert deployment.exact("B1") == deployment.exact("B2", {"flow": "inflow"}) == len(cases)

    with kafka.follow("statistics.figures.v1") as figures:
        wait_until(
            lambda: releases(figures.records())[-1].value("B1") == rounded(len(cases)),
            15,
            "the release",
            detail=deployment.last_words,
        )
        release = releases(figures.records())[-1]
    assert release.value("I1") == rounded(len(requests))
    assert release.value("B2", {"flow": "inflow"}) == rounded(len(cases))


def test_kcat_reads_the_same_receipts_and_figures(deployment, foreign_run):
    kafka = deployment.kafka
    outcomes = collections.Counter(
        json.loads(line)["outcome"] for line in kafka.kcat_consume("intake.receipts.v1", "%s\n").splitlines()
    )
    assert sum(outcomes.values()) == kafka.end("intake.receipts.v1")
    assert outcomes["admitted"] >= foreign_run.outcomes()["admitted"]
    lines = kafka.kcat_consume("statistics.figures.v1", "%k\t%s\n").decode().splitlines()
    figures = dict(line.split("\t", 1) for line in lines if line.startswith("B1;month:"))
    kreis = next(json.loads(value) for key, value in figures.items() if key.endswith(";kreis:05754"))
    assert kreis["value"] == rounded(deployment.exact("B1"))


def test_two_publishers_may_use_the_same_event_id(deployment):
    people, kafka = People(seed=40), deployment.kafka
    before = {record.key for record in kafka.read("intake.handover.v1")}
    for mode in broken.MODES:
        bodies = [people.body("05754008"), people.body("05754008")]
        for body in bodies:
            body["clientReference"] = f"the-same-reference-{mode}"
        kafka.publish(message(mode, f"the-same-id-{mode}", body, source) for body, source in zip(bodies, (SAMPLE, ABH)))
    with kafka.follow("intake.receipts.v1") as receipts:

        def answers():
            found = receipts_by_event(receipts.records())
            events = [(source, f"the-same-id-{mode}") for source in (SAMPLE, ABH) for mode in broken.MODES]
            told = [list(found[event].values()) for event in events]
            return told if all(told) else None

        told = wait_until(answers, 10, "four receipts", detail=deployment.last_words)
    assert [[answer["outcome"] for answer in answers] for answers in told] == [["admitted"]] * 4
    assert len({answer["handle"] for answers in told for answer in answers}) == 4
    after = {record.key for record in kafka.read("intake.handover.v1")}
    assert len(after - before) == 4
