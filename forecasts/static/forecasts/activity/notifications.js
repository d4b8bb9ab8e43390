/**
 * Desktop notifications: switched on by a button, remembered in this browser, shown only while the
 * page is hidden. There is at most one: it is updated as events come, and closed when the page is shown.
 */

import { sentence } from "../shared/sentences.js";
import { ToastGroups, wordsOf } from "../toasts/groups.js";

const REMEMBERED = "weather-desk notifications";
const TAG = "weather-desk";
const LINES = 4;
const AT_MOST_EVERY_MS = 1_000;

export class Notifications {
  #button;
  #texts;
  #groups = new ToastGroups({ quietMs: Infinity });
  #lines = new Map(); // group → words, since the page was hidden
  #shown = null;
  #timer = 0;
  #lastAt = -Infinity;

  constructor(button, texts) {
    this.#button = button;
    this.#texts = texts;
    // Available on secure pages only: https, or localhost.
    if (!button || !globalThis.Notification || !window.isSecureContext) return;
    button.addEventListener("click", () => this.#press());
    document.addEventListener("visibilitychange", () => document.hidden || this.#pageSeen());
    button.hidden = false;
    this.#draw();
  }

  /** Show events, if notifications are on and the page is hidden. */
  show(events) {
    if (events.length === 0 || !document.hidden || !this.#isOn) return;
    for (const { key, event, count } of this.#groups.add(events, performance.now())) {
      const name = count > 1 ? key : `${key}\n${event.sequence}`;
      if (count > 1) for (const old of [...this.#lines.keys()]) if (old.startsWith(`${key}\n`)) this.#lines.delete(old);
      this.#lines.delete(name); // so that it comes last
      this.#lines.set(name, count > 1 ? wordsOf(event, count, this.#texts) : sentence(event, this.#texts));
    }
    const wait = Math.max(0, this.#lastAt + AT_MOST_EVERY_MS - performance.now());
    this.#timer ||= setTimeout(() => this.#notify(), wait);
  }

  #notify() {
    this.#timer = 0;
    if (!document.hidden || this.#lines.size === 0) return;
    this.#lastAt = performance.now();
    const lines = [...this.#lines.values()].reverse();
    const more = lines.length > LINES ? [this.#texts.text("moreChanges")] : [];
    try {
      const body = [...lines.slice(1, LINES), ...more].join("\n");
      this.#shown = new Notification(lines[0], { body, tag: TAG });
      this.#shown.onclick = () => {
        window.focus();
        this.#shown?.close();
      };
    } catch {
      this.#button.hidden = true; // phones' browsers allow them for installed pages only
    }
  }

  async #press() {
    if (this.#isOn) this.#remember(false);
    else if ((await Notification.requestPermission()) === "granted") this.#remember(true);
    this.#draw();
  }

  #pageSeen() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.#shown?.close();
    this.#shown = null;
    this.#lines.clear();
    this.#groups = new ToastGroups({ quietMs: Infinity });
    this.#draw(); // another tab may have changed the setting
  }

  #draw() {
    const blocked = Notification.permission === "denied";
    const words = blocked ? "notificationsBlocked" : this.#isOn ? "notificationsOn" : "notificationsOff";
    this.#button.textContent = this.#texts.text(words);
    this.#button.disabled = blocked;
    this.#button.setAttribute("aria-pressed", String(this.#isOn));
  }

  get #isOn() {
    try {
      return Notification.permission === "granted" && localStorage.getItem(REMEMBERED) === "on";
    } catch {
      return false; // storage is denied
    }
  }

  #remember(on) {
    try {
      localStorage.setItem(REMEMBERED, on ? "on" : "off");
    } catch {
      // The permission is then requested again.
    }
  }
}
