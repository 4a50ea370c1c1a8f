"""The pages of clearing staff in a browser: by keyboard alone, without scripts, in both languages, for everybody."""

import copy
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect, sync_playwright

from answers import receipts_by_event
from deployment import Deployment
from submissions import JOBCENTER, SAMPLE, People, message
from waiting import wait_until

TOWNS = [f"05754{number:03}" for number in range(4, 53, 4)]
STEINHAGEN = "05754040"
# Towns with a post, one for each decision of each run, so that a request is found by its town.
CLEARED = {
    "de": {"admitted": ("Gütersloh", "05754008"), "redirected": ("Verl", "05754044"), "rejected": ("Rietberg", "05754032")},
    "en": {"admitted": ("Halle", "05754012"), "redirected": ("Herzebrock", "05754020"), "rejected": ("Borgholz", "05754004")},
}
TWINS = ("Harsewinkel", "05754016")
TRIPLETS = ("Langenberg", "05754024")
WORDS = {
    "de": {"save": "Entscheidung speichern", "fault": "Wählen Sie einen Grund.", "decided": "Entschieden"},
    "en": {"save": "Save decision", "fault": "Choose a reason.", "decided": "Decided"},
}
# The radio buttons in the order of the form.
OUTCOMES = ["admitted", "advised", "redirected", "rejected", "parked"]
TABS = 120
AXE = Axe()
expect.set_options(timeout=15_000)


@pytest.fixture(scope="module")
def deployment():
    """A deployment of its own: what is decided here would be missing elsewhere."""
    with Deployment() as deployment:
        deployment.start_all()
        people = People(5)
        submissions = {}
        for language, towns in CLEARED.items():
            for outcome, (_, town) in towns.items():
                submissions[f"{language}-{outcome}"] = people.body(municipality=town)
        # Twice the same person under two references, who therefore stays a question.
        twin = people.body(municipality=TWINS[1])
        submissions["twin-1"] = twin
        submissions["twin-2"] = copy.deepcopy(twin) | {"clientReference": "another-reference"}
        triplet = people.body(municipality=TRIPLETS[1])
        for number in range(3):
            submissions[f"triplet-{number}"] = copy.deepcopy(triplet) | {"clientReference": f"triplet-{number}"}
        messages = [message("structured", id, body, JOBCENTER) for id, body in submissions.items()]
        messages.append(message("structured", "unserved", people.body(municipality=STEINHAGEN), SAMPLE))
        messages.append(message("structured", "faulty", people.body() | {"needs": ["weather"]}, SAMPLE))
        deployment.kafka.publish(messages)
        wait_until(
            lambda: len(deployment.items("intake", "/v1/worklist")) == len(submissions),
            30,
            "the worklist",
            detail=deployment.last_words,
        )
        yield deployment


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        # Nothing is seen of it, and pages need no graphics: two cores draw slowly.
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        )
        yield browser
        browser.close()


@pytest.fixture
def sign_in(deployment, browser):
    """Opens a browser for a clerk who has just signed in; takes the options of a browser context."""
    contexts = []

    def sign_in(**options):
        context = browser.new_context(base_url=f"http://127.0.0.1:{deployment.ports['intake']}", **options)
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.goto(address_of_sign_in(deployment))
        return page

    yield sign_in
    for context in contexts:
        context.close()


def address_of_sign_in(deployment):
    ports = [str(deployment.ports[service]) for service in ("intake", "case-handling", "supervision", "statistics")]
    towns = [option for town in TOWNS for option in ("--municipality", town)]
    key = str(deployment.keys / "development-key.json")
    login = ("login", "--service", "intake", "--role", "intake-clerk", "--subject", "clerk-1", "--key", key)
    return deployment.kim(*login, "--ports", ",".join(ports), *towns).strip()


# Keyboard


def focus(page, selector):
    """Presses Tab until what is meant has the focus, as somebody without a mouse would."""
    target = page.locator(selector)
    expect(target).to_have_count(1)
    for _ in range(TABS):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} is not reached by {TABS} tabs")


def open_request(page, town):
    page.goto("/worklist")
    row = page.get_by_role("row").filter(has_text=town)
    expect(row).to_have_count(1)
    focus(page, f'a[href="{row.get_by_role("link").get_attribute("href")}"]')
    page.keyboard.press("Enter")
    expect(page.locator("#decision")).to_be_visible()


def choose(page, outcome):
    """Goes to the radio buttons and with the arrow keys to an outcome."""
    focus(page, "#outcome-admitted")
    if outcome == "admitted":
        page.keyboard.press("Space")
    for _ in range(OUTCOMES.index(outcome)):
        page.keyboard.press("ArrowDown")
    expect(page.locator(f"#outcome-{outcome}")).to_be_checked()


def save(page, language):
    focus(page, f'main button:has-text("{WORDS[language]["save"]}")')
    page.keyboard.press("Enter")


def answer(page, question, yes):
    focus(page, f"#{question}-yes")
    page.keyboard.press("Space" if yes else "ArrowDown")


def expect_decided(page, language):
    expect(page).to_have_url(re.compile("/worklist"))
    expect(page.get_by_role("status")).to_contain_text(WORDS[language]["decided"])


@pytest.mark.parametrize(("language", "scripts"), [("de", True), ("en", False)])
def test_a_clerk_clears_three_requests_by_keyboard_alone_and_the_publisher_is_told(
    deployment, sign_in, language, scripts
):
    page = sign_in(java_script_enabled=scripts)
    page.goto(f"/worklist?lang={language}")
    towns = {outcome: name for outcome, (name, _) in CLEARED[language].items()}

    open_request(page, towns["admitted"])
    choose(page, "admitted")
    focus(page, "#actors")
    page.keyboard.press("Control+A")
    page.keyboard.type("3")
    answer(page, "regularPathwayTried", True)
    answer(page, "ownResourcesSuffice", False)
    answer(page, "agreement", True)
    save(page, language)
    expect_decided(page, language)

    open_request(page, towns["redirected"])
    choose(page, "redirected")
    focus(page, "#reason-redirected")
    page.keyboard.press("ArrowDown")
    focus(page, "#targetKind")
    page.keyboard.type("Jobcenter")
    save(page, language)
    expect_decided(page, language)

    open_request(page, towns["rejected"])
    choose(page, "rejected")
    save(page, language)
    summary = page.locator(".errors")
    expect(summary).to_contain_text(WORDS[language]["fault"])
    expect(page.locator("#outcome-rejected")).to_be_checked()
    focus(page, ".errors a")
    page.keyboard.press("Enter")
    expect(page.locator("#reason-rejected")).to_be_focused()
    page.keyboard.press("ArrowDown")
    save(page, language)
    expect_decided(page, language)

    with deployment.kafka.follow("intake.receipts.v1") as receipts:

        def told():
            found = receipts_by_event(receipts.records())
            return all(
                [receipt["outcome"] for receipt in found[JOBCENTER, f"{language}-{outcome}"].values()]
                == ["parked", outcome]
                for outcome in towns
            )

        wait_until(told, 20, "the further receipts", detail=deployment.last_words)


# Everybody


def pages(page, language):
    """Shows each kind of page, and yields its name."""
    page.goto(f"/worklist?lang={language}")
    yield "worklist"
    twins = page.get_by_role("row").filter(has_text=TWINS[0]).get_by_role("link").first.get_attribute("href")
    page.goto(twins)
    expect(page.locator(".card")).to_have_count(1)
    yield "request with a proposal"
    page.locator("#outcome-admitted").check()
    page.locator("#outcome-admitted").press("Enter")
    expect(page.locator(".errors a")).to_have_count(3)
    yield "decision with errors"
    for name, address in [
        ("unmet demand", "/unmet-demand"),
        ("publishers", "/publishers"),
        ("unknown request", "/requests/unknown"),
        ("signed out", "/signed-out"),
    ]:
        page.goto(address)
        yield name


@pytest.mark.parametrize(
    ("language", "scheme", "width"), [("de", "light", 1280), ("en", "dark", 320)]
)
def test_pages_have_no_barrier_that_axe_finds_and_do_not_scroll_sideways(sign_in, language, scheme, width):
    page = sign_in(color_scheme=scheme, viewport={"width": width, "height": 800})
    for name in pages(page, language):
        assert page.locator("html").get_attribute("lang") == language
        expect_no_barriers(page, name)


def expect_no_barriers(page, name):
    found = AXE.run(page, options={"resultTypes": ["violations"]})
    barriers = [(barrier["id"], [node["html"] for node in barrier["nodes"]]) for barrier in found.response["violations"]]
    assert not barriers, (name, barriers)
    widths = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert widths[0] <= widths[1], (name, widths)


def test_a_clerk_splits_who_was_taken_for_one_person_and_can_change_her_mind(sign_in):
    page = sign_in(viewport={"width": 320, "height": 800})
    row = page.get_by_role("row").filter(has_text=TRIPLETS[0]).first
    page.goto(row.get_by_role("link").get_attribute("href"))
    split = page.get_by_role("button", name="Doch zwei Personen")
    for count in (1, 2):
        page.get_by_role("button", name="Dieselbe Person", exact=True).first.click()
        expect(page.get_by_role("status")).to_contain_text("Gespeichert")
        expect(split).to_have_count(count)
    expect_no_barriers(page, "the same person")
    split.first.click()
    expect(page.get_by_text("Getrennt: doch zwei Personen")).to_have_count(1)
    expect(split).to_have_count(1)
    expect_no_barriers(page, "split")
    page.get_by_role("button", name="Doch dieselbe Person").first.click()
    expect(split).to_have_count(2)


def test_who_signs_out_is_out(sign_in):
    page = sign_in()
    page.get_by_role("button", name="Abmelden").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sie sind abgemeldet")
    assert page.goto("/worklist").status == 401
    expect(page.get_by_role("heading", level=1)).to_have_text("Bitte melden Sie sich an")
