"""Topics that are not the ones a service was reading: it says so, loses nothing, and goes on when told to."""

import shutil

from answers import receipts_by_event
from deployment import Deployment
from submissions import SAMPLE, People, message
from waiting import wait_until


def test_topics_made_anew_stop_the_services_until_kim_positions_accepts_them():
    people = People(seed=7)
    with Deployment() as deployment:
        deployment.start_all()
        deployment.kafka.publish([message("binary", f"before-{n}", people.body(), SAMPLE) for n in range(12)])
        deployment.settle()
        cases = {item["id"] for item in deployment.items("case-handling", "/v1/cases")}

        deployment.terminate("intake")
        deployment.terminate("broker")
        shutil.rmtree(deployment.folder / "broker")
        deployment.start_broker()
        deployment.kim("topics", "apply", "--file", "compose/topics.yaml")
        later = [message("binary", f"after-{n}", people.body(), SAMPLE) for n in range(12)]
        deployment.kafka.publish(later)
        deployment.start("intake")

        def trouble():
            return deployment.get("intake", "/v1/positions").get("trouble")

        found = wait_until(trouble, 30, "the trouble", detail=deployment.last_words)
        assert found["topic"] == "kim.intake.submissions.v1" or found["topic"].endswith(".state.v1")
        assert "kim positions accept" in found["description"]
        status, _, body = deployment.request("intake", "/health/ready")
        assert status == 503 and found["topic"] in body.decode()
        assert not deployment.kafka.read("intake.receipts.v1")

        order = ("intake", "case-handling", "supervision", "statistics")
        ports = ",".join(str(deployment.ports[name]) for name in order)

        def goes_on():
            for service in deployment.ports:
                current = deployment.get(service, "/v1/positions").get("trouble")
                if current:
                    deployment.kim("positions", "accept", "--ports", ports, current["topic"])
            return len(receipts_by_event(deployment.kafka.read("intake.receipts.v1"))) >= len(later)

        wait_until(goes_on, 60, "the receipts of what came later", every=0.25, detail=deployment.last_words)
        wait_until(
            lambda: len(deployment.items("case-handling", "/v1/cases")) > len(cases),
            30,
            "cases of what came later",
            detail=deployment.last_words,
        )
        assert cases <= {item["id"] for item in deployment.items("case-handling", "/v1/cases")}
