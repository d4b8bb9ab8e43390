/** Shows the chart's values at one day, by pointer or arrow keys. Data is set as text, never as HTML. */

import { element } from "./svg.js";

/** Pixels between the selected day and its tooltip. */
const GAP = 12;

export class Reading {
  #picture;
  #guide = element("line", { class: "chart-guide", visibility: "hidden" });
  #box = document.createElement("div");
  #shown = null; // the last drawing
  #days = [];
  #day = null;

  constructor(picture, svg) {
    this.#picture = picture;
    this.#box.className = "chart-reading";
    this.#box.hidden = true;
    this.#box.setAttribute("role", "status");
    svg.append(this.#guide);
    picture.append(this.#box);
    picture.addEventListener("pointermove", (event) => this.#pointAt(event));
    picture.addEventListener("pointerleave", () => this.#read(null));
    picture.addEventListener("blur", () => this.#read(null));
    picture.addEventListener("keydown", (event) => this.#press(event));
  }

  /** Take a new drawing: its visible lines, `x(day)` in pixels, and where the lines begin and end. */
  show(shown) {
    this.#shown = shown;
    this.#days = [...new Set(shown.lines.flatMap(({ points }) => points.map(({ x }) => x)))].sort((a, b) => a - b);
    this.#read(this.#days.includes(this.#day) ? this.#day : null);
  }

  #pointAt(event) {
    if (!this.#days.length) return;
    const at = event.clientX - this.#picture.getBoundingClientRect().left;
    const away = (day) => Math.abs(this.#shown.x(day) - at);
    this.#read(this.#days.reduce((nearest, day) => (away(day) < away(nearest) ? day : nearest)));
  }

  #press(event) {
    const last = this.#days.length - 1;
    const at = this.#days.indexOf(this.#day);
    const to = { ArrowRight: Math.min(at + 1, last), ArrowLeft: at < 0 ? last : Math.max(at - 1, 0), Home: 0, End: last, Escape: -1 }[event.key];
    if (to === undefined || last < 0) return;
    event.preventDefault();
    this.#read(this.#days[to] ?? null);
  }

  #read(day) {
    this.#day = day;
    this.#box.hidden = day === null;
    this.#guide.setAttribute("visibility", day === null ? "hidden" : "visible");
    if (day === null) return;
    const { lines, x, top, bottom, date, degrees } = this.#shown;
    for (const [name, value] of Object.entries({ x1: x(day), x2: x(day), y1: top, y2: bottom })) {
      this.#guide.setAttribute(name, value);
    }
    const values = lines.flatMap(({ name, colour, points }) =>
      points.filter((point) => point.x === day).map(({ y }) => line(`${name}: ${degrees(y)}`, colour)),
    );
    this.#box.replaceChildren(line(date(day)), ...values);
    const isRight = x(day) > this.#picture.clientWidth / 2;
    this.#box.style.left = isRight ? "" : `${x(day) + GAP}px`;
    this.#box.style.right = isRight ? `${this.#picture.clientWidth - x(day) + GAP}px` : "";
  }
}

function line(words, colour) {
  const made = document.createElement("div");
  made.textContent = words;
  if (colour) made.dataset.colour = colour;
  return made;
}
