/**
 * The board's filters, grouping, order and range: applied while the user types, and kept in the
 * URL. Without JavaScript the same form is submitted.
 */

import { normalised } from "./search_text.js";
import { remember } from "../shared/preference.js";

const TYPING_MS = 250;
const BY_COOKIE = "desk_by";

export class Filters {
  #main;
  #form;
  #onChange;
  #timer = null;
  #lastTyped = "";
  #shown = window.location.search;

  /** onChange({moved}) is called when the address has changed; moved: to another page of it. */
  constructor(main, { onChange }) {
    this.#main = main;
    this.#form = main.querySelector("#filters");
    this.#onChange = onChange;
    this.#form.addEventListener("input", ({ target }) => this.#typed(target));
    this.#form.addEventListener("change", ({ target }) => this.#apply(target.name));
    this.#form.addEventListener("keydown", (press) => this.#pressed(press));
    this.#form.addEventListener("submit", (submission) => submission.preventDefault());
    main.addEventListener("click", (click) => this.#clicked(click));
    main.querySelector("#filters-button").addEventListener("click", () => this.#toggleFilters());
    window.addEventListener("popstate", () => this.#wentBack());
  }

  #typed({ name, value }) {
    clearTimeout(this.#timer);
    // An unfinished name of a place is not applied; an unfinished date is empty to scripts.
    if (name === "location" && value && !this.#isKnownPlace(value)) return;
    this.#timer = setTimeout(() => this.#apply(name), TYPING_MS);
  }

  /** Focus the search field; on a narrow page open the form first. */
  open() {
    this.#form.classList.add("is-open");
    this.#button.setAttribute("aria-expanded", "true");
    this.#form.elements.q.focus();
  }

  #toggleFilters() {
    if (!this.#form.classList.contains("is-open")) return this.open();
    this.#form.classList.remove("is-open");
    this.#button.setAttribute("aria-expanded", "false");
  }

  get #button() {
    return this.#main.querySelector("#filters-button");
  }

  #isKnownPlace(typed) {
    const places = [...this.#main.querySelectorAll("#places option")];
    return places.some(({ value }) => normalised(value) === normalised(typed));
  }

  #pressed(press) {
    if (press.key !== "Enter" || !press.target.matches("input")) return;
    press.preventDefault(); // the browser would activate the form's first button
    this.#apply(press.target.name);
  }

  #clicked(click) {
    const plain = !(click.ctrlKey || click.metaKey || click.shiftKey || click.altKey);
    const button = click.target.closest("button[name=by], button[name=range]");
    const link = click.target.closest("a[data-view]");
    if (button) {
      click.preventDefault();
      this.#press(button);
    } else if (link && plain) {
      click.preventDefault();
      // A reader who sorts stays at the column's heading, to reverse the order.
      this.#go(new URL(link.href), { moved: !link.matches(".sort") });
      this.#write();
    }
  }

  #press({ name, value }) {
    const { by } = this.#main.dataset;
    if (name === "by") remember(document, BY_COOKIE, value);
    const fields = this.#form.elements;
    if (name === "by") fields.sort.value = "";
    if (name === "range") {
      // By its tag: the form's buttons are called so too.
      this.#form.querySelector("input[name=range]").value = value;
      // Selected days apply to the chart too.
      for (const field of [fields.date_after, fields.date_before]) field.value = "";
    }
    this.#go(this.#address(name === "by" ? value : by), {});
  }

  #apply(name) {
    clearTimeout(this.#timer);
    const typing = name === "q";
    const replace = typing && this.#lastTyped === name;
    this.#go(this.#address(this.#main.dataset.by), { replace });
    this.#lastTyped = typing ? name : "";
  }

  #address(by) {
    const address = new URL(this.#form.action);
    for (const [name, value] of new FormData(this.#form)) {
      if (value.trim()) address.searchParams.set(name, value);
    }
    address.searchParams.set("by", by);
    return address;
  }

  #go(address, { replace = false, moved = false }) {
    this.#lastTyped = "";
    if (address.search === this.#shown) return;
    if (replace) window.history.replaceState(null, "", address);
    else window.history.pushState(null, "", address);
    this.#shown = address.search;
    this.#onChange({ moved });
  }

  #wentBack() {
    if (window.location.search === this.#shown) return; // only to another place on the page
    this.#shown = window.location.search;
    this.#lastTyped = "";
    this.#write();
    this.#onChange({ moved: false });
  }

  /** Set the fields to the values in the address. */
  #write() {
    const chosen = new URL(window.location.href).searchParams;
    for (const field of this.#form.querySelectorAll("input")) {
      field.value = chosen.get(field.name) ?? "";
    }
  }
}
