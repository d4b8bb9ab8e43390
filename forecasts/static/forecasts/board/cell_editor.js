/**
 * Edits a cell in place: by double click, or Enter on a focused cell. Enter saves, Tab saves and
 * moves to the next cell, Escape cancels. The save names the row's version, so that a change by
 * another account in between is shown, not overwritten. One file: all of it changes the open cell.
 */

import { focusCell, isThere, shownCells } from "./cells.js";
import { sendForecast } from "./send_forecast.js";
import { celsiusOf } from "./typed_celsius.js";

const LONGEST = { location: 100, summary: 200 };

export class CellEditor {
  #texts;
  #find;
  #connectionId;
  #onSaved;
  #onEditing;
  #onLost;
  #open = null; // {cell, field, input, problem, forecast, was, then}

  /**
   * options: find(id) → forecast, connectionId() → string, onSaved(forecast), onEditing(id) of the forecast
   * in which a cell is open, null when it is closed; onLost(text) that was typed in a row that is gone.
   */
  constructor(main, texts, { find, connectionId, onSaved, onEditing, onLost }) {
    this.#texts = texts;
    this.#find = find;
    this.#connectionId = connectionId;
    this.#onSaved = onSaved;
    this.#onEditing = onEditing;
    this.#onLost = onLost;
    const body = main.querySelector("#table tbody");
    body.addEventListener("dblclick", ({ target }) => {
      const cell = target.closest("td[data-field]");
      if (cell && !target.closest("input")) this.#edit(cell);
    });
    body.addEventListener("keydown", (press) => {
      if (press.key !== "Enter" || !press.target.matches("td[data-field]")) return;
      press.preventDefault();
      this.#edit(press.target);
    });
    const leaving = { childList: true, subtree: true, attributeFilter: ["inert"] };
    new MutationObserver(() => this.#follow()).observe(body, leaving);
  }

  /** Call `then` now or, if text is typed in a cell, when that is closed; show it `why` meanwhile. */
  afterTyping(why, then) {
    if (!this.#typed) return then();
    this.#open.problem.textContent = why;
    this.#open.then = then;
  }

  get #typed() {
    const { input, was } = this.#open ?? {};
    return input && input.value !== was ? input.value : "";
  }

  /** Close the cell if its row has left the page, but not while it is saved: the event may be faster. */
  #follow() {
    const { cell, input } = this.#open ?? {};
    if (!cell || input.readOnly || isThere(cell.closest("tr"))) return;
    const typed = this.#typed;
    this.#close();
    if (typed) this.#onLost(typed);
  }

  #edit(cell) {
    const forecast = this.#find(Number(cell.closest("tr").dataset.forecastId));
    if (!forecast) return;
    this.#close();
    const { field } = cell.dataset;
    const input = Object.assign(document.createElement("input"), { className: "form-control cell-input" });
    input.type = field === "date" ? "date" : "text";
    input.inputMode = field.startsWith("temperature") ? "decimal" : "text";
    if (LONGEST[field]) input.maxLength = LONGEST[field];
    input.value = field.startsWith("temperature") ? this.#texts.number(forecast[field]) : forecast[field];
    const label = this.#texts.one("labels", field.replace("temperatureF", "temperatureC"));
    input.setAttribute("aria-label", label);
    const problem = Object.assign(document.createElement("p"), { className: "problem cell-problem" });
    problem.setAttribute("role", "alert");
    this.#open = { cell, field, input, problem, forecast, was: input.value };
    input.addEventListener("keydown", (press) => this.#press(press));
    input.addEventListener("blur", () => this.#left(input));
    this.#onEditing(forecast.id);
    cell.classList.add("editing");
    cell.append(input, problem);
    input.focus();
    if (input.type === "text") input.select();
  }

  #press(press) {
    press.stopPropagation();
    if (press.key === "Escape") this.#close({ focus: true });
    else if (press.key === "Enter") this.#save(0);
    else if (press.key === "Tab") this.#save(press.shiftKey ? -1 : 1);
    else return;
    press.preventDefault();
  }

  /** Leaving an unedited cell closes it; typed text stays until it is saved or cancelled. */
  #left(input) {
    if (this.#open?.input === input && input.value === this.#open.was && document.hasFocus()) this.#close();
  }

  /** Save, and move by `step` cells. */
  async #save(step) {
    const open = this.#open;
    const { cell, field, input, forecast } = open;
    const next = () => {
      const cells = shownCells(cell.closest("tr") ?? cell);
      const following = cells[cells.indexOf(cell) + step];
      this.#close({ focus: true });
      if (step && following) this.#edit(following);
    };
    if (input.value === open.was) return next();
    input.readOnly = true;
    const isF = field === "temperatureF";
    const typed = isF ? { temperatureC: celsiusOf(input.value) } : { [field]: input.value };
    const answer = await this.#send(typed, cell, forecast);
    input.readOnly = false;
    if (this.#open !== open) return;
    if (answer.saved) {
      this.#onSaved(answer.saved, forecast);
      next();
    } else {
      if (answer.current) open.forecast = answer.current; // the next save overwrites it on purpose
      open.problem.textContent = answer.problem;
      input.setAttribute("aria-invalid", "true");
      input.focus();
      this.#follow();
    }
  }

  #send(typed, cell, forecast) {
    const address = cell.closest("tr").querySelector("a[data-edit]").href;
    return sendForecast(forecast, typed, { address, connectionId: this.#connectionId(), texts: this.#texts });
  }

  #close({ focus = false } = {}) {
    if (!this.#open) return;
    const { cell, input, problem, then } = this.#open;
    this.#open = null;
    this.#onEditing(null);
    input.remove();
    problem.remove();
    cell.classList.remove("editing");
    if (focus && cell.isConnected) focusCell(cell);
    then?.();
  }
}
