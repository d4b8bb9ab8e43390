"""The site as an installed app: icons, and an offline page."""

import json
import struct

from playwright.sync_api import expect

from tests.e2e.people import People, log_in, row, wait_until_live

LIST = "/weatherforecast/"
UNTIL_ONLY_FRENCH_IS_KEPT = """async () => {
    const kept = async (name) => {
        const [page] = await (await caches.open(name)).matchAll();
        return (await page?.text()) ?? "";
    };
    const limit = performance.now() + 15_000;
    while (performance.now() < limit) {
        const pages = await Promise.all((await caches.keys()).map(kept));
        if (pages.every((text) => text.includes('lang="fr"'))) return;
        await new Promise((go) => setTimeout(go, 50));
    }
    throw new Error("The offline page is not in French");
}"""


def test_the_icons_are_png_with_the_manifest_s_sizes(people: People) -> None:
    page = people.open()
    address = page.locator("link[rel=manifest]").evaluate("link => link.href")
    manifest = json.loads(page.request.get(address).text())

    kinds = set()
    for icon in manifest["icons"]:
        if icon["type"] != "image/png":
            continue
        source = page.evaluate("([src, base]) => new URL(src, base).href", [icon["src"], address])
        image = page.request.get(source).body()
        width, height = struct.unpack(">II", image[16:24])
        assert image.startswith(b"\x89PNG")
        assert icon["sizes"] == f"{width}x{height}"
        kinds.add((icon["sizes"], icon["purpose"]))
    assert kinds == {("192x192", "any"), ("512x512", "any"), ("512x512", "maskable")}


def test_only_an_unreachable_page_is_replaced_and_never_by_old_data(
    people: People,
) -> None:
    made = people.post(location="Oslo", summary="Fog").body["id"]
    page = people.open("ada", service_workers="allow")
    page.evaluate("navigator.serviceWorker.ready")
    page.reload()
    wait_until_live(page)
    people.send("PATCH", f"/{made}", {"summary": "Sun"})
    page.reload()
    expect(row(page, made)).to_contain_text("Sun")

    page.context.set_offline(True)
    page.goto(f"{LIST}?by=location")
    expect(page.get_by_role("heading", name="Offline")).to_be_visible()
    for words in ("Oslo", "Sun", "Live", "ada", "Log out"):
        expect(page.locator("body")).not_to_contain_text(words)
    assert page.locator("form, #connection-state").count() == 0
    kept = page.evaluate("""async () => (await Promise.all((await caches.keys()).map(
        async (name) => (await (await caches.open(name)).keys()).map(({ url }) => url)))).flat()""")
    assert kept == [f"{people.desk.web_url}/offline/"]

    page.context.set_offline(False)
    page.get_by_role("link", name="Try again").click()
    wait_until_live(page)
    assert page.url.endswith("?by=location")
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_role("link", name="Log in")).to_be_visible()
    page.goto(LIST)
    expect(page.get_by_role("link", name="Log in")).to_be_visible()
    log_in(page, "ada")


def test_the_offline_page_is_in_the_language_of_the_visited_pages(people: People) -> None:
    page = people.open(service_workers="allow")
    page.evaluate("navigator.serviceWorker.ready")
    page.reload()
    wait_until_live(page)
    page.get_by_role("button", name="Français").click()
    expect(page.locator("html")).to_have_attribute("lang", "fr")

    page.goto(LIST)
    page.evaluate(UNTIL_ONLY_FRENCH_IS_KEPT)
    page.context.set_offline(True)
    page.goto(f"{LIST}?by=location")

    expect(page.get_by_role("heading", name="Hors ligne")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "fr")
