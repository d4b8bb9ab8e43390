/**
 * Edits a cell in place: by double click, or Enter on a focused cell. Enter saves, Tab saves and
 * moves to the next cell, Escape cancels. The save names the row's version, so that a change by
 * another account in between is shown, not overwritten.
 */

import { FIELDS, formName } from "../shared/fields.js";
import { isSignedOut, post } from "../shared/post.js";
import { focusCell, shownCells } from "./cells.js";
import { fahrenheit } from "./unit.js";

const LONGEST = { location: 100, summary: 200 };

export class CellEditor {
  #texts;
  #find;
  #connectionId;
  #onSaved;
  #onEditing;
  #open = null; // {cell, field, input, problem, forecast}

  /**
   * options: find(id) → forecast, connectionId() → string, onSaved(forecast), onEditing(id) of the forecast
   * in which a cell is open, null when it is closed.
   */
  constructor(main, texts, { find, connectionId, onSaved, onEditing }) {
    this.#texts = texts;
    this.#find = find;
    this.#connectionId = connectionId;
    this.#onSaved = onSaved;
    this.#onEditing = onEditing;
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
  }

  #edit(cell) {
    const forecast = this.#find(Number(cell.closest("tr").dataset.forecastId));
    if (!forecast) return;
    this.#close();
    const { field } = cell.dataset;
    const input = document.createElement("input");
    input.className = "form-control cell-input";
    input.type = field === "date" ? "date" : "text";
    input.inputMode = field.startsWith("temperature") ? "decimal" : "text";
    if (LONGEST[field]) input.maxLength = LONGEST[field];
    input.value = field.startsWith("temperature") ? this.#texts.number(forecast[field]) : forecast[field];
    const label = this.#texts.one("labels", field.replace("temperatureF", "temperatureC"));
    input.setAttribute("aria-label", label);
    const problem = document.createElement("p");
    problem.className = "problem cell-problem";
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
    const typed =
      field === "temperatureF" ? { temperatureC: celsiusOf(input.value) } : { [field]: input.value };
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
    }
  }

  /** Send the whole forecast, with the typed value. */
  async #send(typed, cell, forecast) {
    const body = new FormData();
    const values = { ...forecast, ...typed };
    for (const field of FIELDS) body.set(formName(field), values[field] ?? "");
    body.set("version", forecast.version);
    body.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
    const address = cell.closest("tr").querySelector("a[data-edit]").href;
    const response = await post(address, body, this.#connectionId());
    const isJson = response?.headers.get("Content-Type")?.startsWith("application/json");
    const answer = isJson ? await response.json() : {};
    if (response?.ok) return answer;
    const id = { 404: "alreadyGone", 409: "changedByOther" }[response?.status] ?? "notSaved";
    const problem = Object.values(answer.errors ?? {}).flat().join(" ");
    return { ...answer, problem: problem || this.#texts.text(isSignedOut(response) ? "signInAgain" : id) };
  }

  #close({ focus = false } = {}) {
    if (!this.#open) return;
    const { cell, input, problem } = this.#open;
    this.#open = null;
    this.#onEditing(null);
    input.remove();
    problem.remove();
    cell.classList.remove("editing");
    if (focus && cell.isConnected) focusCell(cell);
  }
}

/** Convert typed °F to °C with one decimal; invalid text is passed on, for the server's error. */
function celsiusOf(typed) {
  const value = Number(typed.replace(",", "."));
  if (typed.trim() === "" || Number.isNaN(value)) return typed;
  const celsius = Math.round(((value - 32) * 50) / 9) / 10;
  return fahrenheit(celsius) === value ? celsius : celsius.toFixed(1);
}
