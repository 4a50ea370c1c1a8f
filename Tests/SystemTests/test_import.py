"""Lists of offices without an interface: the dry run, the sending, and the same again."""

import csv
import io
import json
import re

from answers import current
from deployment import ROOT
from submissions import SAMPLE
from waiting import wait_until

LIST = ROOT / "compose/samples/import/clients.csv"
MAP = ROOT / "compose/samples/import/map.yaml"
FAULTY = "Haidari"
# What may be said of a person: where the row is. Columns have their names in the map.
PERSONAL = ("Aktenzeichen", "Nachname", "Vorname", "Geburtsdatum", "Telefon", "Bemerkung")


def people():
    with LIST.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def run(deployment, tmp_path, *options, status):
    """Runs the command; its report, by the line of the list, and everything that it printed."""
    ports = ",".join(str(deployment.ports[name]) for name in ("intake", "case-handling", "supervision", "statistics"))
    file = tmp_path / "report.csv"
    printed = deployment.kim(
        "import", str(LIST), "--map", str(MAP), "--ports", ports, "--report", str(file), *options, status=status
    )
    text = file.read_bytes().decode()
    rows = {int(row["line"]): row for row in csv.DictReader(io.StringIO(text, newline=""), delimiter=";")}
    return rows, printed + text


def requests(deployment):
    return current(deployment.kafka.read("intake.state.v1"))


def receipts(deployment, ids):
    """Of these events: the ids of their receipts."""
    found = {id: set() for id in ids}
    for record in deployment.kafka.read("intake.receipts.v1"):
        event = json.loads(record.value)["event"]
        if event["source"] == SAMPLE and event["id"] in found:
            found[event["id"]].add(record.header("ce_id"))
    return found


def faulty_line():
    lines = LIST.read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if FAULTY in line)


def test_the_dry_run_names_the_columns_of_a_faulty_row_and_sends_nothing(deployment, tmp_path):
    deployment.settle()
    before = requests(deployment), deployment.kafka.end("intake.receipts.v1")
    report, _ = run(deployment, tmp_path, status=1)
    assert len(report) == len(people())
    faulty = report.pop(faulty_line())
    assert faulty["outcome"] == "rejected"
    assert set(re.findall(r"\((.*?)\)", faulty["reasons"])) == {"Geburtsdatum", "Geschlecht"}
    assert {row["outcome"] for row in report.values()} == {"admitted"}
    assert {row["sent"] for row in [faulty, *report.values()]} == {"no"}
    deployment.settle()
    assert (requests(deployment), deployment.kafka.end("intake.receipts.v1")) == before


def test_a_list_with_a_faulty_row_is_sent_without_it_only_when_told_so(deployment, tmp_path):
    deployment.settle()
    before = deployment.kafka.end("intake.receipts.v1")
    report, _ = run(deployment, tmp_path, "--send", status=1)
    assert {row["sent"] for row in report.values()} == {"no"}
    assert deployment.kafka.end("intake.receipts.v1") == before


def test_each_good_row_gets_one_receipt_however_often_it_is_imported(deployment, tmp_path):
    first, _ = run(deployment, tmp_path, "--send", "--skip-errors", status=1)
    assert first.pop(faulty_line())["sent"] == "no"
    assert {row["outcome"] for row in first.values()} == {"admitted"}
    assert {row["sent"] for row in first.values()} == {"yes"}
    ids = [row["event"] for row in first.values()]
    wait_until(lambda: all(receipts(deployment, ids).values()), 20, "all receipts", detail=deployment.last_words)
    deployment.settle()
    answered, known = receipts(deployment, ids), requests(deployment)
    assert {len(receipts) for receipts in answered.values()} == {1}

    again, _ = run(deployment, tmp_path, "--send", "--skip-errors", status=1)
    again.pop(faulty_line())
    assert again == first
    deployment.settle()
    assert receipts(deployment, ids) == answered
    assert requests(deployment) == known


def test_nothing_of_a_person_is_printed_or_reported(deployment, tmp_path):
    _, words = run(deployment, tmp_path, "--send", "--skip-errors", status=1)
    cells = {person[column] for person in people() for column in PERSONAL if person[column]}
    assert len(cells) > 20
    assert not [cell for cell in cells if cell in words]
