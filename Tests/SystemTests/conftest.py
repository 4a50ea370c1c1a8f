"""Deployments for the tests, and what was measured."""

import pytest

import foreign
import generation
from answers import event_of, origin
from deployment import Deployment
from waiting import wait_until

MEASURED = []


@pytest.fixture(scope="session")
def deployment():
    """One deployment for all tests that kill nothing; it logs everything that it ever would."""
    with Deployment(log_level="debug") as deployment:
        yield deployment.start_all()


@pytest.fixture(scope="session")
def foreign_run(deployment, tmp_path_factory):
    """2,100 submissions of foreign clients, all of them answered."""
    run = foreign.run(deployment.kafka, tmp_path_factory.mktemp("kcat"))
    answered = {sent.id for sent, _ in run.expected(*set(run.outcomes()) - {"unreadable"})}
    unreadable = {place for _, place in run.expected("unreadable")}
    with (
        deployment.kafka.follow("intake.receipts.v1") as receipts,
        deployment.kafka.follow("intake.dead-letters.v1") as letters,
    ):

        def missing():
            receipt_ids = {id for _, id in map(event_of, receipts.records())}
            return len(answered - receipt_ids), len(unreadable - {origin(letter) for letter in letters.records()})

        wait_until(
            lambda: missing() == (0, 0),
            240,
            "all receipts and dead letters",
            every=0.25,
            detail=lambda: f"missing receipts and dead letters: {missing()}{deployment.last_words()}",
        )
    deployment.settle()
    return run


@pytest.fixture(scope="session")
def generated_run(deployment):
    """500 events that are made of the published schemas."""
    return generation.Run(deployment)


@pytest.fixture
def measured():
    """Notes a line that is printed at the end of the run."""
    return MEASURED.append


def pytest_terminal_summary(terminalreporter):
    if MEASURED:
        terminalreporter.section("measured")
        for line in MEASURED:
            terminalreporter.line(line)
