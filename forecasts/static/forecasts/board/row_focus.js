/** Keeps the focus in the table when its row is deleted or leaves the page: in the row that takes its place. */

import { focusCell, isThere, shownCells } from "./cells.js";

const CONTROLS = ["a[data-edit]", "a[data-delete]", "input[data-select]"];

/** The place of a control in the table, which can be found again when its row is gone. */
export function placeOf(control) {
  const row = control.closest("tr");
  return { control, row, rows: [...row.parentElement.rows] };
}

/** Focus the place's row, or the row after it, or the one before; without rows, the page's heading. */
export function focusPlace(main, { control, row, rows }) {
  const index = rows.indexOf(row);
  const left = main.querySelector("#table tbody").rows;
  const next = [...rows.slice(index), ...rows.slice(0, index).reverse(), ...left].find(isThere);
  const kind = CONTROLS.find((selector) => control.matches(selector));
  const same = next && kind && next.querySelector(kind);
  if (same) return same.focus();
  const cells = next ? shownCells(next) : [];
  const field = control.closest("td").dataset.field;
  const heading = main.querySelector("h1");
  focusCell(cells.find((cell) => cell.dataset.field === field) ?? cells[0] ?? heading);
}

/** Pass the focus on whenever the row that has it, or will have it when a dialog is closed, goes. */
export function keepRowFocus(main) {
  const body = main.querySelector("#table tbody");
  let place = null;
  const restore = () => {
    const { activeElement } = document;
    // Until the next frame the focus may still be in a dialog that was closed.
    const isLost = activeElement === document.body || activeElement?.closest("tr[inert], dialog:not([open])");
    if (place && isLost && !isThere(place.row)) focusPlace(main, place);
  };
  document.addEventListener("focusin", ({ target }) => {
    if (body.contains(target)) place = placeOf(target);
    else if (!target.closest("dialog")) place = null;
  });
  document.addEventListener("pointerdown", ({ target }) => {
    if (!target.closest("dialog") && !place?.control.contains(target)) place = null;
  });
  document.addEventListener("close", restore, true); // of dialogs; it does not bubble
  new MutationObserver(restore).observe(body, {
    attributeFilter: ["inert"],
    childList: true,
    subtree: true,
  });
}
