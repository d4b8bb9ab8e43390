"""Accounts in a real browser: changing a password, and resetting one by a link in a mail."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.processes.mail import MailServer
from tools.kit.desk import Desk

SENT = "Check your e-mail"
ADDRESS = "ada@desk.example"


@pytest.fixture(scope="module")
def mail() -> Iterator[MailServer]:
    with MailServer() as server:
        yield server


@pytest.fixture(scope="module")
def mail_desk(mail: MailServer) -> Iterator[Desk]:
    settings = {"EMAIL_URL": mail.url, "EMAIL_FROM": "desk@desk.example"}
    with Desk(api=False, subscriber=False, settings=settings) as desk:
        desk.add_account("ada", "ada-forgets-this-1")
        code = (
            f"from django.contrib.auth.models import User; User.objects.update(email='{ADDRESS}')"
        )
        desk.manage("shell", "--no-imports", "--command", code)
        yield desk


def log_in(page: Page, desk: Desk, password: str) -> None:
    page.goto(f"{desk.web_url}/accounts/login/")
    page.get_by_label("Username").fill("ada")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Log in").click()


def ask_for_a_link(page: Page, desk: Desk, address: str) -> None:
    page.goto(f"{desk.web_url}/accounts/login/")
    page.get_by_role("link", name="Forgot your password?").click()
    page.get_by_label("Email").fill(address)
    page.get_by_role("button", name="Send the link").click()


def test_a_forgotten_password_is_set_by_the_link_in_a_mail(
    page: Page, mail_desk: Desk, mail: MailServer
) -> None:
    ask_for_a_link(page, mail_desk, ADDRESS)
    expect(page.get_by_role("heading", level=1)).to_have_text(SENT)
    (sent,) = mail.mails
    assert (sent["To"], sent["From"]) == (ADDRESS, "desk@desk.example")
    assert sent["Subject"] == "A new password for the weather desk"
    link = re.search(r"http://\S+", sent.get_content())  # type: ignore[attr-defined]
    assert link is not None

    page.goto(link[0])
    page.get_by_label("New password", exact=True).fill("12345678")
    page.get_by_label("New password confirmation").fill("12345678")
    page.get_by_role("button", name="Set the password").click()
    expect(page.get_by_text("This password is too common.")).to_be_visible()
    page.get_by_label("New password", exact=True).fill("ada-knows-this-2")
    page.get_by_label("New password confirmation").fill("ada-knows-this-2")
    page.get_by_role("button", name="Set the password").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your new password is set")

    log_in(page, mail_desk, "ada-knows-this-2")
    page.get_by_role("link", name="ada", exact=True).click()
    page.get_by_role("link", name="Change your password").click()
    page.get_by_label("Old password").fill("ada-knows-this-2")
    page.get_by_label("New password", exact=True).fill("ada-knows-this-3")
    page.get_by_label("New password confirmation").fill("ada-knows-this-3")
    page.get_by_role("button", name="Change the password").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your password was changed")

    page.goto(link[0])
    expect(page.get_by_text("This link has already been used or has expired.")).to_be_visible()


def test_the_page_does_not_reveal_which_addresses_have_an_account(
    page: Page, mail_desk: Desk, mail: MailServer
) -> None:
    before = len(mail.mails)

    ask_for_a_link(page, mail_desk, "nobody@desk.example")

    expect(page.get_by_role("heading", level=1)).to_have_text(SENT)
    assert len(mail.mails) == before


def test_a_mail_that_cannot_be_sent_is_not_reported_as_sent(page: Page) -> None:
    with (
        MailServer() as mail,
        Desk(api=False, subscriber=False, settings={"EMAIL_URL": mail.url}) as desk,
    ):
        mail.stop()
        for address in (ADDRESS, "nobody@desk.example"):
            ask_for_a_link(page, desk, address)
            expect(page.get_by_role("alert")).to_have_text(
                "No e-mail can be sent now. Please try again later."
            )
        assert "the mail server of EMAIL_URL cannot be used" in desk.log("web1")
