/** Notes beside the fields of a form whose forecast was changed by another account meanwhile. */

import { valueOf } from "../activity/change.js";
import { NUMBERS, formName } from "../shared/fields.js";

export class FieldNotes {
  #form;
  #texts;
  #choose;

  /** `choose(field, whose)` is called for a button that was pressed; whose: "theirs" | "mine". */
  constructor(form, texts, choose) {
    this.#form = form;
    this.#texts = texts;
    this.#choose = choose;
  }

  input(field) {
    return this.#form.elements[formName(field)];
  }

  /** The typed value in the forecast's public form; an invalid number is NaN, an empty one null. */
  typed(field) {
    const { value } = this.input(field);
    if (!NUMBERS.includes(field)) return value.trim();
    return value.trim() === "" ? null : Number(value.replace(",", ".").replace("−", "-"));
  }

  write(field, value) {
    const isNumber = NUMBERS.includes(field) && value !== null;
    this.input(field).value = isNumber ? this.#texts.number(value) : value ?? "";
  }

  /** Whether the field has the focus, or a choice is open beside it. */
  isHeld(field) {
    const note = this.#form.querySelector(`#note-${field}`);
    return this.input(field) === document.activeElement || note?.dataset.state === "open";
  }

  /** Show their value beside the typed one, with buttons to choose. */
  offer(field, value) {
    const note = this.#note(field);
    const words = this.#texts.text("theirs", { value: valueOf(field, value, this.#texts) });
    if (note.dataset.state === "open" && note.firstElementChild.textContent === words) return;
    note.dataset.state = "open";
    note.replaceChildren(
      this.#words(words),
      this.#button("takeTheirs", field, "theirs"),
      this.#button("keepMine", field, "mine"),
    );
  }

  /** Show that the field was updated. */
  tellFollowed(field, before, value) {
    const note = this.#note(field);
    const write = (given) => valueOf(field, given, this.#texts);
    note.dataset.state = "followed";
    const words = this.#texts.text("followed", { old: write(before), new: write(value) });
    note.replaceChildren(this.#words(words));
  }

  /** Remove the choice, if there is one. */
  settle(field) {
    const note = this.#form.querySelector(`#note-${field}`);
    if (note?.dataset.state === "open") this.#remove(note, field);
  }

  clear() {
    for (const note of this.#form.querySelectorAll(".theirs")) this.#remove(note, note.dataset.of);
  }

  #note(field) {
    const found = this.#form.querySelector(`#note-${field}`);
    if (found) return found;
    const note = document.createElement("div");
    note.id = `note-${field}`;
    note.className = "theirs";
    note.dataset.of = field;
    const input = this.input(field);
    input.closest(".field").append(note);
    const described = input.getAttribute("aria-describedby");
    input.setAttribute("aria-describedby", [described, note.id].filter(Boolean).join(" "));
    return note;
  }

  #remove(note, field) {
    const input = this.input(field);
    if (note.contains(document.activeElement)) input.focus();
    note.remove();
    const described = (input.getAttribute("aria-describedby") ?? "").split(" ");
    const rest = described.filter((id) => id && id !== note.id).join(" ");
    if (rest) input.setAttribute("aria-describedby", rest);
    else input.removeAttribute("aria-describedby");
  }

  #words(words) {
    const span = document.createElement("span");
    span.dataset.words = "";
    span.textContent = words;
    return span;
  }

  #button(id, field, whose) {
    const button = document.createElement("button");
    button.type = "button";
    button.dataset.whose = whose;
    button.textContent = this.#texts.text(id);
    const label = document.createElement("span");
    label.className = "visually-hidden";
    label.textContent = `: ${this.#texts.one("labels", field)}`;
    button.append(label);
    button.addEventListener("click", () => this.#choose(field, whose));
    return button;
  }
}
