/** Highlights changed cells: they flash, and show the old value struck through beside the new one.
*/

const FLASH_MS = 2_000;
const WAS_MS = 5_000;

export class Flashes {
  #timers = new WeakMap();

  /** Flash the named fields of a row; the old words are in their cells' data-was. */
  show(row, fields) {
    for (const field of fields) this.#flash(row.querySelector(`[data-field="${field}"]`));
  }

  #flash(cell) {
    clearTimeout(this.#timers.get(cell));
    cell.classList.remove("flash");
    requestAnimationFrame(() => cell.classList.add("flash"));
    setTimeout(() => cell.classList.remove("flash"), FLASH_MS);
    this.#timers.set(cell, setTimeout(() => delete cell.dataset.was, WAS_MS));
  }
}
