/**
 * Presence: the other accounts on this page, and which forecast each of them edits. Reports this page
 * every few seconds. Only for accounts, and only with the setting PRESENCE.
 */

const BEAT_MS = 3_000;
const MOST_SHOWN = 5;

export class Presence {
  #box;
  #texts;
  #onPeople;
  #editing;
  #tab = Array.from(crypto.getRandomValues(new Uint32Array(2)), (number) => number.toString(16).padStart(8, "0")).join("");
  #timer = null;

  /** `box` shows the people; `onPeople(others)` is called when that changes: [{name, page,
  editing}]. */
  constructor(box, texts, { editing = null, onPeople = () => {} } = {}) {
    this.#box = box;
    this.#texts = texts;
    this.#editing = editing;
    this.#onPeople = onPeople;
    document.addEventListener("visibilitychange", () => this.#update());
    window.addEventListener("pagehide", () => this.#leave());
    window.addEventListener("pageshow", () => this.#update());
    this.#update();
  }

  /** What is edited on this page: a forecast's id, or null. */
  set editing(id) {
    if (id === this.#editing) return;
    this.#editing = id;
    this.#update();
  }

  /** Take the people, from the stream. */
  take(people) {
    const { name } = this.#box.dataset;
    const others = people.filter((person) => person.name !== name);
    const here = [...new Set(others.filter(({ page }) => page === place()).map((person) => person.name))];
    this.#show(here);
    this.#onPeople(others);
  }

  #update() {
    clearTimeout(this.#timer);
    if (document.hidden) this.#leave();
    else this.#beat();
  }

  async #beat() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#update(), BEAT_MS);
    const response = await this.#send({}).catch(() => null);
    if (response?.ok) this.take((await response.json()).people);
  }

  #leave() {
    clearTimeout(this.#timer);
    this.#send({ left: "on" }).catch(() => {});
  }

  #send(more) {
    const body = new FormData();
    const editing = this.#editing ?? "";
    for (const [name, value] of Object.entries({ tab: this.#tab, page: place(), editing, ...more })) body.set(name, value);
    body.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
    return fetch(this.#box.dataset.address, { method: "POST", body, keepalive: true, redirect: "manual" });
  }

  #show(names) {
    const words = names.length ? this.#texts.text("alsoHere", { names: names.join(", ") }) : "";
    if (this.#box.title === words) return;
    this.#box.title = words;
    this.#box.hidden = names.length === 0;
    const spoken = Object.assign(document.createElement("span"), { className: "visually-hidden", textContent: words });
    this.#box.replaceChildren(spoken, ...names.slice(0, MOST_SHOWN).map(avatar));
  }
}

/** Marks the rows of a table in which others edit. */
export function markEdited(body, people, texts) {
  for (const row of body.rows) {
    const id = Number(row.dataset.forecastId);
    const names = [...new Set(people.filter(({ editing }) => editing === id).map(({ name }) => name))];
    const cell = [...row.querySelectorAll('[data-field="location"], [data-field="date"]')].find((each) => each.checkVisibility());
    const words = names.length ? texts.text("isEditing", { who: names.join(", ") }) : "";
    const note = row.querySelector(".row-note");
    if ((note?.textContent ?? "") === words) continue;
    note?.remove();
    if (words) cell?.append(Object.assign(document.createElement("span"), { className: "row-note", textContent: words }));
  }
}

function avatar(name) {
  const circle = document.createElement("span");
  circle.className = "avatar";
  circle.setAttribute("aria-hidden", "true");
  circle.textContent = [...name].slice(0, 2).join("").toUpperCase();
  return circle;
}

/** This page's path, as reported. */
function place() {
  return window.location.pathname.slice(0, 400);
}
