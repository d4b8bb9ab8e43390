/** A live list of changes, latest first. Each position is shown once. */

import { makeChange } from "./change.js";
import { isOfImport } from "../shared/sentences.js";
import { Imports } from "./imports.js";

export class ChangeList {
  #list;
  #template;
  #texts;
  #times;
  #after;
  #imports;

  /** `root` holds the list (ol.changes) and the text for an empty list. */
  constructor(root, texts, times) {
    this.#list = root.querySelector(".changes");
    this.#template = document.getElementById("change-template");
    this.#texts = texts;
    this.#times = times;
    this.#after = Number(this.#list.dataset.after);
    this.#imports = new Imports(this.#list, texts);
  }

  get first() {
    return this.#list.firstElementChild;
  }

  /** Show the events that are not in the list yet. */
  take(events) {
    const limit = Number(this.#list.dataset.limit);
    const news = events.filter(({ sequence }) => Number(sequence) > this.#after);
    if (news.length === 0) return;
    this.#after = Number(news.at(-1).sequence);
    const shown = this.#imports.listed(news);
    const made = shown
      .slice(-limit)
      .map((event) => this.#make(event))
      .reverse();
    this.#imports.count(news);
    // Many together are shown without animation.
    if (shown.length <= 5) for (const item of made) item.classList.add("arrived");
    this.#list.prepend(...made);
    this.#shorten(limit);
    this.#shown();
  }

  /** Replace the list with a newer version from the server. */
  replace(list) {
    const limit = Number(this.#list.dataset.limit);
    this.#after = Number(list.dataset.after);
    const items = [...list.children].map((item) => document.importNode(item, true));
    this.#list.replaceChildren(...items);
    this.#list.dataset.imports = list.dataset.imports ?? "";
    this.#imports.readAgain();
    this.#shorten(limit);
    this.#shown();
  }

  #make(event) {
    const item = makeChange(event, this.#template, this.#texts);
    if (this.#imports.groups && isOfImport(event)) this.#imports.begin(event, item);
    return item;
  }

  /** Keep the entry that has the focus. */
  #shorten(limit) {
    for (const item of [...this.#list.children].slice(limit)) {
      if (!item.contains(document.activeElement)) item.remove();
    }
  }

  #shown() {
    const none = this.#list.parentElement.querySelector(".changes-none");
    none.hidden = this.#list.childElementCount > 0;
    this.#times.tick();
  }
}
