"""`python -m tools.icons`: draws the PNG icons of the mark, for systems that take no SVG.

The maskable one has a background and a margin: a system may cut it to any shape within the middle
80 % (https://www.w3.org/TR/appmanifest/#icon-masks).
"""

from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tools.kit import chromium

FOLDER = Path(__file__).resolve().parents[2] / "web_project" / "static" / "web_project"
BACKGROUND = "#f3f5fa"
#: By file: the size in pixels, the part of it that the mark takes, and the background.
ICONS = {
    "icon-192.png": (192, 1.0, "transparent"),
    "icon-512.png": (512, 1.0, "transparent"),
    "icon-maskable-512.png": (512, 0.8, BACKGROUND),
}


def draw(page: Page, size: int, part: float, background: str) -> bytes:
    """Return the mark as PNG."""
    page.set_viewport_size({"width": size, "height": size})
    mark = (FOLDER / "mark.svg").read_text(encoding="utf-8")
    page.set_content(
        f"<style>html {{ height: 100%; background: {background} }}"
        "body { height: 100%; margin: 0; display: grid; place-items: center }"
        f"svg {{ width: {size * part}px }}</style>{mark}"
    )
    return page.screenshot(omit_background=True)


def main() -> None:
    """Draw them all."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.find(), args=list(chromium.launch_arguments())
        )
        page = browser.new_page()
        for name, (size, part, background) in ICONS.items():
            (FOLDER / name).write_bytes(draw(page, size, part, background))


if __name__ == "__main__":
    main()
