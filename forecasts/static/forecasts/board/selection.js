/**
 * Rows that are selected: by their boxes, by Ctrl+click or Shift+click anywhere in a row, by space, or Shift
 * with an arrow, in a cell; Escape gives up. The checked boxes are the selection, so that a removed
 * row is no longer selected.
 */

const BOX = "input[data-select]";

export class Selection {
  #body;
  #bar;
  #texts;
  #announce;
  #last = null; // the row at which Shift+click begins

  /** `bar` is shown while rows are selected; `announce(words)` says how many to screen readers. */
  constructor(main, bar, texts, announce) {
    this.#body = main.querySelector("#table tbody");
    this.#bar = bar;
    this.#texts = texts;
    this.#announce = announce;
    this.#body.addEventListener("click", (click) => this.#click(click));
    this.#body.addEventListener("mousedown", (press) => {
      if (press.shiftKey && !press.target.closest("input, a, label")) press.preventDefault(); // selects no text
    });
    this.#body.addEventListener("keydown", (press) => this.#key(press));
    main.addEventListener("keydown", ({ key, target }) => {
      if (key === "Escape" && this.rows.length && !target.closest("dialog")) this.clear();
    });
    bar.querySelector("[data-clear]").addEventListener("click", () => this.clear());
    this.#show(); // what the browser checked again, when the page was loaded again
    new MutationObserver(() => this.#show()).observe(this.#body, {
      attributeFilter: ["inert"],
      childList: true,
      subtree: true,
    });
  }

  /** The selected rows, in their order. */
  get rows() {
    return [...this.#body.rows].filter((row) => !row.inert && row.querySelector(BOX)?.checked);
  }

  /** Toggle the selection of the row that has the focus. */
  toggleFocused() {
    const row = document.activeElement?.closest?.("#table tbody tr");
    if (row) this.#toggle(row);
  }

  /** Select these rows only. */
  keep(rows) {
    for (const row of this.#body.rows) this.#mark(row, rows.includes(row));
    this.#show();
  }

  clear() {
    const [row] = this.rows;
    const hadFocus = this.#bar.contains(document.activeElement);
    this.keep([]);
    if (hadFocus) row?.querySelector(BOX).focus();
  }

  #click(click) {
    const row = click.target.closest("tr");
    const box = click.target.closest(BOX);
    const isOfRow = (click.ctrlKey || click.metaKey || click.shiftKey) && !click.target.closest("a, input, label");
    if (!row || !(box || isOfRow)) return;
    if (click.shiftKey && this.#last?.isConnected) this.#range(row, box?.checked ?? true);
    else if (isOfRow) this.#mark(row, !row.querySelector(BOX)?.checked);
    this.#last = row;
    this.#show();
  }

  #key(press) {
    if (!press.target.matches("td[data-field]")) return;
    const row = press.target.closest("tr");
    if (press.key === " ") {
      press.preventDefault();
      this.#toggle(row);
    } else if (press.shiftKey && ["ArrowDown", "ArrowUp"].includes(press.key)) {
      // The focus is in the next row already.
      for (const each of [row, document.activeElement.closest("tr")]) this.#mark(each, true);
      this.#show();
    }
  }

  #toggle(row) {
    this.#mark(row, !row.querySelector(BOX)?.checked);
    this.#last = row;
    this.#show();
  }

  #range(row, checked) {
    const rows = [...this.#body.rows];
    const [first, last] = [rows.indexOf(this.#last), rows.indexOf(row)].sort((a, b) => a - b);
    for (const each of rows.slice(first, last + 1)) this.#mark(each, checked);
  }

  #mark(row, checked) {
    const box = row?.querySelector(BOX);
    if (box) box.checked = checked;
  }

  #show() {
    const { length } = this.rows;
    const words = this.#texts.counted("selected", length);
    const shown = this.#bar.querySelector("[data-count]");
    if (shown.textContent === words) return;
    shown.textContent = words;
    this.#bar.hidden = length === 0;
    this.#announce(words);
  }
}
