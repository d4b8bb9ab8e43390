/**
 * Toasts: changes and their actors. At most a few at a time; each disappears after a while, but not
 * while the pointer or the focus is on them or the page is hidden. Escape dismisses.
 */

import { kindOf, sentence } from "../shared/sentences.js";
import { ToastGroups, wordsOf } from "./groups.js";

const VISIBLE = 4;
const SHOWN_MS = 6_000;
/** For a message with something to copy or to follow. */
export const LONGER_MS = 20_000;
/** A counting toast is updated at most this often: a screen reader announces each update. */
const RECOUNT_MS = 500;

export class Toasts {
  #container;
  #texts;
  #groups = new ToastGroups();
  #timers = new WeakMap();
  #recounts = new WeakMap();
  #cameFrom = null;

  constructor(container, texts) {
    this.#container = container;
    this.#texts = texts;
    for (const name of ["mouseenter", "mouseleave", "focusin", "focusout"]) {
      container.addEventListener(name, (event) => this.#attention(event));
    }
    document.addEventListener("visibilitychange", () => this.#attention());
    container.addEventListener("keydown", ({ key, target }) => {
      const toast = target.closest(".toast");
      if (key === "Escape" && toast) this.#dismiss(toast);
    });
  }

  show(events) {
    for (const { key, event, count } of this.#groups.add(events, performance.now())) {
      if (count > 1) this.#showMany(key, event, wordsOf(event, count, this.#texts));
      else this.#showOne(key, kindOf(event), sentence(event, this.#texts));
    }
  }

  /** Show a message of the page; `action` is {words, run}, a button that dismisses too, or {words, href}. */
  say(words, { kind = "said", action = null, shownMs = SHOWN_MS } = {}) {
    const toast = this.#make("", kind, words);
    toast.dataset.shownMs = shownMs;
    if (action) toast.querySelector(".toast-body").after(this.#control(toast, action));
    this.#append(toast);
    return toast;
  }

  #control(toast, { words, run, href }) {
    const control = document.createElement(href ? "a" : "button");
    Object.assign(control, { className: "toast-action", textContent: words });
    Object.assign(control, href ? { href } : { type: "button" });
    if (run) {
      control.addEventListener("click", () => {
        this.#dismiss(toast);
        run();
      });
    }
    return control;
  }

  #showOne(key, kind, words) {
    const toast = this.#make(key, kind, words);
    this.#append(toast);
    return toast;
  }

  /** One toast stands for them all: its count grows, and the single ones before it disappear. */
  #showMany(key, event, words) {
    const own = this.#shown().filter((toast) => toast.dataset.key === key);
    const many = own.find((toast) => toast.dataset.many);
    for (const toast of own) if (toast !== many) this.#remove(toast);
    if (many) this.#recount(many, words);
    else this.#showOne(key, kindOf(event), words).dataset.many = "true";
  }

  #recount(toast, words) {
    const waiting = this.#recounts.has(toast);
    this.#recounts.set(toast, words);
    this.#expire(toast);
    if (waiting) return;
    setTimeout(() => {
      toast.querySelector(".toast-body").textContent = this.#recounts.get(toast);
      this.#recounts.delete(toast);
    }, RECOUNT_MS);
  }

  #make(key, kind, words) {
    const template = document.getElementById("toast-template");
    const toast = template.content.firstElementChild.cloneNode(true);
    Object.assign(toast.dataset, { key, kind });
    toast.querySelector(".toast-body").textContent = words;
    toast.querySelector(".toast-close").addEventListener("click", () => this.#dismiss(toast));
    return toast;
  }

  #append(toast) {
    this.#container.append(toast);
    this.#expire(toast);
    const held = (old) => old.contains(document.activeElement) || old.querySelector(".toast-action");
    const old = this.#shown().filter((other) => other === toast || !held(other));
    for (const other of old.slice(0, -VISIBLE)) this.#remove(other);
  }

  /** While the pointer or focus is on a toast the timers stop; afterwards they restart. */
  #attention({ type, relatedTarget } = {}) {
    const isFromOutside = relatedTarget && !this.#container.contains(relatedTarget);
    if (type === "focusin" && isFromOutside) this.#cameFrom = relatedTarget;
    for (const toast of this.#shown()) this.#expire(toast);
  }

  get #isHeld() {
    const { activeElement } = document;
    return document.hidden || this.#container.matches(":hover") || this.#container.contains(activeElement);
  }

  #expire(toast) {
    clearTimeout(this.#timers.get(toast));
    // The focus moves only after the event.
    const judge = () => {
      if (this.#isHeld) return;
      const shownMs = Number(toast.dataset.shownMs ?? SHOWN_MS);
      this.#timers.set(toast, setTimeout(() => this.#remove(toast), shownMs));
    };
    this.#timers.set(toast, setTimeout(judge));
  }

  /** Move the focus to the next toast, or back to its origin. */
  #dismiss(toast) {
    const had = toast.contains(document.activeElement);
    const next = toast.nextElementSibling ?? toast.previousElementSibling;
    this.#remove(toast);
    if (!had) return;
    if (next) next.querySelector(".toast-close").focus();
    else if (this.#cameFrom?.isConnected) this.#cameFrom.focus();
  }

  #remove(toast) {
    clearTimeout(this.#timers.get(toast));
    toast.remove();
  }

  #shown() {
    return [...this.#container.querySelectorAll(".toast")];
  }
}
