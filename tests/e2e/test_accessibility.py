"""axe-core finds nothing serious on any page, light or dark, at desktop or phone width."""

from collections.abc import Callable
from typing import Literal

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.e2e.axe import Finding, grave_findings
from tests.e2e.people import People, fill, row, toasts, wait_until_live

LIST = "/weatherforecast/"
_FORECASTER = """
from django.contrib.auth.models import Group, User
User.objects.get(username="grace").groups.add(Group.objects.get(name="forecasters"))
"""
DESK = ViewportSize(width=1280, height=800)
PHONE = ViewportSize(width=390, height=844)


@pytest.fixture(params=["desk", "phone"])
def viewport(request: pytest.FixtureRequest) -> ViewportSize:
    return DESK if request.param == "desk" else PHONE


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_a_serious_finding(
    people: People, viewport: ViewportSize, scheme: Literal["light", "dark"]
) -> None:
    page = people.open("grace", color_scheme=scheme, viewport=viewport, reduced_motion="reduce")

    findings = {name: look(people, page) for name, look in PAGES.items()}

    assert {name: found for name, found in findings.items() if found} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_webhook_pages_have_no_serious_finding(
    people: People, viewport: ViewportSize, scheme: Literal["light", "dark"]
) -> None:
    people.desk.manage("shell", "--no-imports", "--command", _FORECASTER)
    page = people.open("grace", color_scheme=scheme, viewport=viewport, reduced_motion="reduce")
    page.goto("/webhooks/")
    page.get_by_label("Address").fill("http://example.org/")
    page.get_by_role("button", name="Create").click()
    expect(page.locator(".problem").first).to_be_visible()
    findings = grave_findings(page)
    page.get_by_label("Address").fill("https://example.org/hook")
    page.get_by_role("button", name="Create").click()
    expect(page.get_by_role("link", name="To the webhook")).to_be_visible()
    findings += grave_findings(page)
    page.get_by_role("link", name="To the webhook").click()
    page.get_by_role("button", name="Send a test event").click()
    expect(page.get_by_text("webhook.test")).to_be_visible()

    assert findings + grave_findings(page) == []


def _list(people: People, page: Page) -> list[Finding]:
    made = [people.post(location=f"Place {number}", temperatureC=number * 9 - 20).body["id"]
            for number in range(6)]  # fmt: skip
    people.send("PATCH", f"/{made[0]}", {"temperatureC": 30, "summary": ""})
    people.send("DELETE", f"/{made[1]}")
    expect(row(page, made[1])).to_have_count(0)
    expect(toasts(page).last).to_be_visible()
    return grave_findings(page)


def _panel(people: People, page: Page) -> list[Finding]:
    page.locator("#activity details").evaluate("details => { details.open = true; }")
    return grave_findings(page)


def _dialog(people: People, page: Page) -> list[Finding]:
    page.locator("#activity details").evaluate("details => { details.open = false; }")
    page.locator("a[data-delete]").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    return grave_findings(page)


def _undo(people: People, page: Page) -> list[Finding]:
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    return grave_findings(page)


def _create(people: People, page: Page) -> list[Finding]:
    page.goto(f"{LIST}create")
    return grave_findings(page)


def _errors(people: People, page: Page) -> list[Finding]:
    page.locator("#forecast-form").evaluate("form => { form.noValidate = true; }")
    fill(page, {"Temperature (°C)": "500", "Location": "Oslo"})
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".problem").first).to_be_visible()
    return grave_findings(page)


def _edit(people: People, page: Page) -> list[Finding]:
    made = people.post(location="Oslo").body["id"]
    page.goto(f"{LIST}{made}/edit")
    wait_until_live(page)
    fill(page, {"Summary": "Mine"})
    people.send("PATCH", f"/{made}", {"temperatureC": 3, "summary": "Theirs"})
    expect(page.locator("#note-summary")).to_be_visible()
    return grave_findings(page)


def _stale(people: People, page: Page) -> list[Finding]:
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("so it was not saved")).to_be_visible()
    return grave_findings(page)


def _delete(people: People, page: Page) -> list[Finding]:
    made = people.post(location="Oslo").body["id"]
    page.goto(f"{LIST}{made}/delete")
    return grave_findings(page)


def _deleted(people: People, page: Page) -> list[Finding]:
    page.get_by_role("button", name="Delete").click()
    expect(page.locator(".messages").get_by_role("button", name="Undo")).to_be_visible()
    return grave_findings(page)


def _history(people: People, page: Page) -> list[Finding]:
    made = people.post(location="Oslo").body["id"]
    people.send("PATCH", f"/{made}", {"temperatureC": 3, "summary": ""})
    people.send("DELETE", f"/{made}")
    page.goto(f"{LIST}{made}/history")
    wait_until_live(page)
    return grave_findings(page)


def _activity(people: People, page: Page) -> list[Finding]:
    page.goto(f"{LIST}activity")
    wait_until_live(page)
    return grave_findings(page)


def _at(path: str) -> Callable[[People, Page], list[Finding]]:
    """Return a function that opens the page of a path and checks it."""

    def look(people: People, page: Page) -> list[Finding]:
        page.goto(path)
        return grave_findings(page)

    return look


def _missing(people: People, page: Page) -> list[Finding]:
    page.goto(f"{LIST}nowhere")
    return grave_findings(page)


def _login(people: People, page: Page) -> list[Finding]:
    page.goto(LIST)
    page.get_by_role("button", name="Log out").click()
    page.get_by_role("link", name="Log in").click()
    page.get_by_label("Username").fill("grace")
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_text("enter a correct username")).to_be_visible()
    return grave_findings(page)


# In this order: some start from the page that the previous one opened.
PAGES: dict[str, Callable[[People, Page], list[Finding]]] = {
    "list": _list,
    "list with the activity open": _panel,
    "list with the dialog": _dialog,
    "list with an undo": _undo,
    "create": _create,
    "create with errors": _errors,
    "edit, changed meanwhile": _edit,
    "stale": _stale,
    "delete": _delete,
    "deleted": _deleted,
    "history": _history,
    "activity": _activity,
    "place": _at(f"{LIST}place/Oslo"),
    "import": _at(f"{LIST}import"),
    "insights": _at("/insights/"),
    "status": _at("/status/"),
    "trace": _at("/status/trace/?event=1"),
    "account": _at("/accounts/"),
    "not found": _missing,
    "login": _login,
}
