/** Keeps relative times up to date ("2 min ago"); the exact time is in their title. */

const EVERY_MS = 10_000;
const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000];
/** Older times are shown as dates. */
const LONG_AGO = 7 * DAY;

export class TickingTimes {
  #root;
  #texts;
  #relative;
  #exact;
  #day;

  constructor(root, texts, locale) {
    this.#root = root;
    this.#texts = texts;
    this.#relative = new Intl.RelativeTimeFormat(locale, { numeric: "always" });
    this.#exact = new Intl.DateTimeFormat(locale, { dateStyle: "full", timeStyle: "long" });
    this.#day = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });
    this.tick();
    setInterval(() => this.tick(), EVERY_MS);
    document.addEventListener("visibilitychange", () => this.tick());
  }

  tick(now = Date.now()) {
    if (document.hidden) return;
    for (const element of this.#root.querySelectorAll("time")) {
      const at = Date.parse(element.dateTime);
      if (Number.isNaN(at)) continue;
      const words = this.#words(at, now - at);
      if (element.textContent === words) continue;
      element.textContent = words;
      element.title = this.#exact.format(at);
    }
  }

  #words(at, age) {
    if (age < MINUTE) return this.#texts.text("justNow"); // or in the future: clocks differ a little
    if (age < HOUR) return this.#relative.format(-Math.floor(age / MINUTE), "minute");
    if (age < DAY) return this.#relative.format(-Math.floor(age / HOUR), "hour");
    if (age < LONG_AGO) return this.#relative.format(-Math.floor(age / DAY), "day");
    return this.#day.format(at);
  }
}
