"""The import page in a browser: a file is dropped on it, and an import shows its progress."""

import json

from playwright.sync_api import expect

from tests.e2e.people import People

# Enough for an import of more than a second, of which the page sees a part.
ROWS = 40_000

DROP = """([name, text]) => {
  const files = new DataTransfer();
  files.items.add(new File([text], name, {type: "text/csv"}));
  const options = {dataTransfer: files, bubbles: true, cancelable: true};
  const event = (kind) => new DragEvent(kind, options);
  const form = document.querySelector("[data-drop]");
  form.dispatchEvent(event("dragover"));
  const marked = form.classList.contains("drop-over");
  form.dispatchEvent(event("drop"));
  return marked;
}"""

WATCH = """

  const asked = window.fetch;
  window.fetch = async (...given) => {
    const answer = await asked(...given);
    if (String(given[0]).includes("/import/progress")) {
      answer.clone().json().then(({read}) => sessionStorage.setItem("read",
        JSON.stringify([...JSON.parse(sessionStorage.getItem("read") ?? "[]"), read])));
    }
    return answer;
  };
"""


def table(rows: int) -> str:
    lines = (
        f"{2000 + n // 336}-{1 + n // 28 % 12:02}-{1 + n % 28:02},{n % 30},Dropped"
        for n in range(rows)
    )
    return "\n".join(["date,temperatureC,location", *lines, ""])


def test_a_dropped_file_is_previewed_and_imported_with_progress(people: People) -> None:
    page = people.open("ada")
    page.add_init_script(WATCH)
    page.goto("/weatherforecast/import")

    assert page.evaluate(DROP, ["dropped.csv", table(ROWS)])
    button = page.get_by_role("button", name=f"Import {ROWS} forecasts")
    expect(button).to_be_visible(timeout=30_000)
    page.wait_for_load_state()  # without its script the page would show no progress
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    bar = page.locator("#import-bar")
    expect(bar).to_be_hidden()
    button.click(no_wait_after=True)

    expect(page.get_by_text(f"{ROWS:,} imported, 0 refused")).to_be_visible(timeout=120_000)
    read = json.loads(page.evaluate("sessionStorage.getItem('read')") or "[]")
    assert read == sorted(read)
    assert any(0 < count < ROWS for count in read)
