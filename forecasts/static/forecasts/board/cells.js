/**
 * Moves through the table by keyboard: j and k (or the arrows, once a cell has the focus) to the next
 * and the previous row, the arrows left and right to the next and the previous cell.
 */

const EDITABLE = "td[data-field]";

export class Cells {
  #body;

  constructor(main) {
    this.#body = main.querySelector("#table tbody");
    this.#body.addEventListener("keydown", (press) => {
      if (!press.target.matches(EDITABLE)) return;
      const go = {
        ArrowDown: () => this.moveRow(1),
        ArrowUp: () => this.moveRow(-1),
        ArrowRight: () => this.#moveCell(1),
        ArrowLeft: () => this.#moveCell(-1),
      }[press.key];
      if (!go) return;
      press.preventDefault();
      go();
    });
  }

  /** Move the focus by `step` rows; to the first row if no row has it. */
  moveRow(step) {
    const rows = [...this.#body.rows].filter(isThere);
    const current = document.activeElement?.closest?.("#table tbody tr");
    const index = rows.indexOf(current);
    const row = index < 0 ? rows.at(step > 0 ? 0 : -1) : rows[index + step];
    if (!row) return;
    const field = document.activeElement.closest?.(EDITABLE)?.dataset.field;
    const cells = shownCells(row);
    focusCell(cells.find((cell) => cell.dataset.field === field) ?? cells[0]);
  }

  #moveCell(step) {
    const cell = document.activeElement;
    const cells = shownCells(cell.closest("tr"));
    const next = cells[cells.indexOf(cell) + step];
    if (next) focusCell(next);
  }
}

/** The visible cells of a row, in order. */
export function shownCells(row) {
  return [...row.querySelectorAll(EDITABLE)].filter((cell) => cell.checkVisibility());
}

/** Whether a row is on the page, and not about to leave it. */
export function isThere(row) {
  return row.isConnected && !row.inert;
}

export function focusCell(cell) {
  cell.tabIndex = -1;
  cell.focus();
  cell.scrollIntoView({ block: "nearest" });
}
