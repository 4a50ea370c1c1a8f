"""Who may do and see what, asked of the running services."""

import json

import pytest

from deployment import SERVICES

GUARDED = {
    "intake": "/v1/requests",
    "case-handling": "/v1/cases",
    "supervision": "/v1/posts",
    "statistics": "/v1/figures",
}


@pytest.mark.parametrize("service", SERVICES)
def test_nobody_is_answered_without_a_token(deployment, service):
    status, headers, body = deployment.request(service, GUARDED[service], token="")
    assert (status, headers["WWW-Authenticate"]) == (401, "Bearer")
    assert json.loads(body)["title"] == "Bitte melden Sie sich an"


@pytest.mark.parametrize("service", SERVICES)
def test_operators_see_how_the_service_fares_and_nothing_else(deployment, service):
    token = deployment.token("--role", "operator")
    assert deployment.request(service, "/v1/status", token=token)[0] == 200
    assert deployment.request(service, GUARDED[service], token=token)[0] == 403


def test_a_role_without_claims_sees_nothing(deployment, foreign_run):
    for service, path, role in [
        ("intake", "/v1/requests", "intake-clerk"),
        ("case-handling", "/v1/cases", "case-manager"),
        ("case-handling", "/v1/cases", "coordinator"),
        ("supervision", "/v1/notices", "supervisor"),
    ]:
        status, _, body = deployment.request(service, path, token=deployment.token("--role", role))
        assert (status, json.loads(body)["items"]) == (200, []), (path, role)
    assert deployment.items("case-handling", "/v1/cases")


def test_a_coordinator_sees_the_cases_of_her_scope_and_others_as_if_they_did_not_exist(deployment, foreign_run):
    everything = {case["id"]: case["municipality"] for case in deployment.items("case-handling", "/v1/cases")}
    token = deployment.token("--role", "coordinator", "--scope", "stadt-gt")
    status, _, body = deployment.request("case-handling", "/v1/cases?limit=500", token=token)
    assert status == 200
    assert {case["municipality"] for case in json.loads(body)["items"]} <= {"05754008"}
    for case, municipality in list(everything.items())[:40]:
        status = deployment.request("case-handling", f"/v1/cases/{case}", token=token)[0]
        assert status == (200 if municipality == "05754008" else 404)


@pytest.mark.parametrize("service", SERVICES)
def test_a_development_key_stops_the_start_in_production_mode(deployment, service):
    status, words = deployment.run_refused(
        service,
        KIM_MODE=None,
        KIM_JWT_ISSUER="https://issuer.example",
        KIM_STORE_DIRECTORY=str(deployment.folder / "other"),
    )
    assert status == 78
    assert "KIM_JWKS" in words and "KIM_MODE=production" in words
