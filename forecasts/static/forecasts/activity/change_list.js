/** A live list of changes, latest first. Each position is shown once. */

import { makeChange } from "./change.js";

export class ChangeList {
  #list;
  #template;
  #texts;
  #times;
  #after;

  /** `root` holds the list (ol.changes) and the text for an empty list. */
  constructor(root, texts, times) {
    this.#list = root.querySelector(".changes");
    this.#template = document.getElementById("change-template");
    this.#texts = texts;
    this.#times = times;
    this.#after = Number(this.#list.dataset.after);
  }

  get first() {
    return this.#list.firstElementChild;
  }

  /** Show the events that the list has not yet. */
  take(events) {
    const limit = Number(this.#list.dataset.limit);
    const news = events.filter(({ sequence }) => Number(sequence) > this.#after);
    if (news.length === 0) return;
    this.#after = Number(news.at(-1).sequence);
    const made = news
      .slice(-limit)
      .map((event) => makeChange(event, this.#template, this.#texts))
      .reverse();
    // Many at once are shown without motion.
    if (news.length <= 5) for (const item of made) item.classList.add("arrived");
    this.#list.prepend(...made);
    this.#shorten(limit);
    this.#shown();
  }

  /** Replace the list with a newer reading of it. */
  replace(list) {
    const limit = Number(this.#list.dataset.limit);
    this.#after = Number(list.dataset.after);
    const items = [...list.children].map((item) => document.importNode(item, true));
    this.#list.replaceChildren(...items);
    this.#shorten(limit);
    this.#shown();
  }

  /** What someone has the focus on stays, whatever leaves. */
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
