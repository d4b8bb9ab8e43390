from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tools.kit import chromium
from tools.kit.desk import Desk


def test_a_real_browser_opens_the_list_and_is_live(page: Page, desk: Desk) -> None:
    page.goto(f"{desk.web_url}/WeatherForecast")

    expect(page.locator("#connection-state")).to_have_attribute("data-state", "live")


@pytest.mark.once
def test_a_named_browser_that_does_not_start_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken = tmp_path / "chrome"
    broken.write_text("#!/bin/sh\nexit 127\n")
    broken.chmod(0o755)
    monkeypatch.setenv("CHROMIUM", str(broken))

    with pytest.raises(chromium.NoBrowserError, match=f"CHROMIUM={broken}"):
        chromium.get()
