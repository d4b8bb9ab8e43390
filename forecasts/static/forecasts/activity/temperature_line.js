/**
 * The chart of a forecast's temperature over the times of its changes: a step line, since each
 * temperature holds until the next change. Its data are those of the list beside it.
 */

import { ChartDrawing } from "../chart/drawing.js";
import { dateOf } from "../chart/periods.js";
import { timeTicks } from "./time_ticks.js";

const DAY_MS = 86_400_000;

export class TemperatureLine {
  #section;
  #list;
  #texts;
  #moment;
  #drawing;

  constructor(section, list, texts) {
    this.#section = section;
    this.#list = list;
    this.#texts = texts;
    this.#moment = new Intl.DateTimeFormat(texts.locale, { dateStyle: "medium", timeStyle: "medium" });
    this.#drawing = new ChartDrawing(section.querySelector(".chart-picture"));
    this.#show();
    new MutationObserver(() => this.#show()).observe(list, { childList: true });
  }

  #show() {
    const points = [...this.#list.children].map(pointOf).reverse();
    // A single point makes no line.
    this.#section.hidden = new Set(points.map(({ y }) => y)).size < 2;
    this.#drawing.draw({
      lines: [{ name: this.#texts.one("labels", "temperatureC"), colour: 1, hidden: false, points }],
      isStepped: true,
      ticks: timeTicks,
      day: (x, unit) => (unit === "time" ? this.#texts.time(x * DAY_MS) : this.#texts[unit](dateOf(Math.floor(x)))),
      date: (x) => this.#moment.format(x * DAY_MS),
      degrees: (y) => `${this.#texts.number(y)}°`,
    });
  }
}

function pointOf(change) {
  return { x: Date.parse(change.querySelector("time").dateTime) / DAY_MS, y: Number(change.dataset.celsius) };
}
