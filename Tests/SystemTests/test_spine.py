"""One submission travels from another system to a published figure."""

import json
import time

from answers import receipts_by_event
from deployment import ROOT
from figures import releases, rounded
from submissions import SAMPLE, People, binary_headers, structured_json
from waiting import wait_until

LIMIT = 10
STRUCTURED_MODE = [("content-type", "application/cloudevents+json")]
PATH = ("intake.submissions.v1", "intake.receipts.v1", "intake.handover.v1", "intake.state.v1", "cases.state.v1")


def sample_with_id(id, path):
    """A shipped sample as another event."""
    event = json.loads((ROOT / "compose/samples/01-recognised-refugee.json").read_text())
    event["id"] = id
    path.write_text(json.dumps(event, ensure_ascii=False))
    return event


def test_a_structured_sample_from_kcat_becomes_a_case_and_a_count(deployment, tmp_path, measured):
    event = sample_with_id("spine-1", tmp_path / "event.json")
    kafka = deployment.kafka
    before = {topic: kafka.end(topic) for topic in PATH}
    counts = {"I1": None, "I2": None, "B1": None, "B2": {"flow": "inflow"}}
    exact_before = {indicator: deployment.exact(indicator, codes) for indicator, codes in counts.items()}

    started = time.monotonic()
    kafka.kcat_produce([tmp_path / "event.json"], STRUCTURED_MODE, key=event["data"]["clientReference"])
    wait_until(
        lambda: deployment.exact("B2", {"flow": "inflow"}) == exact_before["B2"] + 1,
        LIMIT,
        "the count to change",
        every=0.01,
        detail=deployment.last_words,
    )
    seconds = time.monotonic() - started

    new = {topic: kafka.read(topic) for topic in PATH}
    assert {topic: len(records) - before[topic] for topic, records in new.items()} == dict.fromkeys(PATH, 1)
    submission, receipt, handover, request, case = (new[topic][-1] for topic in PATH)

    answer = json.loads(receipt.value)
    assert answer["event"] == {"source": SAMPLE, "id": "spine-1", "type": event["type"]}
    assert (answer["outcome"], answer["reasons"]) == ("admitted", [])
    assert answer["handle"]
    assert receipt.key == submission.key == event["data"]["clientReference"].encode()

    admission, state = json.loads(handover.value), json.loads(case.value)
    assert handover.key.decode() == admission["caseId"] == state["caseId"] == case.key.decode()
    assert request.key.decode() == admission["requestId"]
    assert json.loads(request.value)["states"][-1]["state"] == "admitted"
    assert admission["municipality"] == "05754008"
    assert b"Alsabbagh" not in handover.value and b"Alsabbagh" in submission.value
    assert state["responsibilities"][0]["post"] == admission["post"]
    assert (state["gender"], state["ageGroup"]) == ("female", "27-44")

    assert submission.time <= receipt.time and submission.time <= handover.time <= case.time
    assert {
        indicator: deployment.exact(indicator, codes) - exact_before[indicator] for indicator, codes in counts.items()
    } == dict.fromkeys(counts, 1)
    shown = deployment.get("case-handling", f"/v1/cases/{state['caseId']}")
    assert "Alsabbagh" in json.dumps(shown, ensure_ascii=False)
    measured(
        f"one submission by kcat: {seconds * 1000:.0f} ms from the start of kcat to the changed count, "
        f"{receipt.time - submission.time} ms to the receipt, {case.time - submission.time} ms to the case state"
    )


def test_twenty_submissions_change_a_figure_of_the_next_release(deployment, tmp_path):
    people, kafka = People(seed=20), deployment.kafka
    place = ("municipality", "05754044")
    with kafka.follow("statistics.figures.v1") as figures:

        def released():
            made = releases(figures.records())
            return made[-1] if made else None

        before = deployment.exact("B1", territory=":".join(place), period="quarter")
        wait_until(
            lambda: before == 0 or (released() and released().value("B1", None, place, "quarter") == rounded(before)),
            LIMIT,
            "what was before to be released",
        )
        files = []
        for number in range(20):
            files.append(tmp_path / f"{number}.json")
            files[-1].write_bytes(structured_json(f"twenty-{number}", people.body(place[1])))
        kafka.kcat_produce(files, STRUCTURED_MODE)
        wait_until(
            lambda: deployment.exact("B1", territory=":".join(place), period="quarter") == before + 20,
            LIMIT,
            "the exact count",
            detail=deployment.last_words,
        )
        release = wait_until(
            lambda: (now := released()) and now.value("B1", None, place, "quarter") == rounded(before + 20) and now,
            LIMIT,
            "the release",
            detail=deployment.last_words,
        )
    assert release.value("B1") == rounded(deployment.exact("B1"))
    assert all(figure["value"] % 5 == 0 for figure in release.figures.values())
    assert all(figure["disclosure"] == {"method": "rounding", "base": 5} for figure in release.figures.values())


def test_every_release_ends_with_a_marker_of_its_number_and_checksum(deployment, foreign_run):
    records = deployment.kafka.read("statistics.figures.v1")
    made = releases(records)
    assert made, "nothing was released"
    for release in made:
        assert release.marker["figures"] == len(release.figures)
        assert release.marker["checksum"] == release.checksum()
    assert len({release.marker["release"] for release in made}) == len(made)
    # Every figure names the release that it came with.
    for release in made:
        own = [figure for figure in release.figures.values() if figure["release"] == release.marker["release"]]
        assert own or release.marker["withdrawnKeys"], "a release without anything new"


def test_the_same_event_again_gets_the_same_receipt_and_other_content_a_refusal(deployment, tmp_path):
    people, kafka = People(seed=30), deployment.kafka
    first, other = (
        structured_json("again-1", people.body("05754008")),
        structured_json("again-1", people.body("05754008")),
    )
    for number, value in enumerate([first, first, other, first]):
        (tmp_path / str(number)).write_bytes(value)
    before = kafka.end("intake.handover.v1")
    with kafka.follow("intake.receipts.v1") as receipts:

        def answers():
            return [record for record in receipts.records() if json.loads(record.value)["event"]["id"] == "again-1"]

        for number in range(4):
            kafka.kcat_produce([tmp_path / str(number)], STRUCTURED_MODE, key="again")
            wait_until(lambda: len(answers()) == number + 1, LIMIT, f"answer {number}", detail=deployment.last_words)
        found = answers()
    outcomes = [json.loads(record.value)["outcome"] for record in found]
    assert outcomes == ["admitted", "admitted", "rejected", "admitted"]
    ids = [record.header("ce_id") for record in found]
    assert ids[0] == ids[1] == ids[3] != ids[2]
    assert json.loads(found[2].value)["reasons"][0]["code"] == "id-reused"
    assert len(receipts_by_event(found)[SAMPLE, "again-1"]) == 2
    assert kafka.end("intake.handover.v1") == before + 1


def test_an_event_over_http_gets_the_receipt_that_the_topic_gives(deployment, tmp_path):
    people, kafka = People(seed=35), deployment.kafka
    first, second = people.body("05754008"), people.body("05754008")
    before = kafka.end("intake.handover.v1")
    status, headers, answer = deployment.request(
        "intake", "/v1/submissions", structured_json("http-1", first), {"content-type": "application/cloudevents+json"}
    )
    assert (status, json.loads(answer)["outcome"]) == (200, "admitted"), answer
    assert headers["Content-Type"].startswith("application/json")
    attributes = {name.replace("ce_", "ce-"): value for name, value in binary_headers("http-2")}
    status, _, answer = deployment.request("intake", "/v1/submissions", json.dumps(second).encode(), attributes)
    assert (status, json.loads(answer)["outcome"]) == (200, "admitted"), answer

    events = [structured_json("http-1", first), structured_json("http-2", second), b'{"specversion": "1.0"}']
    status, _, answer = deployment.request(
        "intake",
        "/v1/submissions",
        b"[" + b",".join(events) + b"]",
        {"content-type": "application/cloudevents-batch+json"},
    )
    told = json.loads(answer)
    assert status == 200
    assert [entry.get("receipt", {}).get("outcome") for entry in told] == ["admitted", "admitted", None]
    assert told[2]["problem"]["code"] == "missing-attribute"

    (tmp_path / "again.json").write_bytes(events[0])
    kafka.kcat_produce([tmp_path / "again.json"], STRUCTURED_MODE)
    with kafka.follow("intake.receipts.v1") as receipts:

        def answers():
            return [record for record in receipts.records() if json.loads(record.value)["event"]["id"] == "http-1"]

        wait_until(lambda: len(answers()) == 3, LIMIT, "the third answer", detail=deployment.last_words)
        assert len({record.header("ce_id") for record in answers()}) == 1
    assert kafka.end("intake.handover.v1") == before + 2
