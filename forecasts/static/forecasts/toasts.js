/** Toasts: what changed and who did it. At most a few at a time, each leaves by itself. */

import { kindOf, sentence, who } from "./sentences.js";
import { ToastGroups } from "./toast_groups.js";

const VISIBLE = 4;
const SHOWN_MS = 6_000;

export class Toasts {
  #container;
  #texts;
  #groups = new ToastGroups();
  #timers = new WeakMap();

  constructor(container, texts) {
    this.#container = container;
    this.#texts = texts;
  }

  show(events) {
    for (const { key, event, count } of this.#groups.add(events, Date.now())) {
      if (count > 1) this.#showMany(key, event, count);
      else this.#append(key, event, sentence(event, this.#texts));
    }
  }

  /** One toast stands for them all: it counts on, and the single ones before it go. */
  #showMany(key, event, count) {
    const id = event.source.endsWith("/import") ? "importedMany" : `${kindOf(event)}Many`;
    const words = this.#texts.counted(id, count, { who: who(event, this.#texts) });
    const own = this.#shown().filter((toast) => toast.dataset.key === key);
    const many = own.find((toast) => toast.dataset.many);
    for (const toast of own) if (toast !== many) this.#remove(toast);
    if (many) this.#rewrite(many, words);
    else this.#append(key, event, words).dataset.many = "true";
  }

  #append(key, event, words) {
    const template = this.#container.ownerDocument.getElementById("toast-template");
    const toast = template.content.firstElementChild.cloneNode(true);
    Object.assign(toast.dataset, { key, kind: kindOf(event) });
    toast.querySelector(".toast-body").textContent = words;
    toast.querySelector("button").addEventListener("click", () => this.#remove(toast));
    // Someone who is reading it, or about to dismiss it, is not hurried.
    for (const name of ["mouseenter", "focusin"]) {
      toast.addEventListener(name, () => clearTimeout(this.#timers.get(toast)));
    }
    for (const name of ["mouseleave", "focusout"]) {
      toast.addEventListener(name, () => this.#expire(toast));
    }
    this.#container.append(toast);
    this.#expire(toast);
    for (const old of this.#shown().slice(0, -VISIBLE)) this.#remove(old);
    return toast;
  }

  #rewrite(toast, words) {
    toast.querySelector(".toast-body").textContent = words;
    this.#expire(toast);
  }

  #expire(toast) {
    clearTimeout(this.#timers.get(toast));
    this.#timers.set(toast, setTimeout(() => this.#remove(toast), SHOWN_MS));
  }

  #remove(toast) {
    clearTimeout(this.#timers.get(toast));
    toast.remove();
  }

  #shown() {
    return [...this.#container.querySelectorAll(".toast")];
  }
}
